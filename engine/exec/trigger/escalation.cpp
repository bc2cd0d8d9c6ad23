// Escalations (BPMN 2.0.2, 10.5.6): one that nothing catches is not a failure, the throwing event
// goes on.
#include "base/check.h"
#include "exec/behavior.h"
#include "exec/event.h"
#include "exec/handler_search.h"
#include "exec/propagate.h"
#include "exec/triggers.h"
#include "exec/variables.h"

namespace procos::exec {
namespace {

const Node* find_escalation_event(const Node& scope, const std::string& code, const Node& thrower) {
  for (const Node* event : scope.events) {
    if (event->trigger != Trigger::kEscalation) continue;
    if (!event->event.escalation_code.empty() && event->event.escalation_code != code) continue;
    const Node& handler = handler_of(*event);
    if (handler.type == NodeType::kEventSubProcess && &handler == thrower.parent) continue;
    return event;
  }
  return nullptr;
}

}  // namespace

Status throw_escalation_event(Context& c, Execution& e) {
  PROCOS_ASSIGN(Escalated escalated, propagate_escalation(c, e, e.node->event.escalation_code));
  if (escalated == Escalated::kInterrupted) return {};
  return leave(c, e.replaced_by != nullptr ? *e.replaced_by : e);
}

Result<Escalated> propagate_escalation(Context& c, Execution& e, const std::string& code) {
  HandlerSearch search(c);
  const Node& thrower = *e.node;
  PROCOS_ASSIGN(const Node* event, search.walk(e, [&](const Node& scope) {
    return find_escalation_event(scope, code, thrower);
  }));
  if (event == nullptr) return Escalated::kUncaught;
  const Node& handler = handler_of(*event);
  Execution* catching =
      search.execution_of(event->interrupting ? handler.event_scope : handler.parent);
  PROCOS_CHECK(catching != nullptr);
  if (!event->event.code_variable.empty()) {
    PROCOS_TRY(set_variable(c, *catching, event->event.code_variable, Value::string(code)));
  }
  PROCOS_TRY(execute_activity(c, *catching, handler));
  return event->interrupting ? Escalated::kInterrupted : Escalated::kCaught;
}

}  // namespace procos::exec
