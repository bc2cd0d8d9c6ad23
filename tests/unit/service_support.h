// What the tests of commands, history and the engine share: an engine with a clock that stands
// still, and short ways to deploy, start and ask.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "command/commands.h"
#include "service/engine.h"

namespace procos::test {

inline constexpr TimeMs kStart = 1'767'225'600'000;  // 2026-01-01T00:00:00Z

/// A process of the given elements, sequence flows included.
inline std::string process(const std::string& elements, const std::string& key = "order",
                           const std::string& attributes = "") {
  return R"(<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="http://example.org/)" +
         key + R"(">
  <bpmn:message id="paid" name="paid"/><bpmn:signal id="alarm" name="alarm"/>
  <bpmn:error id="broken" errorCode="broken"/>
  <bpmn:process id=")" +
         key + R"(" name="The )" + key + R"(" isExecutable="true" )" + attributes + ">" + elements +
         "</bpmn:process></bpmn:definitions>";
}

inline std::string flow(const std::string& from, const std::string& to) {
  return "<bpmn:sequenceFlow id=\"" + from + "_" + to + "\" sourceRef=\"" + from +
         "\" targetRef=\"" + to + "\"/>";
}

/// start -> `activity` (whose id is "a") -> end.
inline std::string around(const std::string& activity) {
  return "<bpmn:startEvent id=\"start\"/>" + flow("start", "a") + activity + flow("a", "end") +
         "<bpmn:endEvent id=\"end\"/>";
}

inline const std::string kUserTask = around("<bpmn:userTask id=\"a\" name=\"Check\"/>");
inline const std::string kExternalTask =
    around("<bpmn:serviceTask id=\"a\" camunda:type=\"external\" camunda:topic=\"work\"/>");

class TestEngine {
 public:
  explicit TestEngine(std::string database = ":memory:",
                      service::HistoryLevel history = service::HistoryLevel::kFull) {
    options.database = std::move(database);
    options.history = history;
    options.job_executor = false;
    options.clock = &clock;
    open();
  }

  void open() {
    auto opened = service::Engine::open(options);
    if (!opened) throw std::runtime_error(opened.error().message);
    engine = std::move(*opened);
  }
  void reopen() {
    engine.reset();
    open();
  }

  /// Opens the engine again with these settings; what is in memory is gone.
  void set_operations(command::Settings operations) {
    options.operations = std::move(operations);
    reopen();
    // What the engine does first is done when this is.
    REQUIRE(run([](command::Context&) { return Status(); }));
  }

  /// Runs a command and waits for its commit.
  template <class T>
  Result<T> run(std::function<Result<T>(command::Context&)> verb) {
    return engine->execute<T>(std::move(verb));
  }
  Status run(std::function<Status(command::Context&)> verb) {
    return engine->execute<void>(std::move(verb));
  }

  Result<command::Deployed> try_deploy(command::Deploy request) {
    return run<command::Deployed>(
        [&](command::Context& context) { return command::deploy(context, request); });
  }
  /// The new definition.
  state::DefinitionRow deploy(const std::string& xml, const std::string& name = "test") {
    command::Deploy request;
    request.name = name;
    request.resources = {{name + ".bpmn", xml}};
    auto deployed = try_deploy(request);
    if (!deployed) FAIL(deployed.error().message);
    REQUIRE(deployed->definitions.size() == 1);
    return deployed->definitions.front();
  }
  command::Started start(const std::string& definition_id, command::Variables variables = {},
                         const std::string& business_key = "") {
    command::StartInstance request;
    request.definition_id = definition_id;
    request.business_key = business_key;
    request.variables = std::move(variables);
    auto started = run<command::Started>(
        [&](command::Context& context) { return command::start_instance(context, request); });
    if (!started) FAIL(started.error().message);
    return *started;
  }
  /// Deploys and starts.
  std::string start_new(const std::string& elements, command::Variables variables = {}) {
    return start(deploy(process(elements)).id, std::move(variables)).instance.id;
  }

  template <class Row>
  std::vector<Row> rows(std::vector<store::Filter> filters = {},
                        std::vector<store::Sort> sorts = {}) {
    store::Query query;
    query.filters = std::move(filters);
    query.sorts = std::move(sorts);
    query.now_ms = clock.now_ms();
    std::vector<Row> found;
    engine->read([&](store::Connection& connection) {
      auto listed = store::list<Row>(connection, query);
      if (!listed) FAIL(listed.error().message);
      found = std::move(*listed);
    });
    return found;
  }
  template <class Row>
  Row only(std::vector<store::Filter> filters = {}) {
    auto found = rows<Row>(std::move(filters));
    REQUIRE(found.size() == 1);
    return found.front();
  }

  std::vector<command::FetchedTask> fetch(const std::string& topic = "work",
                                          const std::string& worker = "w", std::int64_t max = 10) {
    command::FetchAndLock request;
    request.worker_id = worker;
    request.max_tasks = max;
    request.topics.emplace_back();
    request.topics.back().topic = topic;
    request.topics.back().lock_duration_ms = 10'000;
    auto fetched = run<std::vector<command::FetchedTask>>(
        [&](command::Context& context) { return command::fetch_and_lock(context, request); });
    if (!fetched) FAIL(fetched.error().message);
    return *fetched;
  }
  void complete_task(const std::string& id, command::Variables variables = {}) {
    Status done = run(
        [&](command::Context& context) { return command::complete_task(context, id, variables); });
    if (!done) FAIL(done.error().message);
  }

  ManualClock clock{kStart};
  std::unique_ptr<service::Engine> engine;
  service::EngineOptions options;  ///< taken by reopen()
};

}  // namespace procos::test
