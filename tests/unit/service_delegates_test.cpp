// Java delegates' stand-ins: native handlers and topics, as an embedding program sees them.
#include <procos/engine.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <stdexcept>

#include "embed_support.h"

using namespace std::chrono_literals;
using procos::Data;
using procos::DelegateExecution;
using procos::DelegateResult;
using procos::Engine;
using procos::Failure;
using procos::test::around;
using procos::test::deploy;
using procos::test::flow;
using procos::test::open;

namespace {

std::string listener(const std::string& kind, const std::string& event) {
  return "<bpmn:extensionElements><camunda:" + kind + " event=\"" + event +
         "\" class=\"com.acme.Listener\"><camunda:field name=\"who\" expression=\"${'me'}\"/></"
         "camunda:" +
         kind + "></bpmn:extensionElements>";
}

const std::string kCharge = around(
    "<bpmn:serviceTask id=\"a\" name=\"Charge it\" camunda:class=\"com.acme.Charge\">"
    "<bpmn:extensionElements><camunda:field name=\"unit\" stringValue=\"EUR\"/>"
    "<camunda:field name=\"twice\" expression=\"${amount * 2}\"/></bpmn:extensionElements>"
    "</bpmn:serviceTask>");

const std::string kCaught =
    around("<bpmn:serviceTask id=\"a\" camunda:delegateExpression=\"${charge}\"/>") +
    "<bpmn:boundaryEvent id=\"b\" attachedToRef=\"a\"><bpmn:errorEventDefinition "
    "errorRef=\"broken\" camunda:errorMessageVariable=\"why\"/></bpmn:boundaryEvent>" +
    flow("b", "saved") + "<bpmn:userTask id=\"saved\"/>";

}  // namespace

TEST_CASE("a native handler stands in for a class", "[embed][delegates]") {
  auto engine = open();
  engine->on_delegate("com.acme.Charge", [](DelegateExecution& execution) {
    CHECK(execution.activity_id == "a");
    CHECK(execution.activity_name == "Charge it");
    CHECK(execution.definition_key == "order");
    CHECK(execution.business_key == "key-1");
    CHECK(execution.event.empty());
    CHECK(execution.fields.at("unit") == Data("EUR"));
    CHECK(execution.fields.at("twice").as_int() == 42);
    CHECK(execution.variable("amount") == Data(21));
    CHECK(execution.variables().size() == 2);
    CHECK_FALSE(execution.has_variable("none"));
    CHECK(execution.variable("none").is_null());
    execution.set_variable("charged", true);
    execution.remove_variable("secret");
    execution.set_business_key("key-2");
    return DelegateResult::done();
  });
  deploy(*engine, kCharge);
  const auto started = engine->start("order", {{"amount", 21}, {"secret", "x"}}, "key-1");
  REQUIRE(started);
  CHECK(started->ended);
  const auto variables = engine->variables(started->id);
  CHECK(variables.at("charged") == Data(true));
  CHECK(variables.count("secret") == 0);
  CHECK(engine->instance(started->id)->business_key == "key-2");
}

TEST_CASE("a delegate's BPMN error goes to who catches it", "[embed][delegates]") {
  auto engine = open();
  engine->on_delegate("charge", [](DelegateExecution& execution) {
    return DelegateResult::bpmn_error(execution.variable("code").as_text(), "no money");
  });
  deploy(*engine, kCaught);
  const auto caught = engine->start("order", {{"code", "broken"}});
  REQUIRE(caught);
  REQUIRE(engine->tasks().size() == 1);
  CHECK(engine->tasks()[0].activity_id == "saved");
  CHECK(engine->variables(caught->id).at("why") == Data("no money"));
  const auto uncaught = engine->start("order", {{"code", "other"}});
  REQUIRE(uncaught);  // as in Camunda the branch just ends
  CHECK(engine->instance(uncaught->id)->ended);
}

TEST_CASE("a delegate that fails or throws undoes the command", "[embed][delegates]") {
  auto engine = open();
  std::atomic<bool> throws = false;
  engine->on_delegate("com.acme.Charge", [&](DelegateExecution& execution) -> DelegateResult {
    execution.set_variable("seen", 1);
    if (throws) throw std::runtime_error("no paper");
    return DelegateResult::fail("no ink");
  });
  deploy(*engine, kCharge);
  CHECK(engine->start("order", {{"amount", 1}}).failure().message == "no ink");
  throws = true;
  CHECK(engine->start("order", {{"amount", 1}}).failure().message == "no paper");
  CHECK(engine->instances().empty());
}

TEST_CASE("a topic stands in for a class or a bean", "[embed][delegates]") {
  procos::Options options;
  options.delegate_topics = {{"com.acme.Charge", "charge"}, {"${charge}", "charge"}};
  auto engine = open(options);
  engine->on_topic("charge", [](const procos::WorkItem& item) {
    if (item.variable("amount").is_null()) return procos::WorkResult::bpmn_error("broken", "late");
    return procos::WorkResult::complete({{"charged", item.topic}});
  });
  deploy(*engine, kCharge);
  const auto started = engine->start("order", {{"amount", 1}});
  REQUIRE(started);
  REQUIRE(engine->wait_until_ended(started->id, 10s));
  CHECK(engine->variables(started->id).at("charged") == Data("charge"));
  deploy(*engine, kCaught);
  REQUIRE(engine->start("order"));
  REQUIRE(engine->wait_until_idle(10s));
  REQUIRE(engine->tasks().size() == 1);
}

TEST_CASE("a class without handler or topic is refused with its place", "[embed][delegates]") {
  auto engine = open();
  const auto refused = engine->deploy_text("order.bpmn", procos::test::process(kCharge));
  REQUIRE_FALSE(refused);
  CHECK(refused.failure().kind == Failure::Kind::kModel);
  CHECK(refused.failure().message.find("com.acme.Charge") != std::string::npos);
  CHECK(refused.failure().details.find("\"mainElementId\":\"a\"") != std::string::npos);
}

TEST_CASE("listeners may be native handlers", "[embed][delegates]") {
  auto engine = open();
  std::vector<std::string> heard;
  engine->on_delegate("com.acme.Listener", [&](DelegateExecution& execution) {
    heard.push_back(execution.event + " " + execution.activity_id + " by " +
                    execution.fields.at("who").as_text());
    if (!execution.task_id.empty()) {
      execution.set_assignee("ann");
      execution.add_candidate_group("crew");
    }
    return DelegateResult::done();
  });
  deploy(*engine, "<bpmn:startEvent id=\"start\"/><bpmn:sequenceFlow id=\"f\" sourceRef=\"start\" "
                  "targetRef=\"a\">" +
                      listener("executionListener", "take") +
                      "</bpmn:sequenceFlow><bpmn:userTask id=\"a\">" +
                      listener("taskListener", "create") + "</bpmn:userTask>" + flow("a", "end") +
                      "<bpmn:endEvent id=\"end\">" + listener("executionListener", "end") +
                      "</bpmn:endEvent>");
  REQUIRE(engine->start("order"));
  const auto tasks = engine->tasks();
  REQUIRE(tasks.size() == 1);
  CHECK(tasks[0].assignee == "ann");
  REQUIRE(engine->complete_task(tasks[0].id));
  CHECK(heard == std::vector<std::string>{"take start by me", "create a by me", "end end by me"});
}

TEST_CASE("a listener's BPMN error is caught like its activity's", "[embed][delegates]") {
  auto engine = open();
  engine->on_delegate("com.acme.Listener", [&](DelegateExecution&) {
    return DelegateResult::bpmn_error("broken", "heard wrong");
  });
  for (const char* event : {"start", "end"}) {
    deploy(*engine,
           around(std::string("<bpmn:manualTask id=\"a\">") + listener("executionListener", event) +
                  "</bpmn:manualTask>") +
               "<bpmn:boundaryEvent id=\"b\" attachedToRef=\"a\"><bpmn:errorEventDefinition "
               "errorRef=\"broken\"/></bpmn:boundaryEvent>" +
               flow("b", "saved") + "<bpmn:userTask id=\"saved\"/>");
    const auto started = engine->start("order");
    if (!started) FAIL(started.failure().message);
    procos::Filter filter;
    filter.instance_id = started->id;
    CHECK(engine->tasks(filter).size() == 1);
  }
}
