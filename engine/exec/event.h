// Event subscriptions, what happens when an event comes, conditional events. Private to exec/.
#pragma once

#include <string>
#include <utility>

#include "exec/context.h"

namespace procos::exec {

/// Creates the message, signal or conditional subscription of an event in the scope `e`; nothing
/// for others.
Status subscribe(Context& c, Execution& e, const Node& event);
Status receive_event(Context& c, state::Subscription& subscription, const Variables& payload,
                     const Variables& local, const Variables& triggered,
                     const std::string& business_key);
/// The node that an event starts: the event subprocess of a start event in it, else the event
/// itself.
const Node& handler_of(const Node& event);

// ---- messages ----
/// What is meant for the scope that the event starts: kept until it is there, or set at once where
/// it is the event's own.
Status keep_triggered_payload(Context& c, Execution& e, const Node& event,
                              const Variables& payload);
void set_triggered_payload(Context& c, Execution& e, const Node& node);

// ---- conditional events ----
/// Remembers a variable change until the step under way is over.
void delay_event(Context& c, Execution& source, DelayedEvent event);
/// Offers a change (null: none in particular) to the conditional events of `e` and all below it.
Status dispatch_event(Context& c, Execution& e, const DelayedEvent* event);
Status dispatch_delayed(Context& c, Execution& e);
bool has_delayed(const Context& c, const Execution& e);

/// Where an execution stands, to see whether dispatching events has moved it.
struct Standing {
  std::string activity_id, activity_instance_id;
};
Standing standing_of(const Execution& e);
bool same_standing(const Standing& before, const Standing& after);

/// Dispatches, and goes on only if that has not moved or canceled the execution.
template <class Dispatch, class Continue>
Status unless_moved(Context&, Execution& e, Dispatch dispatch, Continue go_on) {
  if (!e.instance->definition->has_conditional_events) return e.canceled() ? Status{} : go_on(e);
  const Standing before = standing_of(e);
  PROCOS_TRY(dispatch(e));
  Execution& at = e.replaced_by != nullptr ? *e.replaced_by : e;
  if (at.canceled() || !same_standing(before, standing_of(at))) return {};
  return go_on(at);
}

/// Lets conditional events see the changes made so far, then goes on.
template <class Continue>
Status dispatch_delayed_and(Context& c, Execution& e, Continue go_on) {
  if (!has_delayed(c, e)) return e.canceled() ? Status{} : go_on(e);
  return unless_moved(c, e, [&c](Execution& at) { return dispatch_delayed(c, at); }, go_on);
}

}  // namespace procos::exec
