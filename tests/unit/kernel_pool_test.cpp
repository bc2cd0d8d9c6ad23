#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "kernel/workers/manager.h"
#include "tests/unit/kernel_test_server.h"

using namespace procos;
using namespace procos::kernel;
using Json = nlohmann::json;

namespace {

/// An engine that hands out the tasks it is given, once, and notes every call.
class ScriptedEngine {
 public:
  Dispatch dispatch() {
    return [this](DispatchRequest request, DispatchCallback callback) -> std::function<void()> {
      const std::string path = request.path.substr(12);
      const std::lock_guard lock(mutex_);
      if (path == "/external-task/fetchAndLock") {
        last_fetch = Json::parse(request.body);
        if (refuse_polls > 0) {
          --refuse_polls;
          callback({500, R"({"type": "X", "message": "no"})"});
          return {};
        }
        Json answer = Json::array();
        while (!tasks_.empty() && answer.size() < last_fetch["maxTasks"].get<std::size_t>()) {
          answer.push_back(tasks_.back());
          tasks_.pop_back();
        }
        if (answer.empty()) {
          parked_ = std::move(callback);
          return [this] { ++given_up; };
        }
        callback({200, answer.dump()});
        return {};
      }
      calls_.push_back(path.substr(path.rfind('/') + 1) + " " + request.body);
      const int status = path.ends_with("/complete")     ? complete_status
                         : path.ends_with("/extendLock") ? extend_status
                                                         : 204;
      changed_.notify_all();
      callback(
          {status, path == "/external-task" ? R"([{"id": "t9"}])" : R"({"message": "said so"})"});
      return {};
    };
  }

  void add(const std::string& topic, Json variables, Json more = Json::object()) {
    Json task{{"id", "t"},
              {"topicName", topic},
              {"processInstanceId", "p"},
              {"activityId", "a"},
              {"variables", variables}};
    task.update(more);
    DispatchCallback wake;
    Json answer;
    {
      const std::lock_guard lock(mutex_);
      if (parked_) {
        wake.swap(parked_);
        answer.push_back(task);
      } else {
        tasks_.push_back(task);
      }
    }
    if (wake) wake({200, answer.dump()});
  }

  /// The first call that begins with `name`, waiting for it.
  std::string wait_for(const std::string& name) {
    std::unique_lock lock(mutex_);
    std::string found;
    changed_.wait_for(lock, std::chrono::seconds(20), [&] {
      for (const std::string& call : calls_) {
        if (found.empty() && call.starts_with(name)) found = call.substr(name.size() + 1);
      }
      return !found.empty();
    });
    return found;
  }
  std::size_t count(const std::string& name) {
    const std::lock_guard lock(mutex_);
    return std::count_if(calls_.begin(), calls_.end(),
                         [&](const auto& call) { return call.starts_with(name); });
  }

  Json last_fetch;
  int refuse_polls = 0;
  std::atomic<int> given_up = 0;  ///< polls that were called off; several threads do that
  int complete_status = 204, extend_status = 204;

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Json> tasks_;
  std::vector<std::string> calls_;
  DispatchCallback parked_;
};

struct IdlePools final : PoolControl {
  void start_all() override {}
  void stop_all() override {}
  std::vector<PoolStatus> status() const override { return {}; }
};

struct PoolBench {
  explicit PoolBench(int lock_duration_ms = 10000) {
    WorkerSettings settings;
    settings.key = settings.worker_id = "w";
    settings.topics = {"response_formatting", "http_request", "not_ours"};
    settings.max_tasks = 4;
    settings.poll_interval_ms = 2000;
    settings.lock_duration_ms = lock_duration_ms;
    pool = std::make_unique<WorkerPool>(settings, services);
  }
  ScriptedEngine engine;
  Config config;
  HttpClient http;
  IdlePools pools;
  std::unique_ptr<Gateway> gateway = make_local_gateway(engine.dispatch());
  WorkerServices services{config, *gateway, http, pools, [] {}};
  std::unique_ptr<WorkerPool> pool;
};

const Json kGood{{"response", {{"value", "hi"}, {"type", "String"}}}};

Json url_variable(const std::string& url) {
  return {{"url", {{"value", url}, {"type", "String"}}}};
}

}  // namespace

TEST_CASE("a pool fetches its topics, works and completes", "[kernel][pool]") {
  PoolBench bench;
  bench.pool->start();
  bench.pool->start();
  bench.engine.add("response_formatting", kGood);
  const Json completed = Json::parse(bench.engine.wait_for("complete"));
  CHECK(completed["workerId"] == "w");
  CHECK(completed["variables"]["formatted_response"]["type"] == "Json");
  bench.pool->stop(1000);
  CHECK(bench.engine.last_fetch["asyncResponseTimeout"] == 2000);
  REQUIRE(bench.engine.last_fetch["topics"].size() == 2);
  CHECK(bench.engine.last_fetch["topics"][0] ==
        Json{{"topicName", "response_formatting"}, {"lockDuration", 10000}});
  CHECK(bench.pool->status().completed == 1);
}

TEST_CASE("a BPMN error and a failure are reported as such", "[kernel][pool]") {
  PoolBench bench;
  bench.pool->start();
  bench.engine.add("response_formatting", Json::object());
  CHECK(Json::parse(bench.engine.wait_for("bpmnError"))["errorCode"] == "NO_RESPONSE");
  bench.engine.add("http_request", url_variable("http://127.0.0.1:1/"), {{"retries", 2}});
  const Json failure = Json::parse(bench.engine.wait_for("failure"));
  CHECK(failure["retries"] == 1);
  CHECK(failure["retryTimeout"] > 0);
  CHECK(failure["errorMessage"].get<std::string>().find("127.0.0.1") != std::string::npos);
}

TEST_CASE("a refused completion becomes a failure with the engine's words", "[kernel][pool]") {
  PoolBench bench;
  bench.engine.complete_status = 500;
  bench.pool->start();
  bench.engine.add("response_formatting", kGood);
  const Json failure = Json::parse(bench.engine.wait_for("failure"));
  CHECK(failure["errorMessage"] == "500: said so");
  CHECK(failure["retries"] == 3);
}

TEST_CASE("a task that is gone is not reported again", "[kernel][pool]") {
  PoolBench bench;
  bench.engine.complete_status = 404;
  bench.pool->start();
  bench.engine.add("response_formatting", kGood);
  CHECK(bench.engine.wait_for("complete") != "");
  bench.pool->stop(1000);
  CHECK(bench.engine.count("failure") == 0);
}

TEST_CASE("locks of long tasks are extended, a lost one stops the work", "[kernel][pool]") {
  test::HttpServer slow([](const test::HttpServer::Request&) {
    return test::HttpServer::Reply{200, "late", 700, {}, false};
  });
  SECTION("extended") {
    PoolBench bench(300);
    bench.pool->start();
    bench.engine.add("http_request", url_variable(slow.url()));
    CHECK(Json::parse(bench.engine.wait_for("extendLock"))["newDuration"] == 300);
    CHECK(bench.engine.wait_for("complete").find("late") != std::string::npos);
    CHECK(bench.engine.count("extendLock") >= 3);
  }
  SECTION("lost") {
    PoolBench bench(300);
    bench.engine.extend_status = 400;
    bench.pool->start();
    bench.engine.add("http_request", url_variable(slow.url()));
    CHECK(bench.engine.wait_for("extendLock") != "");
    std::this_thread::sleep_for(std::chrono::milliseconds(800));
    CHECK(bench.engine.count("complete") == 0);
    CHECK(bench.engine.count("failure") == 0);
  }
}

TEST_CASE("work beyond max_execution_time is stopped and fails", "[kernel][pool]") {
  test::HttpServer slow([](const test::HttpServer::Request&) {
    return test::HttpServer::Reply{200, "late", 8000, {}, false};
  });
  PoolBench bench;
  bench.config.security.max_execution_time_s = 1;
  bench.pool->start();
  bench.engine.add("http_request", url_variable(slow.url()));
  CHECK(bench.engine.wait_for("failure") != "");
  CHECK(bench.engine.count("complete") == 0);
}

TEST_CASE("a pool stops promptly and unlocks what it held", "[kernel][pool]") {
  test::HttpServer slow([](const test::HttpServer::Request&) {
    return test::HttpServer::Reply{200, "late", 8000, {}, false};
  });
  PoolBench bench;
  bench.pool->start();
  bench.engine.add("http_request", url_variable(slow.url()));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  const auto begin = std::chrono::steady_clock::now();
  bench.pool->stop(100);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(4000));
  CHECK(bench.engine.given_up == 1);
  CHECK(bench.engine.count("unlock") == 1);
  CHECK(bench.engine.count("failure") == 0);
  CHECK_FALSE(bench.pool->status().running);
}

TEST_CASE("a pool goes on polling after the engine was away", "[kernel][pool]") {
  PoolBench bench;
  bench.engine.refuse_polls = 2;
  bench.engine.add("response_formatting", kGood);
  bench.pool->start();
  CHECK(bench.engine.wait_for("complete") != "");
  CHECK(bench.pool->status().engine_reached);
}

TEST_CASE("topics without a configured pool are served by a built-in one", "[kernel][pool]") {
  ScriptedEngine engine;
  auto gateway = make_local_gateway(engine.dispatch());
  Config config;
  config.workers["ai"] = {"ai", "ai-1", {"ai_query", "unheard_of"}, 1, 100, 1000};
  WorkerManager manager(config, *gateway, [] {});
  std::map<std::string, std::vector<std::string>> topics;
  for (const PoolStatus& pool : manager.status()) topics[pool.name] = pool.topics;
  CHECK(topics["ai"] == std::vector<std::string>{"ai_query"});
  CHECK(topics["procos-kernel"].size() + topics["procos-services"].size() + 1 == adapters().size());
  manager.start_all();
  manager.stop_all();
  for (const PoolStatus& pool : manager.status())
    CHECK(pool.running == (pool.name == "procos-kernel"));
}
