// Long polls: parked, woken, timed out, and given up when the client goes.
#include <catch2/catch.hpp>
#include <functional>
#include <set>
#include <thread>
#include <vector>

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

namespace {

/// A request like fetch(), with more of its properties.
std::string fetch_as(const std::string& worker, int max, const std::string& more,
                     const std::string& topics = R"({"topicName": "t", "lockDuration": 60000})") {
  return R"({"workerId": ")" + worker + R"(", "maxTasks": )" + std::to_string(max) + ", " + more +
         R"("topics": [)" + topics + "]}";
}

std::string waiting_fetch(const std::string& worker, int max) {
  return fetch_as(worker, max, R"("asyncResponseTimeout": 60000, )");
}

std::string prioritized_process(const std::string& key, const std::string& topic) {
  std::string xml = work_process(key, topic);
  const std::string at = "camunda:topic=";
  return xml.insert(xml.find(at), R"(camunda:taskPriority="${prio}" )");
}

void start_with(RestWorld& world, const std::string& key, int priority,
                const std::string& business_key = "") {
  world.ask("POST", "/process-definition/key/" + key + "/start",
            R"({"businessKey": ")" + business_key + R"(", "variables": {"prio": {"value": )" +
                std::to_string(priority) + "}}}");
}

/// The priorities of what is fetched, in the order of the answer; the tasks are free again.
std::string fetched_priorities(RestWorld& world, const std::string& body) {
  const auto tasks =
      ordered_json::parse(world.ask("POST", "/external-task/fetchAndLock", body).body);
  std::string text;
  for (const auto& task : tasks) {
    text += (text.empty() ? "" : " ") + task["priority"].dump();
    const std::string id = task["id"];
    world.ask("POST", "/external-task/" + id + "/unlock");
  }
  return text;
}

}  // namespace

TEST_CASE("tasks come by priority, by age, or oldest first when nothing is asked for") {
  RestWorld world;
  world.deploy(prioritized_process("p", "t"));
  world.deploy(prioritized_process("q", "u"));
  for (const int priority : {5, 1, 7}) start_with(world, "p", priority);
  start_with(world, "q", 9);
  start_with(world, "p", 3);
  const std::string both = R"({"topicName": "t", "lockDuration": 9}, )"
                           R"({"topicName": "u", "lockDuration": 9})";
  const auto fetched = [&](int max, const std::string& more) {
    return fetched_priorities(world, fetch_as("w", max, more, both));
  };
  CHECK(fetched(10, "") == "5 1 7 9 3");
  CHECK(fetched(10, R"("usePriority": true, )") == "9 7 5 3 1");
  CHECK(fetched(2, R"("usePriority": true, )") == "9 7");
  const std::string newest = R"("sorting": [{"sortBy": "createTime", "sortOrder": "desc"}], )";
  const std::string oldest = R"("sorting": [{"sortBy": "createTime", "sortOrder": "asc"}], )";
  CHECK(fetched(10, newest) == "3 9 7 1 5");
  CHECK(fetched(2, newest) == "3 9");
  CHECK(fetched(3, oldest) == "5 1 7");
  CHECK(fetched(2, R"("usePriority": true, )" + newest) == "9 7");
  const std::string unordered = R"("sorting": [{"sortBy": "createTime"}], )";
  CHECK(world.ask("POST", "/external-task/fetchAndLock", fetch_as("w", 1, unordered)).status ==
        400);
}

TEST_CASE("of a topic that is named twice the last one counts") {
  RestWorld world;
  world.deploy(prioritized_process("p", "t"));
  start_with(world, "p", 1, "first");
  start_with(world, "p", 2, "second");
  const std::string twice =
      R"({"topicName": "t", "lockDuration": 9, "businessKey": "first"}, )"
      R"({"topicName": "t", "lockDuration": 9, "businessKey": "second"})";
  CHECK(fetched_priorities(world, fetch_as("w", 10, "", twice)) == "2");
}

TEST_CASE("who waits longest gets the first task, and no task goes to two") {
  RestWorld world;
  world.deploy(work_process("p", "t"));
  const auto parked = [&] { return world.services().fetch_and_lock->parked(); };
  std::vector<PendingAnswer> waiting;
  for (int i = 0; i < 10; ++i) {
    waiting.push_back(world.send("POST", "/external-task/fetchAndLock",
                                 waiting_fetch("w" + std::to_string(i), 2)));
    REQUIRE(becomes(waiting.size(), parked));
  }
  std::set<std::string> seen;
  for (int i = 0; i < 4; ++i) {
    world.ask("POST", "/process-definition/key/p/start", "{}");
    const auto answer = waiting[static_cast<std::size_t>(i)].wait();
    REQUIRE(answer);
    const auto tasks = ordered_json::parse(answer->body);
    REQUIRE(tasks.size() == 1);
    CHECK(tasks[0]["workerId"] == "w" + std::to_string(i));
    CHECK(seen.insert(tasks[0]["id"]).second);
  }
  CHECK(parked() == 6);
  CHECK(world.get("/external-task/count?locked=true")["count"] == 4);
}

TEST_CASE("who waits for something else is not in the way") {
  RestWorld world;
  world.deploy(prioritized_process("p", "t"));
  const auto parked = [&] { return world.services().fetch_and_lock->parked(); };
  const auto wait_for_key = [&](const std::string& key) {
    return world.send(
        "POST", "/external-task/fetchAndLock",
        fetch_as(key, 1, R"("asyncResponseTimeout": 60000, )",
                 R"({"topicName": "t", "lockDuration": 9000, "businessKey": ")" + key + "\"}"));
  };
  auto a = wait_for_key("a"), b = wait_for_key("b"), c = wait_for_key("c");
  REQUIRE(becomes(3, parked));
  start_with(world, "p", 1, "c");
  REQUIRE(c.wait());
  start_with(world, "p", 1, "nobody");
  start_with(world, "p", 1, "a");
  REQUIRE(a.wait());
  CHECK(parked() == 1);
  CHECK_FALSE(b.wait(20));
}

TEST_CASE("a lock that runs out wakes who waits, and so does a retry that becomes due") {
  RestWorld world;
  world.deploy(work_process("p", "t"));
  world.ask("POST", "/process-definition/key/p/start", "{}");
  const auto locked = ordered_json::parse(
      world
          .ask("POST", "/external-task/fetchAndLock",
               fetch_as("a", 1, "", R"({"topicName": "t", "lockDuration": 150})"))
          .body);
  REQUIRE(locked.size() == 1);
  const std::string id = locked[0]["id"];
  auto waiting = world.send("POST", "/external-task/fetchAndLock", waiting_fetch("b", 1));
  CHECK_FALSE(waiting.wait(50));
  REQUIRE(waiting.wait(2000));
  // Whoever waits already hears of the new time.
  auto next = world.send("POST", "/external-task/fetchAndLock", waiting_fetch("c", 1));
  REQUIRE(becomes(1, [&] { return world.services().fetch_and_lock->parked(); }));
  world.ask("POST", "/external-task/" + id + "/failure",
            R"({"workerId": "b", "errorMessage": "x", "retries": 1, "retryTimeout": 150})");
  CHECK_FALSE(next.wait(50));
  REQUIRE(next.wait(2000));
  CHECK(ordered_json::parse(next.wait()->body)[0]["workerId"] == "c");
}

TEST_CASE("an answer that does not reach its client gives its tasks back") {
  RestWorld world;
  world.deploy(work_process("p", "t"));
  auto lost = world.send("POST", "/external-task/fetchAndLock", waiting_fetch("lost", 1));
  REQUIRE(becomes(1, [&] { return world.services().fetch_and_lock->parked(); }));
  world.ask("POST", "/process-definition/key/p/start", "{}");
  const auto answer = lost.wait();
  REQUIRE(answer);
  REQUIRE(answer->on_lost);
  auto next = world.send("POST", "/external-task/fetchAndLock", waiting_fetch("next", 1));
  CHECK_FALSE(next.wait(50));
  answer->on_lost();
  REQUIRE(next.wait());
  CHECK(ordered_json::parse(next.wait()->body)[0]["workerId"] == "next");
  answer->on_lost();  // it is somebody else's by now
  CHECK(world.get("/external-task/count?locked=true&workerId=next")["count"] == 1);
}

TEST_CASE("stopping ends what has only just begun to wait") {
  RestWorld world;
  for (int i = 0; i < 3000; ++i) {
    FetchAndLock polls(world.engine());
    // At every point of the clock's first round.
    const auto until = std::chrono::steady_clock::now() + std::chrono::nanoseconds(20 * i);
    while (std::chrono::steady_clock::now() < until) {
    }
    polls.stop();
    CHECK(polls.parked() == 0);
  }
}
