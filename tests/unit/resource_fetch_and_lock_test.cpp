// Long polls: parked, woken, timed out, and given up when the client goes.
#include <catch2/catch.hpp>
#include <functional>
#include <thread>

#include "rest/resource/fetch_and_lock.h"
#include "tests/unit/resource_harness.h"

using namespace procos::rest;
using nlohmann::ordered_json;

namespace {

std::string fetch(const std::string& topic, int timeout_ms) {
  return R"({"workerId": "w", "maxTasks": 5, "asyncResponseTimeout": )" +
         std::to_string(timeout_ms) + R"(, "topics": [{"topicName": ")" + topic +
         R"(", "lockDuration": 60000}]})";
}

bool becomes(std::size_t wanted, const std::function<std::size_t()>& parked) {
  for (int i = 0; i < 500 && parked() != wanted; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return parked() == wanted;
}

}  // namespace

TEST_CASE("what is there is answered at once, with its variables") {
  RestWorld world;
  world.deploy(work_process("p", "t"));
  world.ask("POST", "/process-definition/key/p/start", R"({"variables": {"n": {"value": 3}}})");
  const auto tasks =
      ordered_json::parse(world.ask("POST", "/external-task/fetchAndLock", fetch("t", 60000)).body);
  REQUIRE(tasks.size() == 1);
  CHECK(tasks[0]["topicName"] == "t");
  CHECK(tasks[0]["workerId"] == "w");
  CHECK(tasks[0]["variables"]["n"]["value"] == 3);
  const std::string id = tasks[0]["id"];
  CHECK(
      world.ask("POST", "/external-task/" + id + "/complete", R"({"workerId": "other"})").status ==
      400);
  CHECK(world.ask("POST", "/external-task/" + id + "/complete", R"({"workerId": "w"})").status ==
        204);
  CHECK(world.get("/process-instance").empty());
}

TEST_CASE("a parked request is woken by the commit that creates a task of its topic") {
  RestWorld world;
  world.deploy(work_process("p", "t"));
  const auto parked = [&] { return world.services().fetch_and_lock->parked(); };
  auto mine = world.send("POST", "/external-task/fetchAndLock", fetch("t", 60000));
  auto other = world.send("POST", "/external-task/fetchAndLock", fetch("u", 60000));
  REQUIRE(becomes(2, parked));
  world.ask("POST", "/process-definition/key/p/start", "{}");
  const auto answer = mine.wait();
  REQUIRE(answer);
  CHECK(ordered_json::parse(answer->body).size() == 1);
  CHECK(parked() == 1);
  CHECK_FALSE(other.wait(50));
}

TEST_CASE("a request whose time is up gets an empty list") {
  RestWorld world;
  auto answer = world.send("POST", "/external-task/fetchAndLock", fetch("t", 150));
  CHECK_FALSE(answer.wait(50));
  const auto late = answer.wait();
  REQUIRE(late);
  CHECK(late->body == "[]");
}

TEST_CASE("a client that goes while it waits gets no task locked for it") {
  RestWorld world;
  world.deploy(work_process("p", "t"));
  const auto parked = [&] { return world.services().fetch_and_lock->parked(); };
  auto answer = world.send("POST", "/external-task/fetchAndLock", fetch("t", 60000));
  REQUIRE(becomes(1, parked));
  answer.client_goes();
  REQUIRE(becomes(0, parked));
  world.ask("POST", "/process-definition/key/p/start", "{}");
  CHECK(world.get("/external-task/count?notLocked=true")["count"] == 1);
}

TEST_CASE("stopping answers all who wait") {
  RestWorld world;
  const auto parked = [&] { return world.services().fetch_and_lock->parked(); };
  auto answer = world.send("POST", "/external-task/fetchAndLock", fetch("t", 60000));
  REQUIRE(becomes(1, parked));
  world.services().stop();
  REQUIRE(answer.wait(1000));
  CHECK(parked() == 0);
}

TEST_CASE("a timeout beyond half an hour is refused") {
  RestWorld world;
  CHECK(world.ask("POST", "/external-task/fetchAndLock", fetch("t", 1'800'001)).status == 400);
}
