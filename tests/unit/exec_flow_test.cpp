#include "tests/unit/exec_harness.h"

using procos::Value;
using procos::test::Harness;
using Names = std::multiset<std::string>;

namespace {

std::string flow(const std::string& from, const std::string& to,
                 const std::string& condition = {}) {
  const std::string head = "<sequenceFlow id=\"" + from + "_" + to + "\" sourceRef=\"" + from +
                           "\" targetRef=\"" + to + "\"";
  if (condition.empty()) return head + "/>";
  return head + "><conditionExpression xsi:type=\"tFormalExpression\">" + condition +
         "</conditionExpression></sequenceFlow>";
}

std::string process(const std::string& body, const std::string& id = "p") {
  return "<process id=\"" + id + "\" isExecutable=\"true\">" + body + "</process>";
}

}  // namespace

TEST_CASE("a token goes from start to end", "[exec]") {
  Harness h(process("<startEvent id='s'/><userTask id='a'/><endEvent id='e'/>" + flow("s", "a") +
                    flow("a", "e")));
  h.start("p");
  CHECK(h.tasks() == Names{"a"});
  h.complete("a");
  CHECK(h.ended());
  CHECK(h.trace().lines == std::vector<std::string>{"start s", "end s", "start a", "end a",
                                                    "start e", "end e", "process ended"});
}

TEST_CASE("a parallel gateway forks and joins", "[exec]") {
  Harness h(
      process("<startEvent id='s'/><parallelGateway id='f'/><userTask id='a'/><userTask id='b'/>"
              "<parallelGateway id='j'/><userTask id='c'/>" +
              flow("s", "f") + flow("f", "a") + flow("f", "b") + flow("a", "j") + flow("b", "j") +
              flow("j", "c")));
  h.start("p");
  CHECK(h.tasks() == Names{"a", "b"});
  CHECK(h.instance().executions.size() == 3);
  h.complete("b");
  CHECK(h.tasks() == Names{"a"});
  h.complete("a");
  CHECK(h.tasks() == Names{"c"});
  // Joined and compacted: the process instance itself stands in c.
  CHECK(h.instance().executions.size() == 1);
  h.complete("c");
  CHECK(h.ended());
}

TEST_CASE("an exclusive gateway takes the first true flow, else the default", "[exec]") {
  const std::string model = process(
      "<startEvent id='s'/><exclusiveGateway id='g' default='g_b'/><userTask id='a'/><userTask "
      "id='b'/>" +
      flow("s", "g") + flow("g", "a", "${x &gt; 5}") + flow("g", "b"));
  Harness high(model);
  high.start("p", {{"x", Value::integer(7), false}});
  CHECK(high.tasks() == Names{"a"});
  Harness low(model);
  low.start("p", {{"x", Value::integer(3), false}});
  CHECK(low.tasks() == Names{"b"});
}

TEST_CASE("an interrupting error boundary event cancels its subprocess", "[exec]") {
  Harness h(
      process("<startEvent id='s'/><subProcess id='sub'><startEvent id='s2'/><userTask id='a'/>"
              "<endEvent id='e2'><errorEventDefinition errorRef='err'/></endEvent>" +
              flow("s2", "a") + flow("a", "e2") +
              "</subProcess><boundaryEvent id='b' attachedToRef='sub'>"
              "<errorEventDefinition errorRef='err'/></boundaryEvent><userTask id='c'/>" +
              flow("s", "sub") + flow("b", "c")),
      "<error id='err' errorCode='E1'/>");
  h.start("p");
  h.complete("a");
  CHECK(h.tasks() == Names{"c"});
  h.complete("c");
  CHECK(h.ended());
}

TEST_CASE("parallel multi-instance runs one instance for each element", "[exec]") {
  Harness h(
      process("<startEvent id='s'/><userTask id='a'><multiInstanceLoopCharacteristics>"
              "<loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics></userTask>"
              "<userTask id='z'/>" +
              flow("s", "a") + flow("a", "z")));
  h.start("p");
  CHECK(h.tasks() == Names{"a", "a", "a"});
  h.complete("a");
  h.complete("a");
  CHECK(h.tasks() == Names{"a"});
  h.complete("a");
  CHECK(h.tasks() == Names{"z"});
}

TEST_CASE("sequential multi-instance runs one instance after the other", "[exec]") {
  Harness h(process(
      "<startEvent id='s'/><userTask id='a'><multiInstanceLoopCharacteristics isSequential='true'>"
      "<loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>" +
      flow("s", "a")));
  h.start("p");
  h.complete("a");
  CHECK(h.tasks() == Names{"a"});
  h.complete("a");
  CHECK(h.ended());
}

TEST_CASE("compensation runs the handlers of completed activities", "[exec]") {
  Harness h(process(
      "<startEvent id='s'/><userTask id='book'/><boundaryEvent id='cb' attachedToRef='book'>"
      "<compensateEventDefinition/></boundaryEvent><userTask id='undo' isForCompensation='true'/>"
      "<association id='as' sourceRef='cb' targetRef='undo' associationDirection='One'/>"
      "<intermediateThrowEvent id='t'><compensateEventDefinition/></intermediateThrowEvent>"
      "<userTask id='z'/>" +
      flow("s", "book") + flow("book", "t") + flow("t", "z")));
  h.start("p");
  h.complete("book");
  CHECK(h.tasks() == Names{"undo"});
  h.complete("undo");
  CHECK(h.tasks() == Names{"z"});
  h.complete("z");
  CHECK(h.ended());
}

TEST_CASE("a call activity passes variables in and out", "[exec]") {
  Harness h(process("<startEvent id='s'/><callActivity id='c' calledElement='q'><extensionElements>"
                    "<camunda:in source='x' target='y'/><camunda:out source='r' "
                    "target='z'/></extensionElements>"
                    "</callActivity><userTask id='after'/>" +
                    flow("s", "c") + flow("c", "after")) +
            process("<startEvent id='qs'/><serviceTask id='t' camunda:expression='${y + 1}' "
                    "camunda:resultVariable='r'/><endEvent id='qe'/>" +
                        flow("qs", "t") + flow("t", "qe"),
                    "q"));
  h.start("p", {{"x", Value::integer(4), false}});
  CHECK(h.tasks() == Names{"after"});
  const auto* z = h.instance().root->find_variable("z");
  REQUIRE(z != nullptr);
  CHECK(z->row.value == Value::long_integer(5));
}

TEST_CASE("a terminate end event ends everything in its scope", "[exec]") {
  Harness h(
      process("<startEvent id='s'/><parallelGateway id='f'/><userTask id='a'/><userTask id='b'/>"
              "<endEvent id='e'><terminateEventDefinition/></endEvent>" +
              flow("s", "f") + flow("f", "a") + flow("f", "b") + flow("a", "e")));
  h.start("p");
  h.complete("a");
  CHECK(h.ended());
}

TEST_CASE("a loop of many steps neither grows the stack nor runs forever", "[exec]") {
  const std::string loop =
      process("<startEvent id='s'/><exclusiveGateway id='g' default='g_z'/><serviceTask id='t' "
              "camunda:expression='${i + 1}' camunda:resultVariable='i'/><userTask id='z'/>" +
              flow("s", "g") + flow("g", "t", "${i &lt; 20000}") + flow("g", "z") + flow("t", "g"));
  Harness h(loop);
  h.start("p", {{"i", Value::integer(0), false}});
  CHECK(h.tasks() == Names{"z"});
  CHECK(h.instance().root->find_variable("i")->row.value == Value::long_integer(20000));
}
