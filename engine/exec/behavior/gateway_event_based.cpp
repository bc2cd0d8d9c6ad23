// BPMN 2.0.2, 13.4.4. The subscriptions of the events behind it are made when its scope is created.
#include "exec/behavior.h"
#include "exec/tree.h"
#include "exec/variables.h"

namespace procos::exec {

Status execute_event_based_gateway(Context& c, Execution& e) {
  for (const Node* event : e.node->events) {
    if (event->trigger != Trigger::kConditional) continue;
    PROCOS_ASSIGN(bool holds, condition_holds(c, *event->event.condition, e));
    if (holds) return execute_event_handler(c, e, *event);
  }
  return {};
}

}  // namespace procos::exec
