// The interpreter in memory: a definition from XML, one session for each command, nothing stored.
#pragma once

#include <catch2/catch.hpp>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "exec/api.h"
#include "graph/build.h"
#include "state/session.h"

namespace procos::test {

class MemoryRepository final : public state::Repository {
 public:
  state::InstanceRows load_instance(const std::string&) override { return {}; }
  std::vector<state::VariableRow> find_variables(const std::string&) override { return {}; }
  std::vector<state::ExecutionRow> find_executions(const std::string&) override { return {}; }
  std::vector<state::DefinitionRow> find_definitions(const state::DefinitionQuery& query) override {
    std::vector<state::DefinitionRow> found;
    for (const auto& row : definitions) {
      if (row.key == query.key) found.push_back(row);
    }
    return found;
  }
  std::vector<state::EventSubscriptionRow> find_subscriptions(std::string_view,
                                                              std::string_view) override {
    return {};
  }
  std::vector<state::ExecutionRow> find_called_instances(const std::string&) override { return {}; }
  std::vector<state::IncidentRow> find_incidents_by_cause(const std::string&) override {
    return {};
  }
  bool find(const std::string&, state::DeploymentRow&) override { return false; }
  bool find(const std::string&, state::ResourceRow&) override { return false; }
  bool find(const std::string&, state::DefinitionRow&) override { return false; }
  bool find(const std::string&, state::DecisionRequirementsDefinitionRow&) override {
    return false;
  }
  bool find(const std::string&, state::DecisionDefinitionRow&) override { return false; }
  bool find(const std::string&, state::JobDefinitionRow&) override { return false; }
  bool find(const std::string&, state::ExecutionRow&) override { return false; }
  bool find(const std::string&, state::VariableRow&) override { return false; }
  bool find(const std::string&, state::TaskRow&) override { return false; }
  bool find(const std::string&, state::IdentityLinkRow&) override { return false; }
  bool find(const std::string&, state::ExternalTaskRow&) override { return false; }
  bool find(const std::string&, state::JobRow&) override { return false; }
  bool find(const std::string&, state::EventSubscriptionRow&) override { return false; }
  bool find(const std::string&, state::IncidentRow&) override { return false; }
  bool find(const std::string&, state::HiProcessInstanceRow&) override { return false; }
  bool find(const std::string&, state::HiActivityRow&) override { return false; }
  bool find(const std::string&, state::HiTaskRow&) override { return false; }
  bool find(const std::string&, state::HiVariableRow&) override { return false; }
  bool find(const std::string&, state::HiIncidentRow&) override { return false; }
  bool find(const std::string&, state::BatchRow&) override { return false; }
  bool find(const std::string&, state::BatchChunkRow&) override { return false; }
  bool find(const std::string&, state::HiDecisionInstanceRow&) override { return false; }
  bool find(const std::string&, state::HiBatchRow&) override { return false; }
  bool find(const std::string&, state::HiCommentRow&) override { return false; }
  bool find(const std::string&, state::HiAttachmentRow&) override { return false; }
  bool find(const std::string&, state::HiAttachmentContentRow&) override { return false; }
  bool find(const std::string&, state::FilterRow&) override { return false; }
  bool find(const std::string&, state::HiUserOperationRow&) override { return false; }

  std::vector<state::DefinitionRow> definitions;
};

class MemoryDefinitions final : public state::Definitions {
 public:
  state::DefinitionPtr find(const std::string& id) override { return by_id.at(id); }
  const graph::Node* node(const state::Definition& definition, std::string_view id) override {
    return definition.graph->find(id);
  }
  const graph::Flow* flow(const state::Definition&, std::string_view) override { return nullptr; }
  void add(state::DefinitionPtr definition) override { by_id[definition->row.id] = definition; }
  void forget(const std::string& id) override { by_id.erase(id); }
  std::map<std::string, state::DefinitionPtr> by_id;
};

/// Keeps the order of what happened: "start a", "end a", "cancel a", "process ended".
class Trace final : public state::FactSink {
 public:
  void on_fact(state::Session&, const state::Fact& fact) override {
    using state::FactKind;
    if (fact.kind == FactKind::kActivityStarted)
      lines.push_back("start " + fact.execution->row.activity_id);
    if (fact.kind == FactKind::kActivityEnded) {
      lines.push_back((fact.execution->canceled() ? "cancel " : "end ") +
                      fact.execution->row.activity_id);
    }
    if (fact.kind == FactKind::kProcessEnded) lines.push_back("process ended");
  }
  std::vector<std::string> lines;
};

/// One running engine without storage; everything happens in one session.
class Harness {
 public:
  explicit Harness(const std::string& body, const std::string& outside = {}) {
    const std::string xml =
        R"(<?xml version="1.0"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" )"
        R"(xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" )"
        R"(targetNamespace="t">)" +
        outside + body + "</definitions>";
    const graph::Built built = graph::build(xml, "test.bpmn");
    for (const auto& problem : built.problems) INFO(problem.line << ": " << problem.message);
    REQUIRE_FALSE(built.has_errors());
    for (const auto& graph : built.processes) {
      auto definition = std::make_shared<state::Definition>();
      definition->graph = graph;
      definition->row.key = graph->key;
      definition->row.id = graph->key + ":1:x";
      definition->has_conditional_events = graph->has_conditional_events;
      repository_.definitions.push_back(definition->row);
      definitions_.by_id[definition->row.id] = definition;
    }
  }

  state::Execution& start(const std::string& key, const exec::Variables& variables = {}) {
    check(try_start(key, variables));
    return *instance_->root;
  }
  Status try_start(const std::string& key, const exec::Variables& variables = {}) {
    state::Execution& root =
        session_.create_instance(definitions_.find(key + ":1:x"), "bk", nullptr, {});
    instance_ = root.instance;
    return interpreter_.start(root, nullptr, variables);
  }

  /// Completes the first task of this definition key.
  void complete(const std::string& key) {
    state::Task* task = find_task(key);
    REQUIRE(task != nullptr);
    check(interpreter_.complete_task(*task));
  }
  state::Task* find_task(const std::string& key) {
    for (auto& [id, execution] : instance_->executions) {
      for (auto& task : execution->tasks) {
        if (task->row.task_definition_key == key) return task.get();
      }
    }
    return nullptr;
  }
  /// The activities of all open tasks, sorted.
  std::multiset<std::string> tasks() const {
    std::multiset<std::string> keys;
    for (auto& [id, execution] : instance_->executions) {
      for (auto& task : execution->tasks) keys.insert(task->row.task_definition_key);
    }
    return keys;
  }
  std::multiset<std::string> external_tasks() const {
    std::multiset<std::string> keys;
    for (auto& [id, execution] : instance_->executions) {
      for (auto& task : execution->external_tasks) keys.insert(task->row.activity_id);
    }
    return keys;
  }
  state::Execution* execution_at(const std::string& activity) {
    for (auto& [id, execution] : instance_->executions) {
      if (execution->row.activity_id == activity && execution->first_child == nullptr)
        return execution.get();
    }
    return nullptr;
  }
  bool ended() const { return instance_->root->removed; }
  static void check(const Status& status) {
    INFO((status ? std::string() : status.error().message));
    REQUIRE(status.has_value());
  }

  exec::Interpreter& interpreter() { return interpreter_; }
  state::Session& session() { return session_; }
  Trace& trace() { return trace_; }
  state::Instance& instance() { return *instance_; }

 private:
  MemoryRepository repository_;
  MemoryDefinitions definitions_;
  SystemClock clock_;
  state::InstanceCache cache_;
  Trace trace_;
  exec::Settings settings_;
  state::Session session_{{repository_, definitions_, clock_, cache_, trace_}};
  exec::Interpreter interpreter_{session_, settings_};
  state::Instance* instance_ = nullptr;
};

}  // namespace procos::test
