// Events by position (BPMN 2.0.2, 10.5): what their trigger does is in exec/trigger.
#include "exec/behavior.h"
#include "exec/triggers.h"

namespace procos::exec {

Status execute_catch_event(Context& c, Execution& e) {
  const Node* scope = e.node->event_scope;
  // Behind an event-based gateway the event has come already.
  if (scope != nullptr && scope->type == NodeType::kEventBasedGateway) return leave(c, e);
  return trigger_row(*e.node).caught(c, e);
}

Status execute_throw_event(Context& c, Execution& e) { return trigger_row(*e.node).thrown(c, e); }
Status execute_end_event(Context& c, Execution& e) { return trigger_row(*e.node).ended(c, e); }
Status leave_throw_event(Context& c, Execution& e) { return trigger_row(*e.node).left(c, e); }
/// Only work that was given away comes back: an external task.
Status signal_throw_event(Context& c, Execution& e) { return leave(c, e); }

}  // namespace procos::exec
