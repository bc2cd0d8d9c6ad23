// What stays in history, at which level, and the tree of activity instances of what runs.
#include <algorithm>

#include "service_support.h"

using namespace procos;
using namespace procos::test;

namespace {

state::HiActivityRow activity(TestEngine& engine, const std::string& activity_id) {
  return engine.only<state::HiActivityRow>({{"activityId", {activity_id}}});
}

command::ActivityTree tree(TestEngine& engine, const std::string& id) {
  auto found = engine.run<command::ActivityTree>(
      [&](command::Context& context) { return command::activity_tree(context, id); });
  if (!found) FAIL(found.error().message);
  return *found;
}

}  // namespace

TEST_CASE("history of an instance that completes", "[history]") {
  TestEngine engine;
  const auto definition =
      engine.deploy(process(kUserTask, "order", "camunda:historyTimeToLive=\"P5D\""));
  const auto started = engine.start(definition.id, {{"n", Value::integer(1), false}}, "b");
  const std::string id = started.instance.id;
  auto instance = engine.only<state::HiProcessInstanceRow>();
  CHECK(instance.id == id);
  CHECK(instance.state == "ACTIVE");
  CHECK(instance.start_activity_id == "start");
  CHECK(instance.business_key == "b");
  CHECK(instance.process_definition_name == "The order");
  CHECK(instance.process_definition_version == 1);
  const auto task = engine.only<state::TaskRow>();
  CHECK(activity(engine, "a").task_id == task.id);
  CHECK(activity(engine, "a").parent_activity_instance_id == id);
  CHECK_FALSE(activity(engine, "a").end_time);

  engine.clock.advance_ms(500);
  REQUIRE(engine.run(
      [&](command::Context& context) { return command::claim_task(context, task.id, "ann"); }));
  engine.complete_task(task.id, {{"n", Value::integer(2), false}});
  instance = engine.only<state::HiProcessInstanceRow>();
  CHECK(instance.state == "COMPLETED");
  CHECK(instance.end_activity_id == "end");
  CHECK(instance.end_time == kStart + 500);
  CHECK(instance.removal_time == kStart + 500 + 5 * 86'400'000LL);
  CHECK(activity(engine, "a").assignee == "ann");
  CHECK(activity(engine, "a").end_time == kStart + 500);
  CHECK(activity(engine, "a").state == 4);
  CHECK(activity(engine, "start").activity_type == "startEvent");

  const auto history_task = engine.only<state::HiTaskRow>();
  CHECK(history_task.delete_reason == "completed");
  CHECK(history_task.task_state == "Completed");
  CHECK(history_task.assignee == "ann");

  const auto variable = engine.only<state::HiVariableRow>();
  CHECK(variable.value == Value::integer(2));
  CHECK(variable.state == "CREATED");
  CHECK(variable.create_time == kStart);
  CHECK(variable.activity_instance_id == id);
  const auto details = engine.rows<state::HiDetailRow>();
  REQUIRE(details.size() == 2);
  CHECK(details[0].initial);
  CHECK_FALSE(details[1].initial);
  CHECK(details[1].value == Value::integer(2));
}

TEST_CASE("each level keeps its share", "[history]") {
  using Level = service::HistoryLevel;
  for (const Level level : {Level::kNone, Level::kActivity, Level::kAudit, Level::kFull}) {
    TestEngine engine(":memory:", level);
    engine.start_new(kExternalTask, {{"n", Value::integer(1), false}});
    INFO(static_cast<int>(level));
    CHECK(engine.rows<state::HiProcessInstanceRow>().size() == (level >= Level::kActivity ? 1 : 0));
    CHECK(engine.rows<state::HiActivityRow>().size() == (level >= Level::kActivity ? 2 : 0));
    CHECK(engine.rows<state::HiVariableRow>().size() == (level >= Level::kAudit ? 1 : 0));
    CHECK(engine.rows<state::HiDetailRow>().size() == (level >= Level::kFull ? 1 : 0));
    CHECK(engine.rows<state::HiExternalTaskLogRow>().size() == (level >= Level::kFull ? 1 : 0));
  }
}

TEST_CASE("deleted variables and instances are marked, variables of ended scopes are not",
          "[history]") {
  TestEngine engine;
  const std::string id = engine.start_new(
      kUserTask, {{"a", Value::integer(1), false}, {"b", Value::integer(2), false}});
  command::ChangeVariables change;
  change.execution_id = id;
  change.remove = {"a"};
  REQUIRE(engine.run(
      [&](command::Context& context) { return command::change_variables(context, change); }));
  command::DeleteInstance request;
  request.id = id;
  request.reason = "enough";
  REQUIRE(engine.run(
      [&](command::Context& context) { return command::delete_instance(context, request); }));
  for (const auto& row : engine.rows<state::HiVariableRow>()) {
    CHECK(row.state == (row.name == "a" ? "DELETED" : "CREATED"));
  }
  CHECK(activity(engine, "a").state == 2);
  const auto instance = engine.only<state::HiProcessInstanceRow>();
  CHECK(instance.state == "EXTERNALLY_TERMINATED");
  CHECK(instance.delete_reason == "enough");
  const auto task = engine.only<state::HiTaskRow>();
  CHECK(task.delete_reason == "enough");
  CHECK(task.task_state == "Deleted");
}

TEST_CASE("a called instance knows its caller, and the call activity what it called", "[history]") {
  TestEngine engine;
  engine.deploy(process(kUserTask, "inner"), "inner");
  const std::string outer_definition =
      engine
          .deploy(process(around("<bpmn:callActivity id=\"a\" calledElement=\"inner\"/>"), "outer"),
                  "outer")
          .id;
  const std::string outer = engine.start(outer_definition).instance.id;
  const auto inner =
      engine.only<state::HiProcessInstanceRow>({{"processDefinitionKey", {"inner"}}});
  CHECK(inner.super_process_instance_id == outer);
  CHECK(inner.root_process_instance_id == outer);
  const auto call = engine.only<state::HiActivityRow>({{"activityType", {"callActivity"}}});
  CHECK(call.called_process_instance_id == inner.id);
  engine.complete_task(engine.only<state::TaskRow>().id);
  CHECK(engine.only<state::HiProcessInstanceRow>({{"processDefinitionKey", {"inner"}}})
            .super_process_instance_id == outer);
  CHECK(engine.only<state::HiProcessInstanceRow>({{"processDefinitionKey", {"outer"}}}).state ==
        "COMPLETED");
}

TEST_CASE("the tree shows scopes, concurrency, multi-instance and waiting jobs", "[command]") {
  TestEngine engine;
  const std::string id = engine.start_new(
      "<bpmn:startEvent id=\"start\"/>" + flow("start", "fork") +
      "<bpmn:parallelGateway id=\"fork\"/>" + flow("fork", "sub") + flow("fork", "many") +
      flow("fork", "later") + "<bpmn:subProcess id=\"sub\"><bpmn:startEvent id=\"s\"/>" +
      flow("s", "inner") +
      "<bpmn:userTask id=\"inner\"/></bpmn:subProcess>"
      "<bpmn:userTask id=\"many\"><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2"
      "</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>"
      "<bpmn:task id=\"later\" camunda:asyncBefore=\"true\"/>");
  const auto shown = tree(engine, id);
  CHECK(shown.root.activity_type == "processDefinition");
  CHECK(shown.root.activity_name == "The order");
  CHECK(shown.root.id == id);
  REQUIRE(shown.root.children.size() == 2);
  REQUIRE(shown.root.transitions.size() == 1);
  CHECK(shown.root.transitions[0].activity_id == "later");
  const auto child = [&](const std::string& activity_id) {
    const auto found =
        std::find_if(shown.root.children.begin(), shown.root.children.end(),
                     [&](const auto& one) { return one.activity_id == activity_id; });
    REQUIRE(found != shown.root.children.end());
    return *found;
  };
  const auto sub = child("sub");
  REQUIRE(sub.children.size() == 1);
  CHECK(sub.children[0].activity_id == "inner");
  CHECK(sub.children[0].parent_id == sub.id);
  const auto body = child("many#multiInstanceBody");
  CHECK(body.activity_type == "multiInstanceBody");
  REQUIRE(body.children.size() == 2);
  CHECK(body.children[1].activity_id == "many");
  CHECK(body.children[1].execution_ids.size() == 1);
  const auto gone = engine.run<command::ActivityTree>(
      [&](command::Context& context) { return command::activity_tree(context, "nothing"); });
  REQUIRE_FALSE(gone);
  CHECK(gone.error().kind == ErrorKind::kNotFound);
}
