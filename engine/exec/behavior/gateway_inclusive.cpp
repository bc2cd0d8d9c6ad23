// BPMN 2.0.2, 13.4.3. As in Camunda, the gateway waits while any other token of the scope can still
// reach it.
#include <algorithm>
#include <unordered_set>

#include "exec/behavior.h"
#include "exec/tree.h"
#include "exec/variables.h"

namespace procos::exec {
namespace {

bool reaches(const Node& from, const Node& target) {
  std::unordered_set<const Node*> visited;
  std::vector<const Node*> open{&from};
  while (!open.empty()) {
    const Node* node = open.back();
    open.pop_back();
    if (node == &target) return true;
    if (!visited.insert(node).second) continue;
    for (const Flow* flow : node->outgoing) open.push_back(flow->target);
    if (!node->outgoing.empty()) continue;
    if (node->type == NodeType::kEventBasedGateway) {
      open.insert(open.end(), node->events.begin(), node->events.end());
    } else if (node->parent != nullptr && node->parent->type != NodeType::kProcess) {
      open.push_back(node->parent);
    }
  }
  return false;
}

void collect_leaves(Execution& e, std::vector<Execution*>& leaves) {
  if (e.child_count == 0) {
    leaves.push_back(&e);
    return;
  }
  for (Execution* child : children_of(e)) collect_leaves(*child, leaves);
}

bool activates(Execution& e, const Node& gateway, const std::vector<Execution*>& waiting) {
  if (waiting.size() >= gateway.incoming.size()) return true;
  std::vector<Execution*> leaves;
  collect_leaves(e.row.scope || e.parent == nullptr ? e : *e.parent, leaves);
  return std::none_of(leaves.begin(), leaves.end(), [&](const Execution* leaf) {
    if (std::find(waiting.begin(), waiting.end(), leaf) != waiting.end()) return false;
    const Node* at = leaf->transition != nullptr ? leaf->transition->target : leaf->node;
    return at != nullptr && reaches(*at, gateway);
  });
}

}  // namespace

Status execute_inclusive_gateway(Context& c, Execution& e) {
  const Node& gateway = *e.node;
  set_active(c, e, false);
  std::vector<Execution*> waiting = find_inactive_concurrent(e, &gateway);
  if (!activates(e, gateway, waiting)) return {};
  std::vector<const Flow*> flows;
  for (const Flow* flow : gateway.outgoing) {
    if (flow == gateway.default_flow) continue;
    PROCOS_ASSIGN(bool holds, evaluate_flow_condition(c, *flow, e));
    if (holds) flows.push_back(flow);
  }
  if (flows.empty()) {
    if (gateway.default_flow == nullptr) {
      return fail(ErrorKind::kProcessEngine,
                  "No outgoing sequence flow of the inclusive gateway '" + gateway.id +
                      "' could be selected for continuing process instance '" +
                      e.row.process_instance_id +
                      "': no condition is true and there is no default flow.");
    }
    flows.push_back(gateway.default_flow);
  }
  return leave_via(c, e, std::move(flows), std::move(waiting));
}

}  // namespace procos::exec
