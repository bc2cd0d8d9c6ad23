// Large models, many tokens, long and endless loops: what must not grow with the stack or with the
// square. Sizes are chosen so that quadratic work would take minutes; how fast it is, is
// benchmarks/engine_bench.cpp's business.
#include "service_support.h"

using namespace procos;
using namespace procos::test;

namespace {

std::string number(int i) { return std::to_string(i); }

command::Variables integer(const std::string& name, std::int64_t value) {
  return {{name, Value::long_integer(value)}};
}

/// Rounds of gateway and task while `condition` holds; without a wait state.
std::string round_and_round(const std::string& condition) {
  return R"(<bpmn:startEvent id="start"/>)" + flow("start", "t") +
         R"(<bpmn:serviceTask id="t" camunda:expression="${n + 1}" camunda:resultVariable="n"/>)" +
         flow("t", "x") + R"(<bpmn:exclusiveGateway id="x" default="x_end"/>)" +
         R"(<bpmn:sequenceFlow id="again" sourceRef="x" targetRef="t"><bpmn:conditionExpression>)" +
         condition + "</bpmn:conditionExpression></bpmn:sequenceFlow>" + flow("x", "end") +
         R"(<bpmn:endEvent id="end"/>)";
}

}  // namespace

TEST_CASE("a model of ten thousand elements is deployed, and runs", "[scale]") {
  constexpr int kTasks = 4'999;
  std::string elements = R"(<bpmn:startEvent id="t0"/>)";
  for (int i = 1; i <= kTasks; ++i) {
    elements +=
        "<bpmn:task id=\"t" + number(i) + "\"/>" + flow("t" + number(i - 1), "t" + number(i));
  }
  elements += "<bpmn:userTask id=\"last\"/>" + flow("t" + number(kTasks), "last");
  TestEngine test;
  const std::string id = test.start_new(elements);
  CHECK(test.only<state::TaskRow>({{"processInstanceId", {id}}}).task_definition_key == "last");
  CHECK(test.rows<state::HiActivityRow>().size() == kTasks + 2);
}

TEST_CASE("many tokens wait at once, and end one by one", "[scale]") {
  constexpr std::int64_t kTokens = 10'000;
  TestEngine test(":memory:", service::HistoryLevel::kNone);
  test.start_new(around(R"(<bpmn:userTask id="a"><bpmn:multiInstanceLoopCharacteristics>)"
                        R"(<bpmn:loopCardinality>${n}</bpmn:loopCardinality>)"
                        R"(</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>)"),
                 integer("n", kTokens));
  auto tasks = test.rows<state::TaskRow>();
  REQUIRE(tasks.size() == kTokens);
  // Each of these is a command of its own on an instance of twenty thousand executions and
  // variables.
  constexpr std::size_t kCompleted = 200;
  for (std::size_t i = 0; i < kCompleted; ++i) test.complete_task(tasks[i].id);
  CHECK(test.rows<state::TaskRow>().size() == kTokens - kCompleted);
}

TEST_CASE("many tokens meet in a join", "[scale]") {
  constexpr int kBranches = 5'000;
  std::string elements = R"(<bpmn:startEvent id="start"/><bpmn:parallelGateway id="fork"/>)"
                         R"(<bpmn:parallelGateway id="join"/><bpmn:userTask id="after"/>)" +
                         flow("start", "fork") + flow("join", "after");
  for (int i = 0; i < kBranches; ++i) {
    const std::string id = "t" + number(i);
    elements += "<bpmn:task id=\"" + id + "\"/>" + flow("fork", id) + flow(id, "join");
  }
  TestEngine test(":memory:", service::HistoryLevel::kNone);
  const std::string id = test.start_new(elements);
  CHECK(test.only<state::TaskRow>().task_definition_key == "after");
  CHECK(test.rows<state::ExecutionRow>({{"processInstanceId", {id}}}).size() == 1);
}

TEST_CASE("a loop of a hundred thousand rounds ends", "[scale]") {
  constexpr std::int64_t kRounds = 100'000;
  TestEngine test(":memory:", service::HistoryLevel::kAudit);
  command::Variables variables = integer("n", 0);
  variables.push_back({"rounds", Value::long_integer(kRounds)});
  test.start_new(round_and_round("${n &lt; rounds}"), variables);
  CHECK(test.rows<state::ExecutionRow>().empty());
  CHECK(test.only<state::HiVariableRow>({{"variableName", {"n"}}}).value.as_int() == kRounds);
}

TEST_CASE("a loop without end is an incident that names it, and the engine goes on", "[scale]") {
  TestEngine test;
  test.options.settings.max_steps = 10'000;
  test.reopen();
  const std::string later =
      R"(<bpmn:startEvent id="start"/>)" + flow("start", "first") +
      R"(<bpmn:task id="first" camunda:asyncBefore="true"/>)" + flow("first", "t") +
      R"(<bpmn:manualTask id="t"/><bpmn:manualTask id="u"/>)" + flow("t", "u") + flow("u", "t");
  test.start_new(later);
  for (int tries = 0; tries < 3; ++tries) REQUIRE(test.engine->run_due_jobs(1).has_value());
  const auto incident = test.only<state::IncidentRow>();
  CHECK(incident.type == "failedJob");
  CHECK(incident.message.find("is there a loop without end?") != std::string::npos);
  test.start(test.deploy(process(kUserTask, "other"), "other").id);
  CHECK(test.rows<state::TaskRow>().size() == 1);
}
