// Camunda's GetActivityInstanceCmd: the tree of activity instances of a running process instance,
// read off its executions.
#include <unordered_map>

#include "command/support.h"
#include "exec/scope_executions.h"
#include "exec/tree.h"

namespace procos::command {
namespace {

using exec::ScopeMap;
using graph::Node;
using graph::NodeType;
using state::Execution;

const std::string& name_of(const Node& node, const state::Definition& definition) {
  return node.type == NodeType::kProcess ? definition.row.name : node.name;
}

void add_incidents(const Execution& execution, std::vector<state::IncidentRow>& incidents) {
  for (const auto& incident : execution.incidents) incidents.push_back(incident->row);
}

class TreeBuilder {
 public:
  explicit TreeBuilder(const state::Instance& instance) : instance_(instance) {}

  ActivityTree build() {
    const Execution& root = *instance_.root;
    add_activity(root, instance_.definition->graph->process(), root.row.id, {});
    for (Execution* leaf : exec::leaves_of(instance_)) {
      if (leaf->node != nullptr) add_leaf(*leaf);
    }
    return {root.row.id, root.row.process_definition_id, take(root.row.id)};
  }

 private:
  void add_leaf(Execution& leaf) {
    const ScopeMap scopes = exec::scope_map(leaf);
    const Node* done = nullptr;
    if (leaf.row.activity_instance_id.empty()) {
      add_transition(leaf);
      done = leaf.node;
    } else if (!exec::throws_compensation(*leaf.node)) {
      const Execution* around = exec::lookup(scopes, leaf.node->parent);
      add_activity(leaf, *leaf.node, leaf.row.activity_instance_id,
                   exec::parent_activity_instance_id(*around));
      done = leaf.node;
    }
    for (const auto& [scope, execution] : scopes) {
      if (scope == done || scope->type == NodeType::kProcess) continue;
      const std::string& id = exec::parent_activity_instance_id(*execution);
      if (activities_.contains(id)) continue;
      const std::string& around =
          exec::parent_activity_instance_id(*exec::lookup(scopes, scope->parent));
      // Nested compensation may give a scope the instance of the one around it; Camunda then shows
      // it right below the process.
      add_activity(*execution, *scope, id, around == id ? instance_.root->row.id : around);
    }
  }

  void add_activity(const Execution& execution, const Node& node, const std::string& id,
                    const std::string& parent_id) {
    ActivityInstance activity;
    activity.id = id;
    activity.parent_id = parent_id;
    activity.activity_id = node.type == NodeType::kProcess ? instance_.definition->row.id : node.id;
    activity.activity_name = name_of(node, *instance_.definition);
    activity.activity_type =
        node.type == NodeType::kProcess ? "processDefinition" : node.activity_type;
    activity.execution_ids.push_back(execution.row.id);
    // A compacted execution that stands in an inner activity has that one's incidents.
    if (execution.node == nullptr || execution.node == &node)
      add_incidents(execution, activity.incidents);
    for (const Execution* child = execution.first_child; child != nullptr; child = child->next) {
      if (child->row.event_scope || !child->row.concurrent || child->node != nullptr) continue;
      activity.execution_ids.push_back(child->row.id);
      add_incidents(*child, activity.incidents);
    }
    if (activities_.insert_or_assign(id, std::move(activity)).second)
      children_[parent_id].push_back(id);
  }

  void add_transition(const Execution& execution) {
    ActivityInstance::Transition transition;
    transition.id = execution.row.id;
    transition.parent_id = exec::parent_activity_instance_id(execution);
    transition.execution_id = execution.row.id;
    transition.activity_id = execution.node->id;
    transition.activity_name = execution.node->name;
    transition.activity_type = execution.node->activity_type;
    add_incidents(execution, transition.incidents);
    transitions_[transition.parent_id].push_back(std::move(transition));
  }

  /// The activity instance with everything below it.
  ActivityInstance take(const std::string& id) {
    ActivityInstance activity = std::move(activities_.at(id));
    for (const std::string& child : children_[id]) activity.children.push_back(take(child));
    activity.transitions = std::move(transitions_[id]);
    return activity;
  }

  const state::Instance& instance_;
  std::unordered_map<std::string, ActivityInstance> activities_;
  std::unordered_map<std::string, std::vector<std::string>> children_;
  std::unordered_map<std::string, std::vector<ActivityInstance::Transition>> transitions_;
};

}  // namespace

Result<ActivityTree> activity_tree(Context& context, const std::string& process_instance_id) {
  if (process_instance_id.empty()) return is_null(ErrorKind::kNullValue, "", "processInstanceId");
  const state::Instance* instance = context.session.find_instance(process_instance_id);
  if (instance == nullptr || instance->root->ended) {
    return is_null(ErrorKind::kNotFound,
                   "Process instance with id " + process_instance_id + " does not exist",
                   "processInstance");
  }
  return TreeBuilder(*instance).build();
}

}  // namespace procos::command
