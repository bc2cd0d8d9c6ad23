// A fetch answers the same whether an instance is in memory or only in the file, of which it reads
// as little as it can.
#include <filesystem>
#include <map>

#include "base/ids.h"
#include "service_support.h"

using namespace procos;
using namespace procos::test;

namespace {

std::string input(const std::string& name, const std::string& value) {
  return "<camunda:inputParameter name=\"" + name + "\">" + value + "</camunda:inputParameter>";
}

/// An external task in two scopes, each with variables of its own; `shared` is in all of them.
const std::string kNested = around(
    "<bpmn:subProcess id=\"a\"><bpmn:extensionElements><camunda:inputOutput>" +
    input("outer", "of the subprocess") + input("shared", "subprocess") +
    "</camunda:inputOutput></bpmn:extensionElements>"
    "<bpmn:startEvent id=\"inside\"/>" + flow("inside", "t") +
    "<bpmn:serviceTask id=\"t\" camunda:type=\"external\" camunda:topic=\"work\">"
    "<bpmn:extensionElements><camunda:inputOutput>" + input("own", "of the task") +
    input("shared", "task") + "</camunda:inputOutput><camunda:properties>"
    "<camunda:property name=\"color\" value=\"red\"/></camunda:properties>"
    "</bpmn:extensionElements></bpmn:serviceTask></bpmn:subProcess>");

struct Seen {
  std::map<std::string, std::string> variables;
  std::vector<std::pair<std::string, std::string>> properties;
  std::string worker;
  bool operator==(const Seen&) const = default;
};

/// Locks the only task as `topic` says, and gives it back.
Seen fetched(TestEngine& engine, command::FetchTopic topic) {
  command::FetchAndLock request;
  request.worker_id = "w";
  request.max_tasks = 5;
  topic.topic = "work";
  topic.lock_duration_ms = 1000;
  request.topics.push_back(std::move(topic));
  const auto tasks = engine.run<std::vector<command::FetchedTask>>(
      [&](command::Context& context) { return command::fetch_and_lock(context, request); });
  REQUIRE(tasks);
  REQUIRE(tasks->size() == 1);
  Seen seen;
  for (const auto& [name, value] : tasks->front().variables)
    CHECK(seen.variables.emplace(name, value.as_text()).second);
  seen.properties = tasks->front().extension_properties;
  seen.worker = engine.only<state::ExternalTaskRow>().worker_id;
  engine.clock.advance_ms(2000);
  return seen;
}

std::vector<command::FetchTopic> ways_to_ask() {
  std::vector<command::FetchTopic> topics(5);
  topics[1].local_variables = true;
  topics[2].variables = {"shared", "outer", "missing"};
  topics[3].variables.emplace();
  topics[4].include_extension_properties = true;
  return topics;
}

}  // namespace

TEST_CASE("a fetch sees the same variables of instances that are not in memory", "[command]") {
  const std::string file = "/tmp/procos-fetch-" + new_id();
  TestEngine engine(file);
  engine.start_new(kNested, {{"root", Value::string("of the process")},
                             {"shared", Value::string("process")}});
  for (const command::FetchTopic& topic : ways_to_ask()) {
    const Seen in_memory = fetched(engine, topic);
    engine.reopen();
    CHECK(fetched(engine, topic) == in_memory);
    CHECK(in_memory.worker == "w");
  }
  using Variables = std::map<std::string, std::string>;
  engine.reopen();
  CHECK(fetched(engine, {}).variables ==
        Variables{{"root", "of the process"}, {"outer", "of the subprocess"},
                  {"own", "of the task"}, {"shared", "task"}});
  engine.reopen();
  CHECK(fetched(engine, ways_to_ask()[4]).properties.front().second == "red");

  // What was locked without its instance is completed with it.
  engine.reopen();
  const auto tasks = engine.fetch();
  REQUIRE(tasks.size() == 1);
  const Status done = engine.run([&](command::Context& context) {
    return command::complete_external_task(context, tasks[0].task.id, "w", {}, {});
  });
  CHECK(done);
  CHECK(engine.rows<state::ExecutionRow>().empty());
  for (const char* end : {"", "-wal", "-shm", "-lock"}) std::filesystem::remove(file + end);
}

TEST_CASE("a row of history that is read after a part of it has changed has the change",
          "[command]") {
  const std::string file = "/tmp/procos-part-" + new_id();
  TestEngine engine(file);
  const std::string id = engine.start_new(kUserTask, {{"x", Value::integer(1)}});
  engine.reopen();
  // Overwritten, which needs nothing of the row, and deleted, which does.
  command::ChangeVariables change;
  change.execution_id = id;
  change.set = {{"x", Value::integer(2)}};
  change.remove = {"x"};
  const Status changed = engine.run(
      [&](command::Context& context) { return command::change_variables(context, change); });
  REQUIRE(changed);
  const auto variable = engine.only<state::HiVariableRow>({{"includeDeleted", {}}});
  CHECK(variable.name == "x");
  CHECK(variable.value.as_int() == 2);
  CHECK(variable.state == "DELETED");
  CHECK(variable.process_instance_id == id);
  CHECK(variable.create_time == kStart);
  for (const char* end : {"", "-wal", "-shm", "-lock"}) std::filesystem::remove(file + end);
}
