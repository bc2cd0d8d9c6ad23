// Throwing positions: intermediate throw events and end events, one row for each trigger (BPMN 2.0.2, 10.5).
#include <array>

#include "exec/behavior.h"
#include "exec/compensation.h"
#include "exec/event.h"
#include "exec/propagate.h"
#include "exec/tree.h"
#include "exec/variables.h"

namespace procos::exec {
namespace {

Status end_here(Context& c, Execution& e) { return end(c, e, true); }

Status throw_signal_event(Context& c, Execution& e) {
  const graph::Event& event = e.node->event;
  PROCOS_ASSIGN(std::string name, evaluate_text(c, event.name, e));
  PROCOS_ASSIGN(Variables payload, mapped_variables(c, event.payload, e, Take::kInputs));
  std::string business_key;
  for (const graph::Mapping& mapping : event.payload) {
    if (!mapping.business_key) continue;
    business_key = mapping.source;
    if (mapping.source_expression) {
      PROCOS_ASSIGN(business_key, evaluate_text(c, mapping.source_expression, e));
    }
  }
  PROCOS_TRY(throw_signal(c, e, name, payload, business_key, event.async));
  return leave(c, e);
}

Status throw_error_event(Context& c, Execution& e) {
  const graph::Event& event = e.node->event;
  PROCOS_ASSIGN(std::string message, evaluate_text(c, event.error_message_expression, e));
  return propagate_error(c, e, event.error_code, message);
}

Status throw_escalation_event(Context& c, Execution& e) {
  PROCOS_ASSIGN(Escalated escalated, propagate_escalation(c, e, e.node->event.escalation_code));
  if (escalated == Escalated::kInterrupted) return {};
  return leave(c, e.replaced_by != nullptr ? *e.replaced_by : e);
}

Status throw_compensation_event(Context& c, Execution& e) {
  const std::string& activity = e.node->event.activity_ref;
  auto subscriptions = activity.empty() ? compensations_in_reach(e) : compensations_of(e, activity);
  if (subscriptions.empty()) return leave(c, e);
  return throw_compensation(c, e, std::move(subscriptions));
}

Status throw_cancel_event(Context& c, Execution& e) {
  PROCOS_TRY(cancel_boundary_of(e));
  auto subscriptions = compensations_in_reach(e);
  if (subscriptions.empty()) return leave(c, e);
  return throw_compensation(c, e, std::move(subscriptions));
}

struct ThrowRow {
  Trigger trigger;
  Status (*intermediate)(Context&, Execution&);
  Status (*end)(Context&, Execution&);
  Status (*leave)(Context&, Execution&);
};

// clang-format off
constexpr std::array<ThrowRow, 11> kThrow{{
    {Trigger::kNone,         leave,                    end_here,                 leave_activity},
    {Trigger::kMessage,      execute_work,             execute_work,             leave_activity},
    {Trigger::kTimer,        leave,                    end_here,                 leave_activity},
    {Trigger::kSignal,       throw_signal_event,       throw_signal_event,       leave_activity},
    {Trigger::kError,        throw_error_event,        throw_error_event,        leave_activity},
    {Trigger::kEscalation,   throw_escalation_event,   throw_escalation_event,   leave_activity},
    {Trigger::kConditional,  leave,                    end_here,                 leave_activity},
    {Trigger::kCompensation, throw_compensation_event, throw_compensation_event, leave_by_conditions},
    {Trigger::kCancel,       throw_cancel_event,       throw_cancel_event,       leave_cancel_end},
    {Trigger::kLink,         leave,                    end_here,                 leave_activity},
    {Trigger::kTerminate,    end_here,                 end_here,                 leave_activity},
}};
// clang-format on

constexpr bool throws_in_order() {
  for (std::size_t i = 0; i < kThrow.size(); ++i) {
    if (static_cast<std::size_t>(kThrow[i].trigger) != i) return false;
  }
  return true;
}
static_assert(throws_in_order(), "one row for every trigger");

const ThrowRow& throw_row_of(const Execution& e) { return kThrow[static_cast<std::size_t>(e.node->trigger)]; }

}  // namespace

Status execute_throw_event(Context& c, Execution& e) { return throw_row_of(e).intermediate(c, e); }
Status execute_end_event(Context& c, Execution& e) { return throw_row_of(e).end(c, e); }
Status leave_throw_event(Context& c, Execution& e) { return throw_row_of(e).leave(c, e); }
/// Only work that was given away comes back: an external task.
Status signal_throw_event(Context& c, Execution& e) { return leave(c, e); }

}  // namespace procos::exec
