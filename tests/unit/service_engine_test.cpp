// The engine as a whole: group commit, failing commands, what stays after closing.
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <thread>

#include "base/log.h"
#include "service_support.h"

using namespace procos;
using namespace procos::test;

namespace {

class ScratchFile {
 public:
  ScratchFile() {
    char name[] = "/tmp/procos-engine-XXXXXX";
    directory_ = mkdtemp(name);
  }
  ~ScratchFile() { std::filesystem::remove_all(directory_); }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  std::string path() const { return directory_ + "/engine.db"; }

 private:
  std::string directory_;
};

}  // namespace

TEST_CASE("an instance runs from start to end", "[service]") {
  TestEngine engine;
  const auto started = engine.start(engine.deploy(process(kUserTask)).id,
                                    {{"amount", Value::integer(3), false}}, "key-1");
  CHECK_FALSE(started.ended);
  CHECK(started.instance.business_key == "key-1");
  REQUIRE(started.variables.size() == 1);
  const auto task = engine.only<state::TaskRow>();
  CHECK(task.name == "Check");
  CHECK(task.process_instance_id == started.instance.id);
  engine.complete_task(task.id, {{"ok", Value::boolean(true), false}});
  CHECK(engine.rows<state::TaskRow>().empty());
  CHECK(engine.rows<state::ExecutionRow>().empty());
  CHECK(engine.rows<state::VariableRow>().empty());
  CHECK(engine.only<state::HiProcessInstanceRow>().state == "COMPLETED");
}

TEST_CASE("an instance that ends at once leaves only history and its last variables", "[service]") {
  TestEngine engine;
  const auto started = engine.start(engine.deploy(process(around("<bpmn:task id=\"a\"/>"))).id,
                                    {{"x", Value::string("y"), false}});
  CHECK(started.ended);
  REQUIRE(started.variables.size() == 1);
  CHECK(started.variables[0].value == Value::string("y"));
  CHECK(engine.rows<state::ExecutionRow>().empty());
  CHECK(engine.rows<state::HiActivityRow>().size() == 3);
}

TEST_CASE("a failing command leaves no trace and does not disturb others of its batch",
          "[service]") {
  TestEngine engine;
  const std::string definition = engine.deploy(process(kUserTask)).id;
  std::promise<Status> failed;
  std::promise<Result<std::string>> succeeded;
  // The strand is kept busy, so that both come into one batch.
  std::promise<void> release;
  auto gate = release.get_future().share();
  engine.engine->submit<void>(
      [gate](command::Context&) -> Status {
        gate.wait();
        return {};
      },
      [](Status) {});
  const auto start = [definition](command::Context& context) -> Result<std::string> {
    command::StartInstance request;
    request.definition_id = definition;
    PROCOS_ASSIGN(const auto started, command::start_instance(context, request));
    return started.instance.id;
  };
  engine.engine->submit<void>(
      [start](command::Context& context) -> Status {
        PROCOS_ASSIGN(const std::string id, start(context));
        return fail(ErrorKind::kProcessEngine, "on purpose " + id);
      },
      [&](Status status) { failed.set_value(std::move(status)); });
  engine.engine->submit<std::string>(
      start, [&](Result<std::string> id) { succeeded.set_value(std::move(id)); });
  release.set_value();
  CHECK_FALSE(failed.get_future().get());
  const auto id = succeeded.get_future().get();
  REQUIRE(id);
  CHECK(engine.only<store::ProcessInstanceRow>().id == *id);
  CHECK(engine.only<state::HiProcessInstanceRow>().id == *id);
}

TEST_CASE("an exception in a command is an error of that command only", "[service]") {
  TestEngine engine;
  const Status status =
      engine.run([](command::Context&) -> Status { throw std::runtime_error("disk on fire"); });
  REQUIRE_FALSE(status);
  CHECK(status.error().message == "disk on fire");
  CHECK(engine.run([](command::Context&) -> Status { return {}; }));
}

TEST_CASE("commands from many threads all happen, each once", "[service]") {
  TestEngine engine;
  const std::string definition = engine.deploy(process(kUserTask)).id;
  std::vector<std::thread> threads;
  std::atomic<int> started = 0;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 25; ++i) {
        command::StartInstance request;
        request.definition_id = definition;
        auto result = engine.run<command::Started>(
            [&](command::Context& context) { return command::start_instance(context, request); });
        if (result) ++started;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(started == 100);
  CHECK(engine.rows<state::TaskRow>().size() == 100);
}

TEST_CASE("who waits for a command lends his thread; two never run at once", "[service]") {
  constexpr int kThreads = 8, kCommands = 200, kTries = 1000;
  TestEngine engine;
  const auto caller = std::this_thread::get_id();
  bool lent = false;
  for (int i = 0; i < kTries && !lent; ++i) {  // the strand may still be busy with what it began
    REQUIRE(engine.run([&](command::Context&) {
      lent = std::this_thread::get_id() == caller;
      return Status();
    }));
  }
  CHECK(lent);

  int counted = 0;  // of the strand alone
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < kCommands; ++i) {
        (void)engine.run([&](command::Context&) {
          ++counted;
          return Status();
        });
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(counted == kThreads * kCommands);
}

TEST_CASE("an instance goes on after the engine was closed and opened again", "[service]") {
  const ScratchFile file;
  TestEngine engine(file.path());
  const std::string id =
      engine.start_new(around("<bpmn:userTask id=\"a\" camunda:asyncAfter=\"true\"/>"));
  engine.reopen();
  engine.complete_task(engine.only<state::TaskRow>().id);
  engine.reopen();
  const auto ran = engine.engine->run_due_jobs(10);
  REQUIRE(ran);
  CHECK(*ran == 1);
  engine.reopen();
  CHECK(engine.rows<state::ExecutionRow>().empty());
  const auto history = engine.only<state::HiProcessInstanceRow>();
  CHECK(history.id == id);
  CHECK(history.state == "COMPLETED");
}

TEST_CASE("a closed engine answers instead of hanging", "[service]") {
  auto engine = std::make_unique<TestEngine>();
  std::atomic<int> answered = 0;
  for (int i = 0; i < 50; ++i) {
    engine->engine->submit<void>([](command::Context&) -> Status { return {}; },
                                 [&](Status) { ++answered; });
  }
  engine.reset();
  CHECK(answered == 50);
}

TEST_CASE("external task wake-ups come after the commit and stop with their handle", "[service]") {
  TestEngine engine;
  std::atomic<int> wakes = 0;
  auto handle = engine.engine->on_external_task([&](const service::WorkNews& news) {
    if (!news.topics.empty()) ++wakes;
  });
  const std::string definition = engine.deploy(process(kExternalTask)).id;
  CHECK(wakes == 0);
  engine.start(definition);
  REQUIRE(engine.run([](command::Context&) -> Status { return {}; }));
  CHECK(wakes == 1);
  CHECK(engine.fetch().size() == 1);  // locking wakes nobody
  REQUIRE(engine.run([](command::Context&) -> Status { return {}; }));
  CHECK(wakes == 1);
  handle.reset();
  engine.start(definition);
  REQUIRE(engine.run([](command::Context&) -> Status { return {}; }));
  CHECK(wakes == 1);
}

TEST_CASE("the job executor runs what is due by itself", "[service]") {
  service::EngineOptions options;
  options.database = ":memory:";
  auto opened = service::Engine::open(options);
  REQUIRE(opened);
  service::Engine& engine = **opened;
  const std::string model = process(around("<bpmn:task id=\"a\" camunda:asyncBefore=\"true\"/>"));
  command::Deploy request;
  request.resources = {{"a.bpmn", model}};
  const auto deployed = engine.execute<command::Deployed>(
      [&](command::Context& context) { return command::deploy(context, request); });
  REQUIRE(deployed);
  for (int i = 0; i < 20; ++i) {
    command::StartInstance start;
    start.definition_id = deployed->definitions[0].id;
    REQUIRE(engine.execute<command::Started>(
        [&](command::Context& context) { return command::start_instance(context, start); }));
  }
  std::int64_t left = 20;
  for (int i = 0; i < 500 && left > 0; ++i) {
    engine.read([&](store::Connection& connection) {
      left = *store::count<store::ProcessInstanceRow>(connection, {});
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  CHECK(left == 0);
}

TEST_CASE("a failing job is a log line with instance, activity and business key",
          "[service][log]") {
  std::vector<std::string> lines;
  log::set_sink(
      [&](const log::Entry& entry) {
        std::string line(entry.message);
        for (const auto& [name, value] : *entry.fields) {
          if (name != "processInstanceId" && name != "activityId" && name != "businessKey")
            continue;
          line += "|" + name + "=" + value;
        }
        lines.push_back(line);
      },
      log::Level::kWarning);
  TestEngine engine;
  const std::string definition =
      engine.deploy(process(around("<bpmn:serviceTask id=\"a\" camunda:asyncBefore=\"true\" "
                                   "camunda:expression=\"${nobody}\"/>")))
          .id;
  const std::string id = engine.start(definition, {}, "key-1").instance.id;
  REQUIRE(engine.engine->run_due_jobs(3));
  engine.engine.reset();  // lines are written after the answer
  log::set_sink({}, log::Level::kWarning);
  REQUIRE(lines.size() == 4);
  const std::string fields = "|processInstanceId=" + id + "|businessKey=key-1|activityId=a";
  CHECK(lines[0].starts_with("A job failed: "));
  CHECK(lines[0].ends_with(fields));
  CHECK(lines[3].starts_with("An incident needs attention (failedJob): "));
  CHECK(lines[3].ends_with(fields));
}
