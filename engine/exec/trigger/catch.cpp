// Intermediate catch events (BPMN 2.0.2, 10.5.4): they wait, except behind an event-based gateway, where the event
// has come already, and for a condition that holds at once.
#include "exec/behavior.h"
#include "exec/variables.h"

namespace procos::exec {

Status execute_catch_event(Context& c, Execution& e) {
  const Node& node = *e.node;
  const bool after_gateway =
      node.event_scope != nullptr && node.event_scope->type == NodeType::kEventBasedGateway;
  if (after_gateway || node.trigger == Trigger::kLink) return leave(c, e);
  if (node.trigger == Trigger::kConditional) {
    PROCOS_ASSIGN(bool holds, condition_holds(c, *node.event.condition, e));
    if (holds) return leave(c, e);
  }
  return {};
}

}  // namespace procos::exec
