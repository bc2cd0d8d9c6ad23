// Scripts where processes have them: what they do to the instance, and what is refused when they
// are deployed.
#include "service_support.h"

namespace procos::test {
namespace {

using Catch::Matchers::Contains;
using state::VariableRow;

std::string script_task(const std::string& script, const std::string& attributes = "") {
  return "<bpmn:scriptTask id=\"s\" scriptFormat=\"javascript\" " + attributes +
         "><bpmn:script><![CDATA[" + script + "]]></bpmn:script></bpmn:scriptTask>";
}

/// start -> `activity` (whose id is "s") -> user task "after" -> end.
std::string before_task(const std::string& activity, const std::string& more = "") {
  return "<bpmn:startEvent id=\"start\"/>" + flow("start", "s") + activity + flow("s", "after") +
         "<bpmn:userTask id=\"after\"/>" + flow("after", "end") + "<bpmn:endEvent id=\"end\"/>" +
         more;
}

std::string script_element(const std::string& script) {
  return "<camunda:script scriptFormat=\"javascript\">" + script + "</camunda:script>";
}

Value variable(TestEngine& engine, const std::string& name) {
  INFO(name);
  return engine.only<VariableRow>({{"variableName", {name}}}).value;
}

Status try_start(TestEngine& engine, const std::string& elements,
                 command::Variables variables = {}) {
  command::StartInstance request;
  request.definition_id = engine.deploy(process(elements)).id;
  request.variables = std::move(variables);
  auto started = engine.run<command::Started>(
      [&](command::Context& context) { return command::start_instance(context, request); });
  if (!started) return std::unexpected(started.error());
  return {};
}

std::string task_key(TestEngine& engine) {
  return engine.only<state::TaskRow>().task_definition_key;
}

TEST_CASE("a script task works on the variables of its execution", "[script]") {
  TestEngine engine;
  const std::string source = R"(
    execution.setVariable('total', amount * 2);
    execution.setVariableLocal('own', 1);
    execution.removeVariable('gone');
    execution.setVariable('seen', [execution.hasVariable('total'), execution.hasVariable('gone'),
                                   execution.getVariableLocal('nothing'), execution.getCurrentActivityId(),
                                   execution.getProcessBusinessKey(), execution.getBusinessKey(),
                                   execution.getId() === execution.getProcessInstanceId()].join());
    'done';)";
  const auto definition =
      engine.deploy(process(before_task(script_task(source, "camunda:resultVariable=\"result\""))));
  engine.start(definition.id, {{"amount", Value::integer(21)}, {"gone", Value::integer(1)}},
               "bk-1");
  CHECK(variable(engine, "total") == Value::integer(42));
  CHECK(variable(engine, "result") == Value::string("done"));
  CHECK(variable(engine, "seen") == Value::string("true,false,,s,bk-1,bk-1,true"));
  CHECK(engine.rows<VariableRow>({{"variableName", {"gone"}}}).empty());
}

TEST_CASE("no result leaves the result variable alone", "[script]") {
  TestEngine engine;
  engine.start_new(before_task(script_task("undefined", "camunda:resultVariable=\"result\"")),
                   {{"result", Value::string("before")}});
  CHECK(variable(engine, "result") == Value::string("before"));
}

TEST_CASE("conditions, mappings and listeners are scripts", "[script]") {
  TestEngine engine;
  const std::string condition =
      "<bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\" "
      "language=\"javascript\">amount > 10"
      "</bpmn:conditionExpression></bpmn:sequenceFlow>";
  const std::string listeners =
      "<camunda:executionListener event=\"start\">" +
      script_element("execution.setVariable('started', execution.getCurrentActivityId())") +
      "</camunda:executionListener><camunda:taskListener event=\"create\">" +
      script_element(
          "task.setAssignee('ann'); task.setVariable('task', task.getName() + typeof execution)") +
      "</camunda:taskListener>";
  const std::string parameters = "<camunda:inputOutput><camunda:inputParameter name=\"in\">" +
                                 script_element("amount + 1") +
                                 "</camunda:inputParameter><camunda:inputParameter "
                                 "name=\"nested\"><camunda:map><camunda:entry key=\"k\">"
                                 "<camunda:list>" +
                                 script_element("[amount]") +
                                 "<camunda:value>x</camunda:value></camunda:list></camunda:entry>"
                                 "</camunda:map></camunda:inputParameter></camunda:inputOutput>";
  engine.start_new("<bpmn:startEvent id=\"start\"/>" + flow("start", "g") +
                       "<bpmn:exclusiveGateway id=\"g\" default=\"g_b\"/><bpmn:sequenceFlow "
                       "id=\"g_a\" sourceRef=\"g\" "
                       "targetRef=\"a\">" +
                       condition + flow("g", "b") +
                       "<bpmn:userTask id=\"a\" name=\"A\"><bpmn:extensionElements>" + listeners +
                       parameters +
                       "</bpmn:extensionElements></bpmn:userTask><bpmn:userTask id=\"b\"/>",
                   {{"amount", Value::integer(11)}});
  CHECK(task_key(engine) == "a");
  CHECK(engine.only<state::TaskRow>().assignee == "ann");
  CHECK(variable(engine, "started") == Value::string("a"));
  CHECK(variable(engine, "task") == Value::string("Aundefined"));
  CHECK(variable(engine, "in") == Value::integer(12));
  CHECK(variable(engine, "nested").as_object().text == R"({"k":[[11],"x"]})");
}

TEST_CASE("a condition script that gives no Boolean fails", "[script]") {
  TestEngine engine;
  const std::string elements =
      "<bpmn:startEvent id=\"start\"/><bpmn:sequenceFlow id=\"f\" sourceRef=\"start\" "
      "targetRef=\"t\">"
      "<bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\" language=\"javascript\">'yes'"
      "</bpmn:conditionExpression></bpmn:sequenceFlow><bpmn:userTask id=\"t\"/>";
  const Status started = try_start(engine, elements);
  REQUIRE_FALSE(started.has_value());
  CHECK_THAT(started.error().message, Contains("non-Boolean"));
}

TEST_CASE("conditional events ask their script when variables change", "[script]") {
  TestEngine engine;
  engine.start_new("<bpmn:startEvent id=\"start\"/>" + flow("start", "t") +
                   "<bpmn:userTask id=\"t\"/>"
                   "<bpmn:boundaryEvent id=\"c\" "
                   "attachedToRef=\"t\"><bpmn:conditionalEventDefinition><bpmn:condition "
                   "xsi:type=\"bpmn:tFormalExpression\" language=\"javascript\">typeof x !== "
                   "'undefined' &amp;&amp; x > 1"
                   "</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:boundaryEvent>" +
                   flow("c", "u") + "<bpmn:userTask id=\"u\"/>");
  const std::string execution = engine.only<state::TaskRow>().execution_id;
  for (const int x : {1, 2}) {
    CHECK(task_key(engine) == "t");
    REQUIRE(engine.run([&](command::Context& context) -> Status {
      state::Execution* at = context.session.find_execution(execution);
      return context.interpreter.set_variables(*at, {{"x", Value::integer(x)}}, false);
    }));
  }
  CHECK(task_key(engine) == "u");
}

TEST_CASE("the script of a file that was deployed with the process", "[script]") {
  for (const std::string resource : {"deployment://lib/total.js", "classpath://lib/total.js",
                                     "lib/total.js", "${'deployment://lib/'.concat(name)}"}) {
    TestEngine engine;
    command::Deploy request;
    request.name = "test";
    request.resources = {
        {"test.bpmn", process(before_task("<bpmn:scriptTask id=\"s\" scriptFormat=\"javascript\" "
                                          "camunda:resource=\"" +
                                          resource +
                                          "\" "
                                          "camunda:resultVariable=\"total\"/>"))},
        {"lib/total.js", "const sum = (a, b) => a + b;\nsum(20, 22)"}};
    const auto deployed = engine.try_deploy(request);
    REQUIRE(deployed.has_value());
    engine.start(deployed->definitions.front().id, {{"name", Value::string("total.js")}});
    CHECK(variable(engine, "total") == Value::integer(42));
  }
  TestEngine engine;
  const Status started =
      try_start(engine, before_task("<bpmn:scriptTask id=\"s\" scriptFormat=\"javascript\" "
                                    "camunda:resource=\"deployment://none.js\"/>"));
  REQUIRE_FALSE(started.has_value());
  CHECK_THAT(started.error().message, Contains("deployment://none.js") && Contains("'s'"));
}

TEST_CASE("a BpmnError of a script goes to the error event of its code", "[script]") {
  const std::string boundary =
      "<bpmn:boundaryEvent id=\"caught\" attachedToRef=\"s\"><bpmn:errorEventDefinition "
      "errorRef=\"broken\" "
      "camunda:errorCodeVariable=\"code\" "
      "camunda:errorMessageVariable=\"message\"/></bpmn:boundaryEvent>" +
      flow("caught", "handle") + "<bpmn:userTask id=\"handle\"/>";
  TestEngine engine;
  engine.start_new(before_task(
      script_task("execution.setVariable('kept', 1); throw new BpmnError('broken', 'why')"),
      boundary));
  CHECK(task_key(engine) == "handle");
  CHECK(variable(engine, "code") == Value::string("broken"));
  CHECK(variable(engine, "message") == Value::string("why"));
  CHECK(variable(engine, "kept") == Value::integer(1));
}

TEST_CASE("a failure of a script goes only to an error event that names the exception's class",
          "[script]") {
  const auto boundary = [](const std::string& definition) {
    return "<bpmn:boundaryEvent id=\"caught\" attachedToRef=\"s\">" + definition +
           "</bpmn:boundaryEvent>" + flow("caught", "handle") + "<bpmn:userTask id=\"handle\"/>";
  };
  TestEngine engine;
  CHECK_FALSE(try_start(
      engine, before_task(script_task("nope()"), boundary("<bpmn:errorEventDefinition/>"))));
  std::string model = process(before_task(
      script_task("nope()"), boundary("<bpmn:errorEventDefinition errorRef=\"java\"/>")));
  const std::string error = "<bpmn:error id=\"java\" errorCode=\"java.lang.RuntimeException\"/>";
  model.insert(model.find("<bpmn:process"), error);
  engine.start(engine.deploy(model).id);
  CHECK(task_key(engine) == "handle");
}

TEST_CASE("a script that fails says where, and leaves no trace", "[script]") {
  TestEngine engine;
  const Status started =
      try_start(engine, before_task(script_task("\nexecution.setVariable('x', 1);\nnope();")));
  REQUIRE_FALSE(started.has_value());
  CHECK_THAT(started.error().message,
             Contains("activity 's'") && Contains("process definition with id 'order:1:") &&
                 Contains("ReferenceError: nope is not defined (script, line 3, column 1)"));
  CHECK(engine.rows<state::ExecutionRow>().empty());
}

TEST_CASE("an asynchronous script that fails is a failed job", "[script]") {
  TestEngine engine;
  engine.start_new(
      before_task(script_task("throw new Error('no luck')", "camunda:asyncBefore=\"true\"")));
  for (int tries = 0; tries < 3; ++tries) REQUIRE(engine.engine->run_due_jobs(1).has_value());
  CHECK(engine.only<state::JobRow>().retries == 0);
  CHECK_THAT(engine.only<state::IncidentRow>().message, Contains("Error: no luck"));
}

TEST_CASE("a JUEL script is an expression", "[script]") {
  TestEngine engine;
  engine.start_new(
      before_task("<bpmn:scriptTask id=\"s\" scriptFormat=\"juel\" camunda:resultVariable=\"r\">"
                  "<bpmn:script>${amount + 1}</bpmn:script></bpmn:scriptTask>"),
      {{"amount", Value::integer(1)}});
  CHECK(variable(engine, "r") == Value::long_integer(2));
}

TEST_CASE("other script languages are refused when they are deployed", "[script]") {
  TestEngine engine;
  const std::string groovy = "<camunda:script scriptFormat=\"groovy\">x</camunda:script>";
  const std::string elements =
      "<bpmn:startEvent id=\"start\"/>" + flow("start", "s") +
      "\n<bpmn:scriptTask id=\"s\" scriptFormat=\"Python\">"
      "<bpmn:script>x</bpmn:script></bpmn:scriptTask>\n" +
      flow("s", "t") +
      "<bpmn:userTask id=\"t\"><bpmn:extensionElements><camunda:executionListener "
      "event=\"start\">" +
      groovy + "</camunda:executionListener></bpmn:extensionElements></bpmn:userTask>";
  command::Deploy request;
  request.name = "test";
  request.resources = {{"test.bpmn", process(elements)}};
  const auto deployed = engine.try_deploy(request);
  REQUIRE_FALSE(deployed.has_value());
  CHECK(deployed.error().kind == ErrorKind::kParse);
  CHECK_THAT(deployed.error().message, Contains("Script language 'Python' of ScriptTask is not "
                                                "supported; supported languages: javascript") &&
                                           Contains("test.bpmn | line 8 | column 1 | element s") &&
                                           Contains("Script language 'groovy'") &&
                                           Contains("| element t"));
}

TEST_CASE("the engine can be closed and opened between scripts", "[script]") {
  TestEngine engine;
  const auto definition =
      engine.deploy(process(before_task(script_task("1", "camunda:resultVariable=\"r\""))));
  engine.start(definition.id);
  CHECK(variable(engine, "r") == Value::integer(1));
  engine.reopen();
  engine.start_new(before_task(script_task("2", "camunda:resultVariable=\"r\"")));
  CHECK(variable(engine, "r") == Value::integer(2));
}

}  // namespace
}  // namespace procos::test
