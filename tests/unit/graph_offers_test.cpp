// Models that need what the program around the engine does not offer are refused, element by
// element.
#include <catch2/catch.hpp>
#include <string>

#include "graph/build.h"
#include "graph_model_text.h"

using namespace procos::graph;
using procos_tests::started;

namespace {

Offers nothing() {
  Offers offers;
  offers.delegate = [](const std::string& name) { return name == "com.acme.Known"; };
  offers.listener = [](const std::string& name) { return name == "com.acme.Heard"; };
  offers.connector = [](const std::string& id) { return id == "http-connector"; };
  return offers;
}

Built built(const std::string& elements, const Offers& offers = nothing()) {
  BuildOptions options;
  options.offers = &offers;
  return build(started(elements), "x.bpmn", options);
}

std::string only_error(const Built& result, const std::string& element) {
  REQUIRE(result.problems.size() == 1);
  const Problem& problem = result.problems.front();
  CHECK(problem.severity == Problem::Severity::kError);
  CHECK(problem.element_id == element);
  CHECK(problem.line > 0);
  CHECK(problem.column > 0);
  CHECK(result.processes.empty());
  return problem.message;
}

bool says(const std::string& message, const std::string& part) {
  INFO(message);
  return message.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("an unknown class is refused with both ways out", "[graph][offers]") {
  const auto message =
      only_error(built("<serviceTask id='a' camunda:class='com.acme.Charge'/>"), "a");
  CHECK(says(message, "'a' is implemented by 'com.acme.Charge'"));
  CHECK(says(message, "register a native handler"));
  CHECK(says(message, "'delegates: {com.acme.Charge: {topic: NAME}}'"));
  CHECK(built("<serviceTask id='a' camunda:class='com.acme.Known'/>").problems.empty());
}

TEST_CASE("a bean is configured by its name, other expressions by their text", "[graph][offers]") {
  CHECK(says(only_error(built("<sendTask id='a' camunda:delegateExpression='${charge}'/>"), "a"),
             "'delegates: {charge: {topic: NAME}}'"));
  CHECK(
      says(only_error(built("<businessRuleTask id='a' camunda:delegateExpression='${a ? b : c}'/>"),
                      "a"),
           "'delegates: {\"${a ? b : c}\": {topic: NAME}}'"));
}

TEST_CASE("message events and listeners are judged like tasks", "[graph][offers]") {
  only_error(built("<intermediateThrowEvent id='t'><messageEventDefinition "
                   "camunda:class='com.acme.X'/></intermediateThrowEvent>"),
             "t");
  const std::string execution_listener =
      "<task id='a'><extensionElements><camunda:executionListener event='start' class='X'/>"
      "</extensionElements></task>";
  CHECK(says(only_error(built(execution_listener), "a"), "The listener on 'start' of 'a'"));
  const std::string task_listener =
      "<userTask id='u'><extensionElements><camunda:taskListener event='create' "
      "delegateExpression='${x}'/></extensionElements></userTask>";
  CHECK(says(only_error(built(task_listener), "u"), "external task cannot stand in"));
  // A topic is no handler: what an activity may be, a listener may not.
  const std::string known =
      "<task id='a'><extensionElements><camunda:executionListener event='end' "
      "class='com.acme.Known'/></extensionElements></task>";
  only_error(built(known), "a");
}

TEST_CASE("connectors, mail and shell that are not there are refused", "[graph][offers]") {
  const auto connector = [](const std::string& id) {
    return "<serviceTask id='a'><extensionElements><camunda:connector><camunda:connectorId>" + id +
           "</camunda:connectorId></camunda:connector></extensionElements></serviceTask>";
  };
  CHECK(says(only_error(built(connector("twitter")), "a"), "connector 'twitter'"));
  CHECK(built(connector("http-connector")).problems.empty());
  const std::string mail =
      "<serviceTask id='a' camunda:type='mail'><extensionElements><camunda:field name='to' "
      "stringValue='a@b'/><camunda:field name='text' stringValue='x'/></extensionElements>"
      "</serviceTask>";
  const auto no_mail = built(mail);
  CHECK(says(only_error(no_mail, "a"), "section 'mail'"));
  CHECK(parse_error({{"x.bpmn", no_mail.problems}}).kind == procos::ErrorKind::kProcessEngine);
  const std::string shell =
      "<serviceTask id='a' camunda:type='shell'><extensionElements><camunda:field name='command' "
      "stringValue='ls'/></extensionElements></serviceTask>";
  CHECK(says(only_error(built(shell), "a"), "'shell_tasks: true'"));
  // A decision is looked for when it is evaluated, as it may be deployed later.
  CHECK(built("<businessRuleTask id='a' camunda:decisionRef='risk'/>").problems.empty());
  Offers all = nothing();
  all.mail = all.shell = true;
  CHECK(built(mail, all).problems.empty());
  CHECK(built(shell, all).problems.empty());
}

TEST_CASE("without offers nothing is judged, so that what is deployed can always be loaded",
          "[graph][offers]") {
  CHECK(build(started("<serviceTask id='a' camunda:class='X'/>"), "x.bpmn").problems.empty());
}

TEST_CASE("all problems of all resources are in one answer", "[graph][offers]") {
  const auto first = built("<serviceTask id='a' camunda:class='X'/><serviceTask id='b' "
                           "camunda:class='Y'/>");
  const auto second = built("<sendTask id='c' camunda:class='Z'/>");
  const auto error = parse_error({{"1.bpmn", first.problems}, {"2.bpmn", second.problems}});
  CHECK(error.kind == procos::ErrorKind::kParse);
  CHECK(says(error.details, R"("1.bpmn":{"errors":[{"message":"'a')"));
  CHECK(says(error.details, R"("2.bpmn":{"errors":[{"message":"'c')"));
  CHECK(says(error.details, R"("mainElementId":"b","elementIds":["b"])"));
  CHECK(says(error.message, "| resource 2.bpmn | line"));
}
