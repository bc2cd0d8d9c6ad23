#include "history/sources.h"

#include "graph/graph.h"

namespace procos::history {
namespace {

using graph::Node;
using graph::NodeType;
using graph::Trigger;
using state::Execution;

std::string instance_around(const Execution& execution) {
  return execution.parent == nullptr ? execution.row.id
                                     : execution.parent->row.activity_instance_id;
}

bool throws_compensation(const Node& node) {
  const bool throws = node.type == NodeType::kThrowEvent || node.type == NodeType::kEndEvent;
  return throws && (node.trigger == Trigger::kCompensation || node.trigger == Trigger::kCancel);
}

/// The execution of the scope around the one that `execution` stands for.
const Execution* scope_around(const Execution& execution) {
  const Execution* parent = execution.parent;
  return parent != nullptr && !parent->row.scope ? parent->parent : parent;
}

bool is_composite(const Node& node) {
  return node.type == NodeType::kSubProcess || node.type == NodeType::kEventSubProcess ||
         node.type == NodeType::kTransaction || node.type == NodeType::kMultiInstanceBody;
}

/// Camunda's isExecutingScopeLeafActivity: what is set here belongs to the activity, not around it.
bool executes_scope_leaf(const Execution& execution) {
  return execution.parent != nullptr && execution.row.active && execution.node != nullptr &&
         execution.node->is_scope && !execution.row.activity_instance_id.empty() &&
         !is_composite(*execution.node);
}

}  // namespace

std::string parent_activity_instance_id(const Execution& execution) {
  const Execution* parent = execution.parent;
  const bool compensates = parent != nullptr && execution.node != nullptr &&
                           parent->node != nullptr && throws_compensation(*parent->node);
  if (!compensates) return instance_around(execution);
  // A compensation handler runs below the throwing event, but belongs to the scope it is drawn in.
  const Execution* scope = scope_around(*parent);
  const Node* node = parent->node->parent;
  while (scope != nullptr && node != nullptr && node != execution.node->parent) {
    scope = scope_around(*scope);
    node = node->parent;
  }
  return instance_around(scope == nullptr ? execution : *scope);
}

std::string variable_activity_instance_id(const Execution& scope,
                                          const state::VariableRow& variable) {
  const bool of_activity =
      !variable.task_id.empty() || variable.concurrent_local || executes_scope_leaf(scope);
  return of_activity ? scope.row.activity_instance_id : instance_around(scope);
}

}  // namespace procos::history
