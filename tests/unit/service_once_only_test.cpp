// Many threads at once: a task is locked for one worker only, completed once, and so is everything
// else that can happen once. Also run with TSan.
#include <atomic>
#include <barrier>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

#include "resource_harness.h"
#include "service_support.h"

using namespace procos;
using namespace procos::test;

namespace {

// Sanitizers and builds without optimization take many times as long.
#if defined(__OPTIMIZE__) && !defined(__SANITIZE_THREAD__) && !defined(__SANITIZE_ADDRESS__)
constexpr int kOnceOnlyTasks = 20'000;
constexpr int kRaces = 300;
#else
constexpr int kOnceOnlyTasks = 1'500;
constexpr int kRaces = 40;
#endif
constexpr int kOnceOnlyWorkers = 32;

void in_threads(int count, const std::function<void(int)>& work) {
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) threads.emplace_back(work, i);
  for (std::thread& thread : threads) thread.join();
}

/// How often each task was handed out.
class HandedOut {
 public:
  void add(const std::string& id) {
    const std::lock_guard lock(mutex_);
    ++counts_[id];
  }
  std::size_t size() {
    const std::lock_guard lock(mutex_);
    return counts_.size();
  }
  int most() {
    const std::lock_guard lock(mutex_);
    int most = 0;
    for (const auto& [id, count] : counts_) most = std::max(most, count);
    return most;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, int> counts_;
};

/// How many of four threads that do the same at once succeed; the others' errors in `errors`.
int winners(TestEngine& engine, const std::function<Status(command::Context&)>& verb,
            std::map<ErrorKind, int>& errors) {
  std::barrier together(4);
  std::atomic<int> won = 0;
  std::mutex mutex;
  in_threads(4, [&](int) {
    together.arrive_and_wait();
    const Status status = engine.run(verb);
    if (status) {
      ++won;
    } else {
      const std::lock_guard lock(mutex);
      ++errors[status.error().kind];
    }
  });
  return won;
}

}  // namespace

TEST_CASE("32 workers lock and complete each of many tasks once", "[service][once]") {
  TestEngine engine;
  const std::string definition = engine.deploy(process(kExternalTask)).id;
  HandedOut handed_out;
  std::atomic<int> completed = 0, refused = 0;
  std::thread starter([&] {
    for (int i = 0; i < kOnceOnlyTasks; ++i) engine.start(definition);
  });
  in_threads(kOnceOnlyWorkers, [&](int number) {
    const std::string worker = "w" + std::to_string(number);
    while (completed + refused < kOnceOnlyTasks) {
      for (const auto& fetched : engine.fetch("work", worker, 1 + number % 10)) {
        handed_out.add(fetched.task.id);
        const Status done = engine.run([&](command::Context& context) {
          return command::complete_external_task(context, fetched.task.id, worker, {}, {});
        });
        ++(done ? completed : refused);
      }
    }
  });
  starter.join();
  CHECK(handed_out.size() == kOnceOnlyTasks);
  CHECK(handed_out.most() == 1);
  CHECK(completed == kOnceOnlyTasks);
  CHECK(refused == 0);
  CHECK(engine.rows<state::ExternalTaskRow>().empty());
}

TEST_CASE("32 workers that wait get each new task once", "[service][once]") {
  rest::RestWorld world;
  world.deploy(rest::work_process("p", "t"));
  constexpr int kTasks = kOnceOnlyTasks / 10;
  HandedOut handed_out;
  std::atomic<int> completed = 0;
  std::atomic<bool> wrong = false;
  std::thread starter([&] {
    for (int i = 0; i < kTasks; ++i) world.ask("POST", "/process-definition/key/p/start", "{}");
  });
  in_threads(kOnceOnlyWorkers, [&](int number) {
    const std::string worker = "w" + std::to_string(number);
    const std::string fetch = R"({"workerId": ")" + worker +
                              R"(", "maxTasks": 2, "asyncResponseTimeout": 500, "topics": )"
                              R"([{"topicName": "t", "lockDuration": 600000}]})";
    while (completed < kTasks && !wrong) {
      const auto answer = world.ask("POST", "/external-task/fetchAndLock", fetch);
      for (const auto& task : nlohmann::json::parse(answer.body)) {
        const std::string id = task["id"];
        handed_out.add(id);
        if (world
                .ask("POST", "/external-task/" + id + "/complete",
                     R"({"workerId": ")" + worker + "\"}")
                .status != 204) {
          wrong = true;
        }
        ++completed;
      }
    }
  });
  starter.join();
  CHECK_FALSE(wrong);
  CHECK(handed_out.size() == kTasks);
  CHECK(handed_out.most() == 1);
  CHECK(world.get("/process-instance/count")["count"] == 0);
}

TEST_CASE("of four who complete, correlate or execute the same one succeeds", "[service][once]") {
  TestEngine engine;
  const std::string user = engine.deploy(process(kUserTask, "user"), "user").id;
  const std::string external = engine.deploy(process(kExternalTask, "external"), "external").id;
  const std::string message =
      engine.deploy(process(around(R"(<bpmn:receiveTask id="a" messageRef="paid"/>)"), "message"),
                    "message")
          .id;
  const std::string job =
      engine.deploy(process(around(R"(<bpmn:userTask id="a" camunda:asyncBefore="true"/>)"), "job"),
                    "job")
          .id;
  std::map<ErrorKind, int> errors;
  for (int i = 0; i < kRaces; ++i) {
    const std::string instance = engine.start(user).instance.id;
    const std::string task = engine.only<state::TaskRow>({{"processInstanceId", {instance}}}).id;
    CHECK(winners(engine,
                  [&](command::Context& context) {
                    return command::complete_task(context, task, {});
                  },
                  errors) == 1);

    engine.start(external);
    const std::string work = engine.fetch().at(0).task.id;
    CHECK(winners(engine,
                  [&](command::Context& context) {
                    return command::complete_external_task(context, work, "w", {}, {});
                  },
                  errors) == 1);

    const std::string waiting = engine.start(message).instance.id;
    CHECK(winners(engine,
                  [&](command::Context& context) -> Status {
                    command::CorrelateMessage request;
                    request.message_name = "paid";
                    request.process_instance_id = waiting;
                    PROCOS_TRY(command::correlate_message(context, request));
                    return {};
                  },
                  errors) == 1);

    const std::string delayed = engine.start(job).instance.id;
    const std::string one = engine.only<state::JobRow>({{"processInstanceId", {delayed}}}).id;
    CHECK(winners(engine,
                  [&](command::Context& context) { return command::execute_job(context, one); },
                  errors) == 1);
  }
  // Twelve losers a round: the thing was gone.
  int losers = 0;
  for (const auto& [kind, count] : errors) losers += count;
  CHECK(losers == 12 * kRaces);
}
