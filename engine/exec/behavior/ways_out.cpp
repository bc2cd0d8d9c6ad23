// How an activity is left: sequence flows, conditions and defaults (BPMN 2.0.2, 13.3.2 and 13.4).
#include "exec/behavior.h"
#include "exec/compensation.h"
#include "exec/event.h"
#include "exec/run.h"
#include "exec/tree.h"
#include "exec/variables.h"

namespace procos::exec {

Status leave(Context& c, Execution& e) {
  return dispatch_delayed_and(c, e,
                              [&c](Execution& at) { return perform(c, Step::kActivityLeave, at); });
}

Status wait(Context&, Execution&) { return {}; }

namespace {

bool inside_compensation(const Execution& e) {
  for (const Execution* at = e.parent; at != nullptr; at = at->parent) {
    if (at->node != nullptr && throws_compensation(*at->node)) return true;
  }
  return false;
}

[[gnu::cold, gnu::noinline]] std::string no_way_out(const Execution& e) {
  return "No outgoing sequence flow of '" + e.node->id +
         "' could be selected for continuing process instance '" + e.row.process_instance_id +
         "': no condition is true and there is no default flow.";
}

}  // namespace

Status leave_by_conditions(Context& c, Execution& e) {
  const Node& node = *e.node;
  std::vector<const Flow*> flows;
  flows.reserve(node.outgoing.size());
  for (const Flow* flow : node.outgoing) {
    if (flow == node.default_flow) continue;
    PROCOS_ASSIGN(bool holds, evaluate_flow_condition(c, *flow, e));
    if (holds) flows.push_back(flow);
  }
  if (flows.size() == 1) return leave_via(c, e, std::move(flows));
  if (flows.size() > 1) return leave_via(c, e, std::move(flows), {&e});
  if (node.default_flow != nullptr) return leave_via(c, e, {node.default_flow});
  if (!node.outgoing.empty()) return fail(ErrorKind::kProcessEngine, no_way_out(e));
  if (node.for_compensation && inside_compensation(e)) return end_compensation(c, e);
  return end(c, e, true);
}

Status leave_activity(Context& c, Execution& e) {
  const Node* handler = e.node->compensation_handler;
  if (handler != nullptr && handler->type != NodeType::kEventSubProcess)
    subscribe_compensation(c, e, *handler);
  return leave_by_conditions(c, e);
}

Status leave_scope(Context& c, Execution& e) {
  PROCOS_TRY(keep_for_compensation(c, e));
  return leave_activity(c, e);
}

Status leave_exclusive(Context& c, Execution& e) {
  const Node& node = *e.node;
  for (const Flow* flow : node.outgoing) {
    const bool conditional = flow->condition || flow->condition_script != nullptr;
    if (!conditional && flow == node.default_flow) continue;
    PROCOS_ASSIGN(bool holds, evaluate_flow_condition(c, *flow, e));
    if (holds) return leave_via(c, e, {flow});
  }
  if (node.default_flow != nullptr) return leave_via(c, e, {node.default_flow});
  return fail(ErrorKind::kProcessEngine, no_way_out(e));
}

}  // namespace procos::exec
