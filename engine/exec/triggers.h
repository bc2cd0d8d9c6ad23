// Columns of the grid of events: what a trigger does in each position (BPMN 2.0.2, 10.5). One file
// a trigger in exec/trigger; the table is in triggers.cpp. Private to exec/.
#pragma once

#include "exec/context.h"

namespace procos::exec {

struct TriggerRow {
  Trigger trigger;
  /// An intermediate catch event was entered: it waits, or leaves at once.
  Status (*caught)(Context&, Execution&);
  /// An intermediate throw event was entered.
  Status (*thrown)(Context&, Execution&);
  /// An end event was entered.
  Status (*ended)(Context&, Execution&);
  /// How a throw or end event is left.
  Status (*left)(Context&, Execution&);
  bool throws_compensation = false;
  /// Entering its end event cancels everything else in the scope around it.
  bool interrupts_flow_scope = false;
  /// The catching event does not show in history.
  bool leaves_no_history = false;
};

const TriggerRow& trigger_row(const Node& node);

// ---- exec/trigger/ ----
Status throw_nothing(Context& c, Execution& e);
Status end_with_nothing(Context& c, Execution& e);
Status throw_signal_event(Context& c, Execution& e);
Status throw_error_event(Context& c, Execution& e);
Status throw_escalation_event(Context& c, Execution& e);
Status throw_compensation_event(Context& c, Execution& e);
Status throw_cancel_event(Context& c, Execution& e);
Status leave_cancel_end(Context& c, Execution& e);
Status end_by_terminate(Context& c, Execution& e);
Status catch_condition(Context& c, Execution& e);
Status catch_link(Context& c, Execution& e);

}  // namespace procos::exec
