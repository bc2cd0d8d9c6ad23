// What each kind of node does. The table is in behaviors.cpp. Private to exec/.
#pragma once

#include "exec/context.h"

namespace procos::exec {

struct Behavior {
  Status (*execute)(Context&, Execution&);
  /// What the node waits for has come; null: it waits for nothing.
  Status (*signal)(Context&, Execution&);
  /// Chooses the way out.
  Status (*leave)(Context&, Execution&);
  // Composites only: the last execution in the scope has ended; one of several concurrent ones has.
  Status (*complete)(Context&, Execution&) = nullptr;
  Status (*concurrent_child_ended)(Context&, Execution& scope, Execution& ended) = nullptr;
};

const Behavior& behavior_of(const Node& node);

/// Conditional events first, then the way out.
Status leave(Context& c, Execution& e);
/// Stays: a wait state.
Status wait(Context& c, Execution& e);

/// Enters scopes below `e`, the outermost first; returns the execution in which the next activity
/// starts.
Result<Execution*> enter_scopes(Context& c, Execution& e, const std::vector<const Node*>& scopes);

// ---- ways out ----
Status leave_by_conditions(Context& c,
                           Execution& e);  ///< every flow whose condition holds, else the default
Status leave_activity(Context& c,
                      Execution& e);  ///< the same, and a compensation handler is registered
Status leave_scope(Context& c, Execution& e);  ///< the same for scopes: their compensation is kept
Status leave_exclusive(Context& c, Execution& e);

// ---- rows: exec/behavior/ ----
Status execute_parallel_gateway(Context& c, Execution& e);
Status execute_inclusive_gateway(Context& c, Execution& e);
Status execute_event_based_gateway(Context& c, Execution& e);
Status execute_sub_process(Context& c, Execution& e);
Status sub_process_child_ended(Context& c, Execution& scope, Execution& ended);
Status execute_multi_instance(Context& c, Execution& e);
Status complete_multi_instance(Context& c, Execution& e);
Status multi_instance_child_ended(Context& c, Execution& scope, Execution& ended);
/// Makes a body with one instance, for a modification; returns where that instance's activity
/// starts.
Result<Execution*> enter_multi_instance(Context& c, Execution& body);
/// One more instance in a running body; a sequential one must have none.
Result<Execution*> add_inner_instance(Context& c, Execution& body, const Node& node);
/// An instance was cancelled; `inner` is its execution in the body, of a sequential one the body's.
Status remove_inner_instance(Context& c, Execution& inner, const Node& node);
Status execute_user_task(Context& c, Execution& e);
Status execute_work(Context& c, Execution& e);
Status run_connector(Context& c, Execution& e);
Status send_mail(Context& c, Execution& e);
Status run_shell(Context& c, Execution& e);
Status run_decision(Context& c, Execution& e);
Status execute_script_task(Context& c, Execution& e);
Status execute_call_activity(Context& c, Execution& e);
Status execute_catch_event(Context& c, Execution& e);
Status execute_throw_event(Context& c, Execution& e);
Status execute_end_event(Context& c, Execution& e);
Status signal_throw_event(Context& c, Execution& e);
Status leave_throw_event(Context& c, Execution& e);

}  // namespace procos::exec
