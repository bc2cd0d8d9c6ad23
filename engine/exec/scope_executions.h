// Which executions stand for the instances of each scope (Camunda's ActivityExecutionTreeMapping).
#pragma once

#include <unordered_map>
#include <vector>

#include "graph/graph.h"
#include "state/instance.h"

namespace procos::exec {

/// Executions without children, oldest id first; those that throw compensation count as such. No
/// event scopes.
std::vector<state::Execution*> leaves_of(const state::Instance& instance);

class ScopeExecutions {
 public:
  explicit ScopeExecutions(const state::Instance& instance);
  /// Of a scope, or of an activity in which a leaf stands.
  const std::vector<state::Execution*>& of(const graph::Node& node) const;

 private:
  void add(const graph::Node& node, state::Execution& execution);

  std::unordered_map<const graph::Node*, std::vector<state::Execution*>> executions_;
};

}  // namespace procos::exec
