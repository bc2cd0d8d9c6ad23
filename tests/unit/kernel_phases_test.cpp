#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>

#include "kernel/phase/phases.h"
#include "kernel/signals.h"

using namespace procos;
using namespace procos::kernel;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

/// A system whose engine is a function; a process directory of its own.
struct Boot {
  Boot() {
    block_shutdown_signals();
    char name[] = "/tmp/procos-phases-XXXXXX";
    directory = ::mkdtemp(name);
    system.config.kernel.process_directory = directory;
    system.config.kernel.database = (directory / "procos.db").string();
    system.config.kernel.startup_timeout_s = 1;
    system.config.kernel.shutdown_timeout_s = 1;
    system.mode = EngineMode::kExternal;
    system.gateway = make_local_gateway([this](DispatchRequest request, DispatchCallback callback) {
      if (request.path.ends_with("/fetchAndLock")) {
        callback({200, "[]"});
        return std::function<void()>();
      }
      const std::lock_guard lock(mutex);
      calls.push_back(request.method + " " + request.path.substr(12) +
                      (request.query.empty() ? "" : "?" + request.query));
      last = request;
      callback(engine(request));
      return std::function<void()>();
    });
  }
  ~Boot() {
    system.workers.reset();
    fs::remove_all(directory);
  }
  void file(const char* name, const char* content = "<x/>") {
    std::ofstream(directory / name) << content;
  }
  std::size_t called(const std::string& call) {
    const std::lock_guard lock(mutex);
    return static_cast<std::size_t>(std::count(calls.begin(), calls.end(), call));
  }

  fs::path directory;
  std::mutex mutex;
  std::vector<std::string> calls;
  DispatchRequest last;
  std::function<DispatchAnswer(const DispatchRequest&)> engine = [](const DispatchRequest&) {
    return DispatchAnswer{200, "[]"};
  };
  System system;
};

std::string message(const Status& status) { return status ? "" : status.error().message; }

}  // namespace

TEST_CASE("phase 1 says what is missing and what to do", "[kernel][phases]") {
  Boot boot;
  CHECK(message(validate_environment(boot.system)).find("No BPMN processes found") == 0);
  boot.file("a.bpmn");
  boot.file("notes.txt");
  CHECK(validate_environment(boot.system).has_value());
  boot.system.config.kernel.process_directory = "/nonexistent";
  CHECK(message(validate_environment(boot.system)).find("--process-dir") != std::string::npos);
  boot.system.config.kernel.process_directory = boot.directory.string();
  boot.system.config.kernel.database = "/nonexistent/procos.db";
  CHECK(message(validate_environment(boot.system)).find("--db") != std::string::npos);
  boot.system.config.kernel.database = ":memory:";
  CHECK(validate_environment(boot.system).has_value());
  boot.system.config.kernel.engine = EngineMode::kChild;
  CHECK(message(validate_environment(boot.system)).find("name a file") != std::string::npos);
}

TEST_CASE("phase 2 uses a remote engine and starts none for it", "[kernel][phases]") {
  Boot boot;
  boot.system.config.kernel.camunda_url = "http://engine.invalid:8080";
  REQUIRE(start_engine_phase(boot.system).has_value());
  CHECK(boot.system.mode == EngineMode::kExternal);
  CHECK(boot.system.gateway->name() == "http://engine.invalid:8080/engine-rest");
  boot.system.config.kernel.engine = EngineMode::kEmbedded;
  CHECK(message(start_engine_phase(boot.system)).find("another machine") != std::string::npos);
}

TEST_CASE("phase 3 waits until engine and deployments answer", "[kernel][phases]") {
  Boot boot;
  int asked = 0;
  boot.engine = [&](const DispatchRequest& request) -> DispatchAnswer {
    if (request.path.ends_with("/deployment")) return {++asked < 3 ? 503 : 200, "[]"};
    return {200, "[]"};
  };
  CHECK(wait_until_ready(boot.system).has_value());
  CHECK(asked == 3);
  boot.engine = [](const DispatchRequest&) { return DispatchAnswer{404, ""}; };
  CHECK(message(wait_until_ready(boot.system)).find("raise startup_timeout") != std::string::npos);
}

TEST_CASE("phase 3 ends at a signal", "[kernel][phases]") {
  Boot boot;
  boot.system.config.kernel.startup_timeout_s = 60;
  boot.engine = [](const DispatchRequest&) { return DispatchAnswer{404, ""}; };
  request_shutdown();
  CHECK(wait_until_ready(boot.system).has_value());
  CHECK(boot.system.interrupted);
}

TEST_CASE("phase 4 deploys each file under the guide's name", "[kernel][phases]") {
  Boot boot;
  boot.file("two.bpmn");
  boot.file("one.bpmn");
  boot.engine = [](const DispatchRequest&) {
    return DispatchAnswer{
        200, R"({"id": "d", "deployedProcessDefinitions": {"k:1:x": {"key": "k", "version": 1}}})"};
  };
  CHECK(deploy_processes(boot.system).has_value());
  CHECK(boot.called("POST /deployment/create") == 2);
  CHECK(boot.last.body.find("ProcOS-two") != std::string::npos);
  CHECK(boot.last.body.find("name=\"enable-duplicate-filtering\"\r\n\r\ntrue\r\n") !=
        std::string::npos);
  boot.engine = [](const DispatchRequest&) {
    return DispatchAnswer{400, R"({"type": "ParseException", "message": "line 3"})"};
  };
  const std::string refused = message(deploy_processes(boot.system));
  CHECK(refused.find("one.bpmn was not deployed: 400 ParseException: line 3") == 0);
  CHECK(refused.find("procos validate") != std::string::npos);
}

TEST_CASE("phase 5 starts one orchestrator with the guide's variables", "[kernel][phases]") {
  Boot boot;
  Json started;
  boot.engine = [&](const DispatchRequest& request) -> DispatchAnswer {
    if (request.path.ends_with("/start")) {
      started = Json::parse(request.body);
      return {200, R"({"id": "o1"})"};
    }
    if (request.path.ends_with("/event-subscription"))
      return {200, R"([{"eventName": "UserRequest"}])"};
    if (request.query.ends_with("procos_system_shutdown")) return {200, R"([{"id": "old"}])"};
    return {200, "[]"};
  };
  REQUIRE(start_orchestrator(boot.system).has_value());
  CHECK(boot.system.orchestrator_id == "o1");
  CHECK(started["variables"]["system_mode"] == Json{{"value", "production"}, {"type", "String"}});
  CHECK(started["variables"]["kernel_version"] == Json{{"value", "1.0.0"}, {"type", "String"}});
  CHECK(started["variables"]["startup_time"]["type"] == "Long");
  CHECK(started["variables"]["startup_time"]["value"].is_number_integer());
  CHECK(boot.called("DELETE /process-instance/old") == 1);
}

TEST_CASE("phase 5 starts no second orchestrator", "[kernel][phases]") {
  Boot boot;
  boot.engine = [&](const DispatchRequest& request) -> DispatchAnswer {
    const bool orchestrators = request.query == "processDefinitionKey=procos_system_orchestrator";
    return {200, orchestrators ? R"([{"id": "o7"}])" : "[]"};
  };
  REQUIRE(start_orchestrator(boot.system).has_value());
  CHECK(boot.system.orchestrator_id == "o7");
  CHECK(boot.called("POST /process-definition/key/procos_system_orchestrator/start") == 0);
  for (const PoolStatus& pool : boot.system.workers->status()) CHECK(pool.running);
}

TEST_CASE("phase 5 says when the orchestrator is not there", "[kernel][phases]") {
  Boot boot;
  boot.engine = [&](const DispatchRequest& request) -> DispatchAnswer {
    if (request.path.ends_with("/start"))
      return {404, R"({"type": "RestException", "message": "none"})"};
    return {200, "[]"};
  };
  CHECK(message(start_orchestrator(boot.system)).find("procos_system_orchestrator.bpmn") !=
        std::string::npos);
}

TEST_CASE("phase 6 starts an ended orchestrator again, until a signal", "[kernel][phases]") {
  Boot boot;
  boot.system.config.kernel.health_check_interval_s = 1;
  boot.engine = [&](const DispatchRequest& request) -> DispatchAnswer {
    if (request.path.ends_with("/start")) {
      request_shutdown();
      return {200, R"({"id": "o2"})"};
    }
    return {200, "[]"};
  };
  boot.system.workers =
      std::make_unique<WorkerManager>(boot.system.config, *boot.system.gateway, [] {});
  monitor(boot.system);
  CHECK(boot.system.orchestrator_id == "o2");
  CHECK(boot.system.interrupted);
  CHECK(boot.called("GET /process-instance/count") == 1);
}

TEST_CASE("the shutdown process is waited for, but not for ever", "[kernel][phases]") {
  Boot boot;
  int polls = 0;
  bool ends = true;
  boot.engine = [&](const DispatchRequest& request) -> DispatchAnswer {
    if (request.path.ends_with("/start")) return {200, R"({"id": "s1"})"};
    if (request.path.ends_with("/process-instance/s1"))
      return {++polls > 2 && ends ? 404 : 200, "{}"};
    return {200, "[]"};
  };
  boot.system.workers =
      std::make_unique<WorkerManager>(boot.system.config, *boot.system.gateway, [] {});
  boot.system.workers->start_all();
  graceful_shutdown(boot.system);
  CHECK(polls == 3);
  for (const PoolStatus& pool : boot.system.workers->status()) CHECK_FALSE(pool.running);
  ends = false;
  const auto begin = std::chrono::steady_clock::now();
  graceful_shutdown(boot.system);
  const auto took = std::chrono::steady_clock::now() - begin;
  CHECK(took >= std::chrono::milliseconds(900));
  CHECK(took < std::chrono::milliseconds(8000));
}

TEST_CASE("a child process is started, ended and missed", "[kernel][phases]") {
  ChildProcess child;
  CHECK(message(child.start({"/nonexistent/program"})).find("No such file") != std::string::npos);
  REQUIRE(child.start({"/bin/sleep", "60"}).has_value());
  CHECK(child.running());
  child.terminate(2000);
  CHECK_FALSE(child.running());
  REQUIRE(child.start({"/bin/sh", "-c", "trap '' TERM; while :; do sleep 0.05; done"}).has_value());
  child.terminate(300);
  CHECK_FALSE(child.running());
}
