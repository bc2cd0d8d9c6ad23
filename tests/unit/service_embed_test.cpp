// The public interface, used as an embedding program uses it.
#include <procos/engine.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <fstream>
#include <stdexcept>

#include "embed_support.h"

using namespace std::chrono_literals;
using procos::Engine;
using procos::Failure;
using procos::WorkItem;
using procos::WorkResult;
using procos::test::deploy;
using procos::test::open;

TEST_CASE("a native handler does the work of a topic", "[embed]") {
  auto engine = open();
  engine->on_topic("work", [](const WorkItem& item) {
    return WorkResult::complete(
        {{"doubled", item.variable("n").as_int() * 2}, {"none", item.variable("no")}});
  });
  deploy(*engine, procos::test::kExternalTask);
  const auto started = engine->start("order", {{"n", 21}}, "key-1");
  REQUIRE(started);
  CHECK(started->business_key == "key-1");
  REQUIRE(engine->wait_until_ended(started->id, 10s));
  CHECK(engine->instance(started->id)->state == "COMPLETED");
  const procos::DataMap variables = engine->variables(started->id);
  CHECK(variables.at("doubled") == procos::Data(std::int64_t{42}));
  CHECK(variables.at("none").is_null());
  CHECK(variables.at("n") == procos::Data(21));
}

TEST_CASE("a handler that throws is tried three times, then there is an incident", "[embed]") {
  auto engine = open();
  std::atomic<int> tries = 0;
  std::atomic<bool> counted_down = true;  // assertions belong to the test's own thread
  engine->on_topic("work", [&](const WorkItem& item) -> WorkResult {
    if (item.retries_left != 2 - tries++) counted_down = false;
    throw std::runtime_error("no paper");
  });
  deploy(*engine, procos::test::kExternalTask);
  const auto started = engine->start("order");
  REQUIRE(started);
  for (int i = 0; i < 500 && engine->incidents().empty(); ++i) std::this_thread::sleep_for(10ms);
  CHECK(tries == 3);
  CHECK(counted_down);
  const auto incidents = engine->incidents();
  REQUIRE(incidents.size() == 1);
  CHECK(incidents[0].message == "no paper");
  CHECK(incidents[0].type == "failedExternalTask");
  CHECK(incidents[0].activity_id == "a");
  CHECK(engine->wait_until_idle(5s));
  CHECK_FALSE(engine->wait_until_ended(started->id, 10ms));
}

TEST_CASE("a BPMN error of a handler goes to the boundary event", "[embed]") {
  using procos::test::flow;
  auto engine = open();
  engine->on_topic("work",
                   [](const WorkItem&) { return WorkResult::bpmn_error("broken", "in two"); });
  deploy(*engine,
         procos::test::kExternalTask +
             "<bpmn:boundaryEvent id=\"caught\" attachedToRef=\"a\"><bpmn:errorEventDefinition "
             "errorRef=\"broken\" camunda:errorMessageVariable=\"why\"/></bpmn:boundaryEvent>" +
             flow("caught", "repair") + "<bpmn:userTask id=\"repair\"/>" + flow("repair", "end"));
  const auto started = engine->start("order");
  REQUIRE(started);
  REQUIRE(engine->wait_until_idle(10s));
  const auto tasks = engine->tasks({.instance_id = started->id});
  REQUIRE(tasks.size() == 1);
  CHECK(tasks[0].activity_id == "repair");
  CHECK(engine->variables(started->id).at("why").as_text() == "in two");
}

TEST_CASE("user tasks, messages and signals", "[embed]") {
  using procos::test::flow;
  auto engine = open();
  deploy(*engine, "<bpmn:startEvent id=\"start\"/>" + flow("start", "check") +
                      "<bpmn:userTask id=\"check\" name=\"Check it\"/>" + flow("check", "wait") +
                      "<bpmn:intermediateCatchEvent id=\"wait\"><bpmn:messageEventDefinition "
                      "messageRef=\"paid\"/>"
                      "</bpmn:intermediateCatchEvent>" +
                      flow("wait", "listen") +
                      "<bpmn:intermediateCatchEvent id=\"listen\"><bpmn:signalEventDefinition "
                      "signalRef=\"alarm\"/>"
                      "</bpmn:intermediateCatchEvent>" +
                      flow("listen", "end") + "<bpmn:endEvent id=\"end\"/>");
  const auto started = engine->start("order", {}, "b");
  REQUIRE(started);
  const auto tasks = engine->tasks();
  REQUIRE(tasks.size() == 1);
  CHECK(tasks[0].name == "Check it");
  CHECK(engine->assign_task(tasks[0].id, "ann"));
  CHECK(engine->tasks({.assignee = "ann"}).size() == 1);
  CHECK(engine->tasks({.assignee = "bob"}).empty());
  CHECK(engine->complete_task(tasks[0].id, {{"checked", true}}));
  CHECK(engine->complete_task(tasks[0].id).failure().kind == Failure::Kind::kNotFound);

  CHECK(engine->correlate({.name = "paid", .business_key = "other"}).failure().kind ==
        Failure::Kind::kNoMatch);
  const auto correlated =
      engine->correlate({.name = "paid", .business_key = "b", .variables = {{"sum", 7}}});
  REQUIRE(correlated);
  CHECK(correlated->id == started->id);
  CHECK_FALSE(correlated->ended);
  CHECK(engine->signal("alarm"));
  CHECK(engine->instance(started->id)->ended);
  CHECK(engine->variables(started->id).at("sum").as_int() == 7);
}

TEST_CASE("timers wait for the manual clock", "[embed]") {
  using procos::test::flow;
  procos::Options options;
  options.manual_clock = true;
  options.start_time_ms = procos::test::kStart;
  auto engine = open(options);
  deploy(*engine,
         procos::test::around("<bpmn:intermediateCatchEvent id=\"a\"><bpmn:timerEventDefinition>"
                              "<bpmn:timeDuration xsi:type=\"bpmn:tFormalExpression\">PT1H"
                              "</bpmn:timeDuration></bpmn:timerEventDefinition>"
                              "</bpmn:intermediateCatchEvent>"));
  const auto started = engine->start("order");
  REQUIRE(started);
  CHECK(engine->run_due_jobs() == 0);
  engine->advance(59min);
  CHECK(engine->run_due_jobs() == 0);
  engine->advance(1min);
  CHECK(engine->now_ms() == procos::test::kStart + 3'600'000);
  CHECK(engine->run_due_jobs() == 1);
  CHECK(engine->instance(started->id)->state == "COMPLETED");
}

TEST_CASE("what cannot be done says why", "[embed]") {
  auto engine = open();
  CHECK(engine->start("nowhere").failure().kind == Failure::Kind::kNotFound);
  CHECK(engine->deploy_file("nowhere.bpmn").failure().kind == Failure::Kind::kInvalid);
  CHECK(engine->deploy_text("a.txt", "x").failure().kind == Failure::Kind::kInvalid);
  const auto refused = engine->deploy_text(
      "a.bpmn", procos::test::process(
                    "<bpmn:startEvent id=\"s\"/><bpmn:sequenceFlow id=\"f\" sourceRef=\"s\" "
                    "targetRef=\"missing\"/>"));
  REQUIRE_FALSE(refused);
  CHECK(refused.failure().kind == Failure::Kind::kModel);
  CHECK(refused.failure().details.find("missing") != std::string::npos);
  CHECK(engine->cancel("nothing", "").failure().kind == Failure::Kind::kNotFound);
  CHECK(engine->set_variables("nothing", {{"a", 1}}).failure().kind == Failure::Kind::kNotFound);
}

TEST_CASE("an instance can be cancelled, and values of every type come back", "[embed]") {
  using procos::Data;
  auto engine = open();
  deploy(*engine, procos::test::kUserTask);
  const procos::DataMap values{
      {"null", {}},
      {"bool", true},
      {"int", 3},
      {"long", std::int64_t{1} << 40},
      {"double", 2.5},
      {"text", "words"},
      {"date", Data::date(1000)},
      {"json", Data::json("{\"a\":1}")},
      {"xml", Data::xml("<a/>")},
      {"bytes", Data::bytes(std::string("\0\1", 2))},
      {"list", Data::object("java.util.ArrayList", "application/json", "[1]")},
      {"file", Data::file("a.txt", "text/plain", "content")}};
  const auto started = engine->start("order", values);
  REQUIRE(started);
  CHECK(engine->variables(started->id) == values);
  CHECK(engine->instances({.definition_key = "order"}).size() == 1);
  CHECK(engine->cancel(started->id, "no more"));
  CHECK(engine->instances().empty());
  CHECK(engine->instance(started->id)->state == "EXTERNALLY_TERMINATED");
}
