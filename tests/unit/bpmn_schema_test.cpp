#include <catch2/catch.hpp>

#include "bpmn/read.h"
#include "graph_model_text.h"

using procos::model::Problem;
using procos::model::Problems;
using procos_tests::definitions;
using procos_tests::started;

namespace {

std::vector<Problem> findings(const std::string& xml) {
  Problems problems;
  procos::bpmn::read(xml, problems);
  return problems.take();
}

bool mentions(const std::vector<Problem>& found, Problem::Severity severity,
              std::string_view text) {
  for (const auto& problem : found) {
    if (problem.severity == severity && problem.message.find(text) != std::string::npos)
      return true;
  }
  return false;
}

constexpr auto kError = Problem::Severity::kError;
constexpr auto kWarning = Problem::Severity::kWarning;

}  // namespace

TEST_CASE("a model that follows the schema has no findings", "[bpmn]") {
  CHECK(
      findings(started("<userTask id='t'><documentation>d</documentation><extensionElements>"
                       "<camunda:inputOutput/></extensionElements><incoming>f</incoming></userTask>"
                       "<sequenceFlow id='f' sourceRef='s' targetRef='t'>"
                       "<conditionExpression xsi:type='tFormalExpression' language='javascript'>x"
                       "</conditionExpression></sequenceFlow>"
                       "<subProcess id='sub'><startEvent id='s2'/></subProcess>"
                       "<textAnnotation id='note'><text>n</text></textAnnotation>"))
          .empty());
}

TEST_CASE("violations of the schema are errors", "[bpmn]") {
  struct Case {
    std::string contents;
    std::string_view message;
  };
  const Case cases[] = {
      {"<userTusk id='t'/>", "'userTusk' is not allowed"},
      {"<userTask id='t' color='red'/>", "Attribute 'color' is not allowed"},
      {"<userTask id='1t'/>", "not a valid value for 'id'"},
      {"<userTask id='t'/><userTask id='t'/>", "Id 't' is used more than once"},
      {"<task id='t'/><sequenceFlow id='f' sourceRef='s' targetRef='t'/>"
       "<sequenceFlow id='f' sourceRef='s' targetRef='t'/>",
       "Id 'f' is used more than once"},
      {"<sequenceFlow id='f' sourceRef='s'/>", "Attribute 'targetRef' is missing"},
      {"<sequenceFlow id='f' sourceRef='s' targetRef='nobody'/>", "no element with id 'nobody'"},
      {"<userTask id='t' isForCompensation='maybe'/>", "not a valid value for 'isForCompensation'"},
      {"<userTask id='t'>stray</userTask>", "Text is not allowed in 'userTask'"},
      {"<userTask id='t'><extensionElements/><extensionElements/></userTask>", "stands too often"},
      {"<userTask id='t'><extensionElements><task id='x'/></extensionElements></userTask>",
       "'task' is not allowed in 'extensionElements'"},
      {"<userTask id='t'><camunda:inputOutput/></userTask>", "'inputOutput' is not allowed"},
      {"<boundaryEvent id='b' attachedToRef='s'><timerEventDefinition><timeDate>x</timeDate>"
       "<timeCycle>y</timeCycle></timerEventDefinition></boundaryEvent>",
       "excludes what stands before it"},
      {"<userTask id='t'><ioSpecification/></userTask>", "Element 'inputSet' is missing"},
      {"<userTask id='t'><incoming>no prefix:here</incoming></userTask>",
       "not a valid value for 'incoming'"},
      {"<sequenceFlow id='f' sourceRef='s' targetRef='s'><conditionExpression xsi:type='tTask'/>"
       "</sequenceFlow>",
       "is no type for 'conditionExpression'"},
      {"<sequenceFlow id='f' sourceRef='s' targetRef='s'><conditionExpression language='x'/>"
       "</sequenceFlow>",
       "Attribute 'language' is not allowed"},
      {"<event id='e'/>", "it is abstract"},
  };
  for (const auto& one : cases) {
    INFO(one.contents);
    CHECK(mentions(findings(started(one.contents)), kError, one.message));
  }
  CHECK(mentions(findings("<process/>"), kError, "Root element is 'process'"));
  CHECK(mentions(findings(definitions("<linkEventDefinition id='l'/>")), kError,
                 "Attribute 'name' is missing"));
}

TEST_CASE("a finding tells line, column and the element around it", "[bpmn]") {
  const auto found = findings(started("\n<userTask id='t'\n   color='red'/>"));
  REQUIRE(found.size() == 1);
  CHECK(found.front().line == 7);
  CHECK(found.front().column == 4);
  CHECK(found.front().element_id == "t");
}

TEST_CASE("children out of order are tolerated", "[bpmn]") {
  Problems problems;
  const auto model = procos::bpmn::read(
      started("<userTask id='t'><outgoing>f</outgoing><incoming>f</incoming></userTask>"
              "<sequenceFlow id='f' sourceRef='s' targetRef='t'/>"),
      problems);
  REQUIRE(model);
  CHECK(model->tolerated);
  CHECK_FALSE(problems.has_errors());
  REQUIRE(problems.list().size() == 1);
  CHECK(problems.list().front().element_id == "t");
  CHECK(problems.list().front().message ==
        "Element 'incoming' must stand before 'outgoing' in 'userTask'");
}

TEST_CASE("flows that share an id but connect other nodes are tolerated", "[bpmn]") {
  const auto found =
      findings(started("<task id='a'/><task id='b'/>"
                       "<sequenceFlow id='f' sourceRef='s' targetRef='a'/>\n"
                       "<sequenceFlow id='f' sourceRef='s' targetRef='b'/>"));
  CHECK_FALSE(mentions(found, kError, ""));
  REQUIRE(mentions(found, kWarning, "Id 'f' is used by several sequence flows"));
  CHECK(found.front().line == 6);
  CHECK(found.front().element_id == "f");
}

TEST_CASE("diagrams must refer to something", "[bpmn]") {
  const auto diagram = [](std::string_view shape) {
    return "<bpmndi:BPMNDiagram xmlns:bpmndi='http://www.omg.org/spec/BPMN/20100524/DI' "
           "xmlns:dc='http://www.omg.org/spec/DD/20100524/DC' id='d'>"
           "<bpmndi:BPMNPlane id='pl' bpmnElement='p'>" +
           std::string(shape) + "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>";
  };
  const std::string process = "<process id='p' isExecutable='true'><startEvent id='s'/></process>";
  const std::string bounds = "<dc:Bounds x='1' y='2.5' width='3' height='4'/>";
  const auto shape = [&](const std::string& target, const std::string& inside) {
    return findings(definitions(process + diagram("<bpmndi:BPMNShape id='sh' bpmnElement='" +
                                                  target + "'>" + inside + "</bpmndi:BPMNShape>")));
  };
  CHECK(shape("s", bounds).empty());
  CHECK(mentions(shape("nobody", bounds), kError, "there is no element 'nobody'"));
  CHECK(mentions(shape("s", ""), kError, "Element 'Bounds' is missing"));
}
