#include "exec/scope_executions.h"

#include <algorithm>

#include "exec/tree.h"

namespace procos::exec {

std::vector<Execution*> leaves_of(const Instance& instance) {
  std::vector<Execution*> found;
  for (const auto& [id, execution] : instance.executions) {
    if (execution->row.event_scope) continue;
    const bool throws = execution->node != nullptr && throws_compensation(*execution->node);
    if (execution->child_count == 0 || throws) found.push_back(execution.get());
  }
  std::sort(found.begin(), found.end(),
            [](const Execution* a, const Execution* b) { return a->row.id < b->row.id; });
  return found;
}

ScopeExecutions::ScopeExecutions(const Instance& instance) {
  for (Execution* leaf : leaves_of(instance)) {
    if (leaf->node == nullptr) {
      if (leaf->is_process_instance()) add(instance.definition->graph->process(), *leaf);
      continue;
    }
    if (!leaf->row.activity_instance_id.empty()) add(*leaf->node, *leaf);
    for (const auto& [scope, execution] : scope_map(*leaf)) add(*scope, *execution);
  }
}

void ScopeExecutions::add(const Node& node, Execution& execution) {
  auto& known = executions_[&node];
  if (std::find(known.begin(), known.end(), &execution) == known.end()) known.push_back(&execution);
}

const std::vector<Execution*>& ScopeExecutions::of(const Node& node) const {
  static const std::vector<Execution*> kNone;
  auto found = executions_.find(&node);
  return found == executions_.end() ? kNone : found->second;
}

}  // namespace procos::exec
