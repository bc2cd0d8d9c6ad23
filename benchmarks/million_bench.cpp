// A database with many instances, made in process, and what it is asked in process.
//   procos_million_bench fill FILE KIND COUNT   KIND is one of
//     waiting   at user tasks of 1,000 definitions
//     external  at external tasks of 100 topics
//     timer     at timers
//   procos_million_bench acquire FILE           how long taking due timers takes; a line of JSON
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "command/commands.h"
#include "procos/engine.h"
#include "service/engine.h"

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int kThreads = 16;  // so many commands share a transaction
// Timers are due one after the other, kTimerStepMs apart.
constexpr std::int64_t kFirstDueMs = 2'000'000'000'000, kTimerStepMs = 10;

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(1);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!(text << file.rdbuf())) give_up("cannot read " + path);
  return text.str();
}

struct Kind {
  const char* name;
  const char* model;
  int definitions;
};
constexpr Kind kKinds[] = {
    {"waiting", "usertask", 1000}, {"external", "external", 100}, {"timer", "timer", 1}};

int fill(const std::string& path, const std::string& name, int count) {
  const Kind* kind = std::find_if(std::begin(kKinds), std::end(kKinds),
                                  [&](const Kind& each) { return each.name == name; });
  if (kind == std::end(kKinds)) give_up("no such kind: " + name);
  procos::Options options;
  options.database = path;
  options.full_sync = false;
  options.job_executor = false;
  auto engine = procos::Engine::open(options);
  if (!engine) give_up(engine.failure().message);
  const std::string model = read_file(std::string(PROCOS_MODELS "/") + kind->model + ".bpmn");
  const std::string id = std::string("id=\"") + kind->model + "\"";
  for (int i = 0; i < kind->definitions; ++i) {
    const std::string number = std::to_string(i);
    const auto deployed =
        (*engine)->deploy_text("p.bpmn", replaced(replaced(model, id, "id=\"p" + number + "\""),
                                                  "\"load\"", "\"topic-" + number + "\""));
    if (!deployed) give_up(deployed.failure().message);
  }
  std::atomic<int> next{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int i = next++; i < count; i = next++) {
        procos::DataMap variables{{"amount", i % 200},
                                  {"customer", "customer " + std::to_string(i)}};
        if (name == "timer") {
          variables["due"] = procos::Data::date(kFirstDueMs + i * kTimerStepMs);
        }
        const auto instance = (*engine)->start("p" + std::to_string(i % kind->definitions),
                                               variables, "million-" + std::to_string(i));
        if (!instance) give_up(instance.failure().message);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return 0;
}

class SteppedClock final : public procos::Clock {
 public:
  procos::TimeMs now_ms() const override { return now; }
  std::atomic<procos::TimeMs> now{kFirstDueMs};
};

/// Time goes on; what is due is taken as the job executor takes it, and executed.
int acquire(const std::string& path) {
  SteppedClock clock;
  procos::service::EngineOptions options;
  options.database = path;
  options.job_executor = false;
  options.clock = &clock;
  auto engine = procos::service::Engine::open(options);
  if (!engine) give_up(engine.error().message);
  // Where an earlier run stopped.
  (void)(*engine)->execute<void>([&](procos::command::Context& context) -> procos::Status {
    clock.now = procos::store::next_job_due(context.store.writer()).value_or(kFirstDueMs);
    return {};
  });
  constexpr int kRounds = 500;
  constexpr std::size_t kAtOnce = 16;  // as the engine takes
  std::vector<double> times_ms;
  std::size_t jobs = 0;
  for (int round = 0; round < kRounds; ++round) {
    clock.now += kTimerStepMs * static_cast<std::int64_t>(kAtOnce);
    const auto start = SteadyClock::now();
    const auto groups = (*engine)->execute<std::vector<std::vector<std::string>>>(
        [&](procos::command::Context& context) {
          return procos::command::acquire_jobs(context, "bench", 300'000, kAtOnce);
        });
    times_ms.push_back(
        std::chrono::duration<double, std::milli>(SteadyClock::now() - start).count());
    if (!groups) give_up(groups.error().message);
    for (const auto& group : *groups) {
      for (const std::string& id : group) {
        const auto done = (*engine)->execute<void>([&](procos::command::Context& context) {
          return procos::command::execute_job(context, id);
        });
        if (!done) give_up(done.error().message);
        ++jobs;
      }
    }
  }
  std::sort(times_ms.begin(), times_ms.end());
  std::printf(R"({"acquisitions":%d,"jobs":%zu,"p50":%.3f,"p99":%.3f})"
              "\n",
              kRounds, jobs, times_ms[kRounds / 2], times_ms[kRounds * 99 / 100]);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "fill" && argc == 5) return fill(argv[2], argv[3], std::stoi(argv[4]));
  if (what == "acquire" && argc == 3) return acquire(argv[2]);
  std::fprintf(stderr, "see the first lines of million_bench.cpp\n");
  return 2;
}
