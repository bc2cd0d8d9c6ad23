// What is refused for its meaning, what is only warned about, and the guide's notation.
#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "graph/build.h"
#include "graph_model_text.h"

using namespace procos::graph;
using procos_tests::definitions;
using procos_tests::process;
using procos_tests::started;

namespace {

constexpr auto kError = Problem::Severity::kError;
constexpr auto kWarning = Problem::Severity::kWarning;

const Problem* find_problem(const Built& built, Problem::Severity severity, std::string_view text) {
  const auto found =
      std::find_if(built.problems.begin(), built.problems.end(), [&](const Problem& one) {
        return one.severity == severity && one.message.find(text) != std::string::npos;
      });
  return found == built.problems.end() ? nullptr : &*found;
}

std::string sub_process(std::string_view attributes, std::string_view definition) {
  return "<subProcess id='sub' " + std::string(attributes) + "><startEvent id='i'>" +
         std::string(definition) + "</startEvent></subProcess>";
}

}  // namespace

TEST_CASE("what Camunda refuses for its meaning is refused", "[graph]") {
  constexpr std::string_view kRoots =
      "<message id='m' name='msg'/><message id='nameless'/><message id='expr' name='a${b}'/>"
      "<signal id='g' name='sig'/><error id='codeless'/><escalation id='x' escalationCode='X'/>"
      "<escalation id='y'/>";
  struct Case {
    std::string xml;
    std::string_view message;
  };
  const std::string message = "<messageEventDefinition messageRef='m'/>";
  const std::string timer =
      "<timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition>";
  const std::string event = "triggeredByEvent='true'";
  const Case cases[] = {
      {process("<task id='t'/>"), "process must define a startEvent element"},
      {process("<startEvent id='a'/><startEvent id='b'/>"), "multiple none start events"},
      {started("<subProcess id='sub'/>"), "subProcess must define a startEvent element"},
      {started("<subProcess id='sub'><startEvent id='a'/><startEvent id='b'/></subProcess>"),
       "multiple start events not supported"},
      {started(sub_process("", message), kRoots), "only allowed on a start event if"},
      {started(sub_process(event, "")), "start event of event subprocess must be of type"},
      {started(sub_process(event, message) +
                   "<task id='t'/><sequenceFlow id='f' sourceRef='sub' targetRef='t'/>",
               kRoots),
       "Invalid outgoing sequence flow of event subprocess"},
      {started("<serviceTask id='t'/>"), "is mandatory on serviceTask"},
      {started("<sendTask id='t'/>"), "is mandatory on sendTask"},
      {started("<serviceTask id='t' camunda:type='external'/>"), "must specify a 'topic'"},
      {started("<serviceTask id='t' camunda:type='magic'/>"), "Invalid usage of type attribute"},
      {started("<serviceTask id='t' camunda:class='a.B' camunda:resultVariable='r'/>"),
       "'resultVariableName' not supported"},
      {started("<scriptTask id='t'/>"), "no script source or resource"},
      {started("<task id='t' camunda:jobPriority='high'/>"), "is not a valid number"},
      {started("<callActivity id='c'/>"), "Missing attribute 'calledElement'"},
      {started("<callActivity id='c' calledElement='p' camunda:calledElementBinding='version'/>"),
       "Missing attribute 'calledElementVersion'"},
      {started("<callActivity id='c' calledElement='p'><extensionElements><camunda:in source=''/>"
               "</extensionElements></callActivity>"),
       "Empty attribute 'source'"},
      {started("<boundaryEvent id='b' attachedToRef='nobody'>" + timer + "</boundaryEvent>"),
       "Invalid reference in boundary event"},
      {started("<task id='t'/><boundaryEvent id='b' attachedToRef='t'/>"),
       "Unsupported boundary event type"},
      {started("<task id='t'/><boundaryEvent id='b' "
               "attachedToRef='t'><escalationEventDefinition/></boundaryEvent>"),
       "escalation boundary event should only be attached to"},
      {started("<task id='t'/><boundaryEvent id='b' "
               "attachedToRef='t'><cancelEventDefinition/></boundaryEvent>"),
       "only supported on transaction subprocesses"},
      {started("<task id='t'/><boundaryEvent id='b1' attachedToRef='t'>" + message +
                   "</boundaryEvent><boundaryEvent id='b2' attachedToRef='t'>" + message +
                   "</boundaryEvent>",
               kRoots),
       "more than one message event subscription"},
      {started("<endEvent id='e'><cancelEventDefinition/></endEvent>"),
       "only supported inside transaction"},
      {started("<endEvent id='e'><errorEventDefinition/></endEvent>"),
       "'errorRef' attribute is mandatory"},
      {started("<endEvent id='e'><errorEventDefinition errorRef='codeless'/></endEvent>", kRoots),
       "'errorCode' is mandatory"},
      {started("<endEvent id='e'><escalationEventDefinition escalationRef='y'/></endEvent>",
               kRoots),
       "must have an 'escalationCode'"},
      {started("<endEvent id='e'><compensateEventDefinition activityRef='s2'/></endEvent>"),
       "no activity with id 's2'"},
      {started("<intermediateCatchEvent id='c'/>"), "Unsupported intermediate catch event type"},
      {started("<intermediateCatchEvent id='c'><timerEventDefinition/></intermediateCatchEvent>"),
       "Timer needs configuration"},
      {started("<intermediateCatchEvent id='c'><messageEventDefinition "
               "messageRef='nameless'/></intermediateCatchEvent>",
               kRoots),
       "empty or missing name"},
      {process("<startEvent id='s'><messageEventDefinition messageRef='expr'/></startEvent>",
               kRoots),
       "expressions in the message start event name are not allowed"},
      {started("<exclusiveGateway id='g'/>"), "has no outgoing sequence flows"},
      {started("<exclusiveGateway id='g'/><task id='t'/><sequenceFlow id='f' sourceRef='g' "
               "targetRef='t'>"
               "<conditionExpression>${x}</conditionExpression></sequenceFlow>"),
       "only one outgoing sequence flow"},
      {started("<exclusiveGateway id='g'/><task id='t'/><sequenceFlow id='a' sourceRef='g' "
               "targetRef='t'/>"
               "<sequenceFlow id='b' sourceRef='g' targetRef='t'/>"),
       "'b' without condition which is not the default flow"},
      {started("<eventBasedGateway id='g'/><task id='t'/><sequenceFlow id='f' sourceRef='g' "
               "targetRef='t'/>"),
       "can only be connected to elements of type intermediateCatchEvent"},
      {started("<subProcess id='sub'><startEvent id='i'/></subProcess>"
               "<sequenceFlow id='f' sourceRef='s' targetRef='i'/>"),
       "Invalid destination 'i'"},
      {started("<task id='t' isForCompensation='true'/><sequenceFlow id='f' sourceRef='s' "
               "targetRef='t'/>"),
       "Invalid incoming sequence flow of compensation activity"},
      {started("<task id='t' camunda:asyncAfter='true'/><endEvent id='e'/>"
               "<sequenceFlow sourceRef='t' targetRef='e'/>"),
       "must have an id"},
      {started("<parallelGateway "
               "id='g'><extensionElements><camunda:inputOutput/></extensionElements></"
               "parallelGateway>"),
       "inputOutput mapping unsupported"},
      {started("<task id='t'><multiInstanceLoopCharacteristics/></task>"), "must be set"},
      {started("<task id='t'><extensionElements><camunda:executionListener event='leave' "
               "expression='${x}'/>"
               "</extensionElements></task>"),
       "must be one of {start|end}"},
      {started("<userTask id='t' camunda:assignee='${'/>"), "${"},
      {started("<userTask id='t' camunda:formKey='a' camunda:formRef='b' "
               "camunda:formRefBinding='latest'/>"),
       "only one of the attributes formKey and formRef"},
      {started("", "<signal id='a' name='n'/><signal id='b' name='n'/>"), "duplicate signal name"},
      {definitions("<process isExecutable='true'><startEvent id='s'/></process>"),
       "process must have an id"},
  };
  for (const auto& one : cases) {
    INFO(one.xml);
    const auto built = build(one.xml, "x.bpmn");
    for (const auto& problem : built.problems) UNSCOPED_INFO(problem.message);
    CHECK(built.processes.empty());
    const Problem* problem = find_problem(built, kError, one.message);
    REQUIRE(problem != nullptr);
    CHECK(problem->line >= 3);
  }
}

TEST_CASE("unsupported elements and doubtful practice are warnings", "[graph]") {
  const auto built = build(
      started("<complexGateway id='cg'/><adHocSubProcess id='ad'/><exclusiveGateway id='g'/><task "
              "id='t'/>"
              "<sequenceFlow id='a' sourceRef='g' targetRef='t'/><sequenceFlow id='b' "
              "sourceRef='g' targetRef='t'>"
              "<conditionExpression>${x}</conditionExpression></sequenceFlow>"
              "<endEvent id='e'><compensateEventDefinition waitForCompletion='false'/></endEvent>"),
      "x.bpmn");
  CHECK_FALSE(built.has_errors());
  CHECK(find_problem(built, kWarning, "unsupported activity type 'complexGateway'") != nullptr);
  CHECK(find_problem(built, kWarning, "unsupported activity type 'adHocSubProcess'") != nullptr);
  CHECK(find_problem(built, kWarning, "We assume it to be the default flow") != nullptr);
  CHECK(find_problem(built, kWarning, "'waitForCompletion=false' is not supported") != nullptr);
}

TEST_CASE("all problems of a model are told at once, in document order", "[graph]") {
  const auto built = build(
      started("\n<serviceTask id='a'/>\n<userTask id='b' x='y'/>\n<sendTask id='c'/>"), "x.bpmn");
  REQUIRE(built.problems.size() == 3);
  CHECK(built.problems[0].element_id == "a");
  CHECK(built.problems[1].element_id == "b");
  CHECK(built.problems[2].element_id == "c");
  CHECK(built.problems[2].line == 8);
}

TEST_CASE("the deployment error carries the problems as details", "[graph]") {
  const auto built = build(started("\n<serviceTask id='a'/><complexGateway id='b'/>"), "x.bpmn");
  const auto error = parse_error({{"x.bpmn", built.problems}});
  CHECK(error.kind == procos::ErrorKind::kParse);
  CHECK(error.message.find("mandatory on serviceTask") != std::string::npos);
  const auto details = nlohmann::json::parse(error.details).at("x.bpmn");
  REQUIRE(details.at("errors").size() == 1);
  CHECK(details.at("errors")[0].at("mainElementId") == "a");
  CHECK(details.at("errors")[0].at("line") == 6);
  CHECK(details.at("errors")[0].at("elementIds") == nlohmann::json::array({"a"}));
  CHECK(details.at("warnings")[0].at("mainElementId") == "b");
  const auto malformed = build("<definitions", "x.bpmn");
  CHECK(parse_error({{"x.bpmn", malformed.problems}}).kind == procos::ErrorKind::kProcessEngine);
}

TEST_CASE("history time to live can be required", "[graph]") {
  BuildOptions options;
  options.require_history_time_to_live = true;
  CHECK(find_problem(build(started(""), "x", options), kError, "History Time To Live") != nullptr);
  const auto with_days = definitions(
      "<process id='p' isExecutable='true' camunda:historyTimeToLive='P5D'><startEvent "
      "id='s'/></process>");
  CHECK_FALSE(build(with_days, "x", options).has_errors());
  const auto wrong = definitions(
      "<process id='p' isExecutable='true' camunda:historyTimeToLive='soon'><startEvent "
      "id='s'/></process>");
  CHECK(find_problem(build(wrong, "x"), kError, "Cannot parse historyTimeToLive") != nullptr);
}

TEST_CASE("the guide's notation is read, each departure with a warning", "[graph]") {
  const auto built = build(
      started("<serviceTask id='work'><extensionElements><camunda:externalTask topic='t' "
              "taskPriority='4'>"
              "<camunda:inputOutput><camunda:inputParameter name='a'>1</camunda:inputParameter>"
              "</camunda:inputOutput></camunda:externalTask></extensionElements></serviceTask>"
              "<callActivity id='call'><extensionElements><camunda:calledElement> ${p} "
              "</camunda:calledElement>"
              "</extensionElements></callActivity>"),
      "x.bpmn");
  REQUIRE(built.processes.size() == 1);
  REQUIRE(built.problems.size() == 2);
  CHECK(built.problems[0].element_id == "work");
  CHECK(built.problems[1].element_id == "call");
  const auto& graph = *built.processes.front();
  CHECK(graph.find("work")->work.topic.text() == "t");
  CHECK(graph.find("work")->work.task_priority->text() == "4");
  CHECK(graph.find("work")->inputs.size() == 1);
  CHECK(graph.find("work")->is_scope);
  CHECK(graph.find("call")->call.called_element.text() == "${p}");
}

TEST_CASE("an implementation that Camunda knows goes before the guide's notation", "[graph]") {
  const auto built =
      build(started("<serviceTask id='t' camunda:expression='${1}'><extensionElements>"
                    "<camunda:externalTask topic='t'/></extensionElements></serviceTask>"),
            "x.bpmn");
  REQUIRE(built.processes.size() == 1);
  CHECK(built.problems.empty());
  CHECK(built.processes.front()->find("t")->work.kind == Work::Kind::kExpression);
}

TEST_CASE("a foreign outgoing flow is mended only in files that Camunda refuses", "[graph]") {
  const std::string flows =
      "<sequenceFlow id='in' sourceRef='s' targetRef='a'/><sequenceFlow id='loop' sourceRef='a' "
      "targetRef='a'/>";
  const auto contents = [&](std::string_view a) {
    return started(std::string(a) + "\n<task id='b'><outgoing>loop</outgoing></task>" + flows);
  };
  SECTION("accepted by Camunda: the node ends its path") {
    const auto built = build(
        contents("<task id='a'><incoming>in</incoming><outgoing>loop</outgoing></task>"), "x");
    REQUIRE(built.processes.size() == 1);
    CHECK(built.processes.front()->find("b")->outgoing.empty());
    CHECK(find_problem(built, kWarning, "nothing leads on from here") != nullptr);
  }
  SECTION("children out of order: refused by Camunda, mended here") {
    const auto built = build(
        contents("<task id='a'><outgoing>loop</outgoing><incoming>in</incoming></task>"), "x");
    REQUIRE(built.processes.size() == 1);
    const Node& b = *built.processes.front()->find("b");
    REQUIRE(b.outgoing.size() == 1);
    CHECK(b.outgoing.front()->target == built.processes.front()->find("a"));
    const Problem* warning = find_problem(built, kWarning, "is added");
    REQUIRE(warning != nullptr);
    CHECK(warning->element_id == "b");
    CHECK(warning->line == 6);
  }
}
