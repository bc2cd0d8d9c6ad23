// GET /metrics and /health, and what a full queue answers.
#include <catch2/catch.hpp>
#include <future>
#include <regex>
#include <set>
#include <thread>

#include "resource_harness.h"
#include "rest/resource/handler.h"
#include "rest/route_meters.h"

namespace procos::rest {
namespace {

const std::string kTaskProcess = process_xml(
    "order", R"(<startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>
<userTask id="t"/>)");

std::string metrics_of(RestWorld& world) {
  const auto answer = world.send_to("GET", "/metrics").wait();
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->content_type.find("text/plain; version=0.0.4") == 0);
  return answer->body;
}

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST_CASE("a meter counts by status, from many threads", "[rest]") {
  RouteMeter meter;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 1000; ++n) meter.add(n % 2 == 0 ? 200 : 404, n);
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto statuses = meter.statuses();
  REQUIRE(statuses.size() == 2);
  CHECK(statuses[0].second == 2000);
  CHECK(statuses[1].second == 2000);
  CHECK(meter.times_us().count == 4000);
}

TEST_CASE("the metrics tell requests by template, and what is open by key", "[rest]") {
  RestWorld world;
  REQUIRE(world.deploy(kTaskProcess).status == 200);
  for (int i = 0; i < 3; ++i) {
    REQUIRE(world.ask("POST", "/process-definition/key/order/start", "{}").status == 200);
  }
  CHECK(world.ask("GET", "/task/nosuch").status == 404);
  CHECK(world.ask("GET", "/no/such/path").status == 404);
  const std::string text = metrics_of(world);
  CHECK(has_line(text, "procos_http_requests_total{method=\"POST\","
                       "route=\"/process-definition/key/{key}/start\",status=\"200\"} 3"));
  CHECK(has_line(text, "procos_http_requests_total{method=\"GET\",route=\"/task/{id}\","
                       "status=\"404\"} 1"));
  CHECK(text.find("nosuch") == std::string::npos);
  CHECK(text.find("/no/such") == std::string::npos);
  CHECK(has_line(text, "procos_http_requests_total{method=\"any\",route=\"other\","
                       "status=\"404\"} 1"));
  CHECK(has_line(text, "procos_http_request_duration_seconds_count{method=\"POST\","
                       "route=\"/process-definition/key/{key}/start\"} 3"));
  CHECK(has_line(text, "procos_process_instances_running{definition_key=\"order\"} 3"));
  CHECK(has_line(text, "procos_tasks_open{definition_key=\"order\"} 3"));
  CHECK(has_line(text, "procos_process_instances_started_total 3"));
  // A name, its labels, a number; each family is described once.
  const std::regex sample(
      R"re([a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? [-+0-9.eInf]+)re");
  std::istringstream lines(text);
  std::set<std::string> described;
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    if (line.starts_with("# TYPE ")) {
      CHECK(described.insert(line.substr(7, line.rfind(' ') - 7)).second);
    } else if (!line.starts_with("#")) {
      CHECK(std::regex_match(line, sample));
    }
  }
}

TEST_CASE("health says whether the server is ready, and why not", "[rest]") {
  RestWorld world(1);
  const auto ask = [&](const std::string& path) {
    const auto answer = world.send_to("GET", path).wait();
    REQUIRE(answer);
    return std::pair(answer->status, nlohmann::json::parse(answer->body));
  };
  REQUIRE(world.engine().execute<void>([](command::Context&) { return Status(); },
                                       service::Admission::kAlways));
  const nlohmann::json ready = {
      {"status", "UP"}, {"ready", true}, {"reasons", nlohmann::json::array()}};
  CHECK(ask("/health") == std::pair(200, ready));
  CHECK(ask("/health/ready") == std::pair(200, ready));
  REQUIRE(world.deploy(kTaskProcess).status == 200);

  std::promise<void> running, until;
  world.engine().submit<void>(
      [&](command::Context&) -> Status {
        running.set_value();
        until.get_future().wait();
        return {};
      },
      [](const Status&) {}, service::Admission::kAlways);
  running.get_future().wait();
  auto waiting = world.send("POST", "/process-definition/key/order/start", "{}");
  const auto [status, body] = ask("/health");
  CHECK(status == 503);
  CHECK_FALSE(body["ready"]);
  CHECK(body["reasons"].size() == 1);
  CHECK(ask("/health/live").first == 200);
  // Whatever rules a resource has for failures, what is too much is 503 in Camunda's form.
  for (const char* path : {"/process-definition/key/order/start", "/message", "/signal",
                           "/external-task/fetchAndLock", "/task/x/complete", "/job/x/execute"}) {
    CAPTURE(path);
    const Response refused = world.ask(
        "POST", path,
        R"({"messageName": "m", "name": "s", "workerId": "w", "maxTasks": 1, "topics": []})");
    CHECK(refused.status == 503);
    CHECK(refused.headers.get("Retry-After") == "1");
    const auto error = nlohmann::json::parse(refused.body);
    CHECK(error["type"] == "RestException");
    CHECK(error["message"].get<std::string>().find("1 commands are waiting") != std::string::npos);
  }
  CHECK(world.get("/task/count")["count"] == 0);  // who only reads is not kept waiting
  until.set_value();
  CHECK(waiting.wait()->status == 200);
  CHECK(ask("/health").first == 200);

  world.services().stop();
  CHECK(ask("/health").second["reasons"][0] == "the server is shutting down");
  CHECK(ask("/metrics").first == 503);
}

}  // namespace
}  // namespace procos::rest
