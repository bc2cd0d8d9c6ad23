// Cancel events (BPMN 2.0.2, 10.7): what the transaction completed is compensated, then its cancel
// boundary event takes over.
#include "base/check.h"
#include "exec/behavior.h"
#include "exec/compensation.h"
#include "exec/tree.h"
#include "exec/triggers.h"

namespace procos::exec {
namespace {

/// Of the transaction around a cancel end event; kNullValue when it has none.
Result<const Node*> cancel_boundary_of(const Execution& e) {
  for (const Node* at = e.node->parent; at != nullptr; at = at->parent) {
    if (at->cancel_boundary != nullptr) return at->cancel_boundary;
  }
  return fail(ErrorKind::kNullValue,
              "Could not find cancel boundary event for cancel end event '" + e.node->id + "'.");
}

}  // namespace

Status throw_cancel_event(Context& c, Execution& e) {
  PROCOS_TRY(cancel_boundary_of(e));
  auto subscriptions = compensations_in_reach(e);
  if (subscriptions.empty()) return leave(c, e);
  return throw_compensation(c, e, std::move(subscriptions));
}

Status leave_cancel_end(Context& c, Execution& e) {
  PROCOS_ASSIGN(const Node* boundary, cancel_boundary_of(e));
  Execution* transaction = find_execution_for_flow_scope(e, boundary->event_scope);
  PROCOS_CHECK(transaction != nullptr);
  return execute_activity(c, *transaction, *boundary);
}

}  // namespace procos::exec
