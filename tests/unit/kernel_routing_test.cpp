#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "kernel/workers/routing.h"

using namespace procos;
using namespace procos::kernel;

namespace {

const std::set<std::string> kDeployed{"ai_query_process", "hello", "report",
                                      "procos_system_orchestrator"};

Route route(const Variables& variables) {
  return choose_route(variables, [](const std::string& key) { return kDeployed.count(key) > 0; });
}

Variables texts(std::initializer_list<std::pair<const char*, const char*>> entries) {
  Variables variables;
  for (const auto& [name, value] : entries) variables.emplace(name, Value::string(value));
  return variables;
}

/// The orchestrator of the guide: nothing is removed after a request, except what the router
/// removes.
struct Orchestrator {
  Variables variables;

  std::string request(const Variables& message) {
    for (const auto& [name, value] : message) variables[name] = value;
    const Route chosen = route(variables);
    for (const std::string& name : chosen.stale) variables.erase(name);
    if (!chosen.process) return "-";
    variables["process_to_execute"] = Value::string(*chosen.process);
    variables[kRequestNote] = Value::json(chosen.note);
    if (*chosen.process == "ai_query_process") variables["response"] = Value::string("r");
    return *chosen.process;
  }
  bool has(const char* name) const { return variables.count(name) > 0; }
};

}  // namespace

TEST_CASE("a request goes where it asks, else by user_query, else by request_type",
          "[kernel][routing]") {
  CHECK(route(texts({{"process_to_execute", "hello"}, {"user_query", "q"}})).process == "hello");
  CHECK(route(texts({{"process_to_execute", "nowhere"}, {"user_query", "q"}})).process ==
        "ai_query_process");
  CHECK(route(texts({{"user_query", "q"}, {"request_type", "hello"}})).process ==
        "ai_query_process");
  CHECK(route(texts({{"request_type", "hello"}})).process == "hello");
  CHECK(route(texts({{"process_to_execute", "nowhere"}, {"request_type", "report"}})).process ==
        "report");
}

TEST_CASE("a request without a process says why", "[kernel][routing]") {
  const auto problem = [](const Variables& variables) {
    const Route none = route(variables);
    CHECK_FALSE(none.process.has_value());
    return none.problem;
  };
  CHECK(problem({}).find("has no process_to_execute") != std::string::npos);
  CHECK(problem(texts({{"request_type", "nowhere"}})).find("\"nowhere\"") != std::string::npos);
  CHECK(problem(texts({{"process_to_execute", "nowhere"}})).find("\"nowhere\"") !=
        std::string::npos);
  CHECK(problem(texts({{"request_type", "procos_system_orchestrator"}})).find("key") !=
        std::string::npos);
  CHECK(problem({{"user_query", Value::null()}}).find("has no") != std::string::npos);
  const Route undeployed =
      choose_route(texts({{"user_query", "q"}}), [](const std::string&) { return false; });
  CHECK(undeployed.problem.find("ai_query_process") == 0);
}

TEST_CASE("an orchestrator without clean-up does not mix up its requests", "[kernel][routing]") {
  Orchestrator orchestrator;
  CHECK(orchestrator.request(texts({{"user_query", "a"}, {"ai_provider", "ollama"}})) ==
        "ai_query_process");
  CHECK(orchestrator.request(texts({{"request_type", "hello"}})) == "hello");
  CHECK_FALSE(orchestrator.has("user_query"));
  CHECK_FALSE(orchestrator.has("response"));
  CHECK(orchestrator.request(texts({{"user_query", "a"}, {"ai_provider", "ollama"}})) ==
        "ai_query_process");
  CHECK_FALSE(orchestrator.has("request_type"));
  CHECK(orchestrator.request(texts({{"user_query", "b"}})) == "ai_query_process");
  CHECK(orchestrator.request(texts({{"process_to_execute", "report"}})) == "report");
  CHECK(orchestrator.request(texts({{"process_to_execute", "report"}})) == "report");
  CHECK(orchestrator.request(texts({{"user_query", "c"}})) == "ai_query_process");
  CHECK(orchestrator.request(texts({{"process_to_execute", "report"}, {"user_query", "x"}})) ==
        "report");
  CHECK(orchestrator.request(texts({{"process_to_execute", "report"}, {"user_query", "d"}})) ==
        "report");
}

TEST_CASE("a thousand requests leave no more variables than one", "[kernel][routing]") {
  Orchestrator orchestrator;
  orchestrator.request(texts({{"user_query", "first"}}));
  const std::size_t names = orchestrator.variables.size();
  const std::size_t note = orchestrator.variables.at(kRequestNote).as_text().size();
  for (int i = 0; i < 1000; ++i) {
    REQUIRE(orchestrator.request({{"user_query", Value::string(std::to_string(i))}}) ==
            "ai_query_process");
  }
  CHECK(orchestrator.variables.size() == names);
  CHECK(orchestrator.variables.at(kRequestNote).as_text().size() < note + 20);
}
