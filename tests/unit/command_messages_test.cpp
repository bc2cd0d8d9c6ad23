// Messages, signals and conditions that reach instances and start them.
#include "service_support.h"

using namespace procos;
using namespace procos::test;

namespace {

const std::string kWaiting = around(
    "<bpmn:intermediateCatchEvent id=\"a\"><bpmn:messageEventDefinition messageRef=\"paid\"/>"
    "</bpmn:intermediateCatchEvent>");
const std::string kListening = around(
    "<bpmn:intermediateCatchEvent id=\"a\"><bpmn:signalEventDefinition signalRef=\"alarm\"/>"
    "</bpmn:intermediateCatchEvent>");

std::string started_by(const std::string& event_definition) {
  return "<bpmn:startEvent id=\"start\">" + event_definition + "</bpmn:startEvent>" +
         flow("start", "a") + "<bpmn:userTask id=\"a\"/>";
}
const std::string kByMessage = started_by("<bpmn:messageEventDefinition messageRef=\"paid\"/>");

Result<std::vector<command::Correlated>> correlate(TestEngine& engine,
                                                   command::CorrelateMessage request) {
  if (request.message_name.empty()) request.message_name = "paid";
  return engine.run<std::vector<command::Correlated>>(
      [&](command::Context& context) { return command::correlate_message(context, request); });
}

command::CorrelateMessage by_business_key(const std::string& key) {
  command::CorrelateMessage request;
  request.business_key = key;
  return request;
}

Status signal(TestEngine& engine, const command::SendSignal& request) {
  return engine.run(
      [&](command::Context& context) { return command::send_signal(context, request); });
}

}  // namespace

TEST_CASE("a message goes to the one execution that fits", "[command]") {
  TestEngine engine;
  const std::string definition = engine.deploy(process(kWaiting)).id;
  const std::string one =
      engine.start(definition, {{"customer", Value::string("ann"), false}}, "1").instance.id;
  const std::string two =
      engine.start(definition, {{"customer", Value::string("bob"), false}}, "2").instance.id;

  const auto both = correlate(engine, {});
  REQUIRE_FALSE(both);
  CHECK(both.error().kind == ErrorKind::kMismatchingMessage);
  CHECK(both.error().message ==
        "ENGINE-13031 Cannot correlate a message with name 'paid' to a single execution. 2 "
        "executions match the "
        "correlation keys: CorrelationSet [businessKey=null, processInstanceId=null, "
        "processDefinitionId=null, "
        "correlationKeys={}, localCorrelationKeys={}, tenantId=null, isTenantIdSet=false, "
        "isExecutionsOnly=false]");

  const auto nobody = correlate(engine, by_business_key("3"));
  REQUIRE_FALSE(nobody);
  CHECK(
      nobody.error().message ==
      "Cannot correlate message 'paid': No process definition or execution matches the parameters");

  const auto first = correlate(engine, by_business_key("1"));
  REQUIRE(first);
  REQUIRE(first->size() == 1);
  CHECK_FALSE(first->front().started);
  CHECK(first->front().execution.process_instance_id == one);

  command::CorrelateMessage by_variable;
  by_variable.correlation_keys = {{"customer", Value::string("bob"), false}};
  by_variable.variables = {{"sum", Value::integer(5), false}};
  const auto second = correlate(engine, by_variable);
  REQUIRE(second);
  CHECK(second->front().execution.process_instance_id == two);
  CHECK(engine.rows<store::ProcessInstanceRow>().empty());
  bool has_sum = false;
  for (const auto& variable : second->front().variables)
    has_sum |= variable.name == "sum" && variable.value == Value::integer(5);
  CHECK(has_sum);
}

TEST_CASE("all: every execution that waits, and the process that starts by it", "[command]") {
  TestEngine engine;
  const std::string waiting = engine.deploy(process(kWaiting)).id;
  engine.deploy(process(kByMessage, "started"));
  engine.start(waiting);
  engine.start(waiting);
  command::CorrelateMessage request;
  request.all = true;
  const auto all = correlate(engine, request);
  REQUIRE(all);
  REQUIRE(all->size() == 3);
  CHECK(all->back().started);
  CHECK(engine.only<store::ProcessInstanceRow>().process_definition_key == "started");
}

TEST_CASE("a message starts a process, with its business key and variables", "[command]") {
  TestEngine engine;
  const std::string definition = engine.deploy(process(kByMessage)).id;
  auto request = by_business_key("b-7");
  request.variables = {{"sum", Value::integer(5), false}};
  const auto started = correlate(engine, request);
  REQUIRE(started);
  CHECK(started->front().started);
  const auto instance = engine.only<store::ProcessInstanceRow>();
  CHECK(instance.business_key == "b-7");
  CHECK(instance.process_definition_id == definition);
  CHECK(engine.only<state::VariableRow>().name == "sum");
  CHECK(engine.only<state::HiProcessInstanceRow>().start_activity_id == "start");

  command::CorrelateMessage start_only;
  start_only.start_only = true;
  start_only.process_definition_id = definition;
  CHECK(correlate(engine, start_only));
  start_only.message_name = "unknown";
  const auto nothing = correlate(engine, start_only);
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().message ==
        "Cannot correlate message 'unknown': No process definition matches the parameters");
}

TEST_CASE("correlation criteria that contradict each other", "[command]") {
  TestEngine engine;
  command::CorrelateMessage request;
  request.process_instance_id = "x";
  request.tenant_id = "red";
  CHECK(correlate(engine, request).error().message ==
        "ENGINE-13028 Cannot specify a tenant-id when correlate a message to a single process "
        "instance.");
  command::CorrelateMessage by_definition;
  by_definition.process_definition_id = "x";
  CHECK(correlate(engine, by_definition).error().kind == ErrorKind::kBadUserRequest);
  const auto nothing = engine.run<std::vector<command::Correlated>>(
      [&](command::Context& context) { return command::correlate_message(context, {}); });
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().message ==
        "At least one of the following correlation criteria has to be present: messageName, "
        "businessKey, "
        "correlationKeys, processInstanceId");
}

TEST_CASE("a suspended instance receives nothing", "[command]") {
  TestEngine engine;
  const std::string id = engine.start_new(kWaiting);
  command::Suspend suspend;
  suspend.value = id;
  REQUIRE(engine.run(
      [&](command::Context& context) { return command::suspend_instance(context, suspend); }));
  CHECK_FALSE(correlate(engine, {}));
  suspend.suspend = false;
  REQUIRE(engine.run(
      [&](command::Context& context) { return command::suspend_instance(context, suspend); }));
  CHECK(correlate(engine, {}));
}

TEST_CASE("a signal reaches everybody who waits and starts who starts by it", "[command]") {
  TestEngine engine;
  const std::string waiting = engine.deploy(process(kListening)).id;
  engine.deploy(
      process(started_by("<bpmn:signalEventDefinition signalRef=\"alarm\"/>"), "started"));
  engine.start(waiting);
  engine.start(waiting);
  command::SendSignal request;
  request.name = "alarm";
  request.variables = {{"loud", Value::boolean(true), false}};
  REQUIRE(signal(engine, request));
  CHECK(engine.only<store::ProcessInstanceRow>().process_definition_key == "started");
  CHECK(engine.only<state::VariableRow>().name == "loud");
  REQUIRE(signal(engine, request));
  CHECK(engine.rows<store::ProcessInstanceRow>().size() == 2);
}

TEST_CASE("a signal for one execution needs its subscription", "[command]") {
  TestEngine engine;
  const std::string id = engine.start_new(kListening);
  command::SendSignal request;
  request.name = "other";
  request.execution_id = id;
  CHECK(signal(engine, request).error().kind == ErrorKind::kNotFound);
  request.name = "alarm";
  request.execution_id = engine.only<state::EventSubscriptionRow>().execution_id;
  CHECK(signal(engine, request));
  CHECK(engine.rows<store::ProcessInstanceRow>().empty());
}

TEST_CASE("conditional start events are evaluated on demand", "[command]") {
  TestEngine engine;
  const auto evaluate = [&](command::Variables variables) {
    command::EvaluateConditions request;
    request.variables = std::move(variables);
    return engine.run<std::vector<state::ExecutionRow>>(
        [&](command::Context& context) { return command::evaluate_conditions(context, request); });
  };
  const auto nobody = evaluate({});
  REQUIRE_FALSE(nobody);
  CHECK(nobody.error().message ==
        "ENGINE-13043 No subscriptions were found during evaluation of the conditional start "
        "events.");
  engine.deploy(
      process(started_by("<bpmn:conditionalEventDefinition><bpmn:condition "
                         "xsi:type=\"bpmn:tFormalExpression\">${heat &gt; 30}</bpmn:condition>"
                         "</bpmn:conditionalEventDefinition>")));
  const auto cold = evaluate({{"heat", Value::integer(20), false}});
  REQUIRE(cold);
  CHECK(cold->empty());
  const auto hot = evaluate({{"heat", Value::integer(31), false}});
  REQUIRE(hot);
  CHECK(hot->size() == 1);
  CHECK(engine.rows<store::ProcessInstanceRow>().size() == 1);
}

TEST_CASE("a message subscription is triggered by name", "[command]") {
  TestEngine engine;
  engine.start_new(kWaiting);
  const std::string execution = engine.only<state::EventSubscriptionRow>().execution_id;
  const auto trigger = [&](const std::string& name) {
    return engine.run([&](command::Context& context) {
      return command::trigger_message(context, execution, name, {});
    });
  };
  CHECK(trigger("other").error().message ==
        "Execution with id '" + execution +
            "' does not have a subscription to a message event with name 'other': "
            "eventSubscriptions is empty");
  CHECK(trigger("paid"));
  CHECK(engine.rows<store::ProcessInstanceRow>().empty());
}
