// How fast the engine runs processes, in one program and in memory: no HTTP, no disk.
//   procos_engine_bench [WHAT...]     all of them without any WHAT, which is
//     straight-none, straight-full, deploy, tokens, loop, endless
// Rates depend on who else uses the processor; for a figure that does not, count instructions:
//   valgrind --tool=callgrind procos_engine_bench straight-none
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "procos/engine.h"

namespace {

using procos::DataMap;
using Clock = std::chrono::steady_clock;

double since_s(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::string model(const std::string& process) {
  return R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" )"
         R"(xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="bench">)"
         R"(<process id="p" isExecutable="true">)" +
         process + "</process></definitions>";
}

std::string flow(int number, const std::string& from, const std::string& to,
                 const std::string& condition = {}) {
  const std::string head = "<sequenceFlow id=\"f" + std::to_string(number) + "\" sourceRef=\"" +
                           from + "\" targetRef=\"" + to + "\"";
  if (condition.empty()) return head + "/>";
  return head + "><conditionExpression>${" + condition + "}</conditionExpression></sequenceFlow>";
}

std::unique_ptr<procos::Engine> open(procos::History history) {
  procos::Options options;
  options.history = history;
  options.job_executor = false;
  auto engine = procos::Engine::open(options);
  if (!engine) {
    std::fprintf(stderr, "%s\n", engine.failure().message.c_str());
    std::exit(1);
  }
  return std::move(*engine);
}

template <class T>
void must(const T& outcome) {
  if (outcome) return;
  std::fprintf(stderr, "%s\n", outcome.failure().message.c_str());
  std::exit(1);
}

/// Eight activities, a fork and join, a condition, two variables: an instance that never waits.
void straight(procos::History history, const char* name) {
  constexpr int kInstances = 5000;
  auto engine = open(history);
  must(engine->deploy_file(PROCOS_MODELS "/straight.bpmn"));
  const DataMap variables{{"amount", 250}, {"customer", "A-4711"}};
  std::vector<double> rates;
  for (int round = 0; round < 5; ++round) {
    const auto start = Clock::now();
    for (int i = 0; i < kInstances / 5; ++i) must(engine->start("straight", variables));
    rates.push_back(kInstances / 5 / since_s(start));
  }
  std::sort(rates.begin(), rates.end());
  std::printf("%-34s %9.0f instances/s (median of five; best %.0f)\n", name, rates[2], rates[4]);
}

/// A model of 10,000 elements: tasks and the flows between them.
void deploy() {
  constexpr int kTasks = 4999;
  std::string process = R"(<startEvent id="t0"/>)";
  for (int i = 1; i <= kTasks; ++i) {
    const std::string id = "t" + std::to_string(i);
    process += "<userTask id=\"" + id + "\" name=\"Task " + id +
               "\" camunda:assignee=\"${who}\"/>" + flow(i, "t" + std::to_string(i - 1), id);
  }
  const std::string xml =
      model(process + R"(<endEvent id="e"/>)" + flow(0, "t" + std::to_string(kTasks), "e"));
  auto engine = open(procos::History::kFull);
  double best = 1e9;
  for (int i = 0; i < 5; ++i) {
    const auto start = Clock::now();
    must(engine->deploy_text("p.bpmn", xml));
    best = std::min(best, since_s(start));
  }
  std::printf("%-34s %9.0f ms (best of five)\n", "deploy 10,000 elements", best * 1000);
}

/// N tokens at once, each waiting in a user task of a parallel multi-instance; then all completed.
void tokens() {
  for (const int count : {25'000, 50'000, 100'000}) {
    auto engine = open(procos::History::kNone);
    must(engine->deploy_text(
        "p.bpmn",
        model(R"(<startEvent id="s"/><receiveTask id="w"><multiInstanceLoopCharacteristics>)"
              R"(<loopCardinality>${count}</loopCardinality></multiInstanceLoopCharacteristics>)"
              R"(</receiveTask><endEvent id="e"/>)" +
              flow(0, "s", "w") + flow(1, "w", "e"))));
    const auto start = Clock::now();
    must(engine->start("p", {{"count", count}}));
    std::printf("%-34s %9.2f s for %d\n", "parallel tokens", since_s(start), count);
  }
}

void loop(const char* name, std::int64_t rounds) {
  auto engine = open(procos::History::kNone);
  must(engine->deploy_text(
      "p.bpmn",
      model(R"(<startEvent id="s"/><exclusiveGateway id="x" default="f3"/>)"
            R"(<serviceTask id="t" camunda:expression="${n + 1}" camunda:resultVariable="n"/>)"
            R"(<endEvent id="e"/>)" +
            flow(0, "s", "x") + flow(1, "x", "t", "n &lt; rounds") + flow(2, "t", "x") +
            flow(3, "x", "e"))));
  const auto start = Clock::now();
  const auto instance = engine->start("p", {{"n", std::int64_t{0}}, {"rounds", rounds}});
  std::printf("%-34s %9.2f s, %s\n", name, since_s(start),
              instance ? "ended" : instance.failure().message.substr(0, 100).c_str());
}

}  // namespace

int main(int argc, char** argv) {
  const auto wanted = [&](const char* what) {
    return argc == 1 || std::any_of(argv + 1, argv + argc,
                                    [&](const char* arg) { return std::string(arg) == what; });
  };
  if (wanted("straight-none")) straight(procos::History::kNone, "straight through, history none");
  if (wanted("straight-full")) straight(procos::History::kFull, "straight through, history full");
  if (wanted("deploy")) deploy();
  if (wanted("tokens")) tokens();
  if (wanted("loop")) {
    loop("a loop of 250,000 rounds", 250'000);
    loop("a loop of 500,000 rounds", 500'000);
  }
  if (wanted("endless")) loop("an endless loop", INT64_MAX);
}
