// THE table: one row for every trigger.
#include "exec/triggers.h"

#include <array>

#include "exec/behavior.h"

namespace procos::exec {
namespace {

constexpr std::size_t kTriggerCount = static_cast<std::size_t>(Trigger::kTerminate) + 1;

// clang-format off
constexpr std::array<TriggerRow, kTriggerCount> kTriggers{{
    // trigger                caught           thrown                    ended                     left                  undoes interrupts unseen
    {Trigger::kNone,         wait,            throw_nothing,            end_with_nothing,         leave_activity},
    {Trigger::kMessage,      wait,            execute_work,             execute_work,             leave_activity},
    {Trigger::kTimer,        wait,            throw_nothing,            end_with_nothing,         leave_activity},
    {Trigger::kSignal,       wait,            throw_signal_event,       throw_signal_event,       leave_activity},
    {Trigger::kError,        wait,            throw_error_event,        throw_error_event,        leave_activity},
    {Trigger::kEscalation,   wait,            throw_escalation_event,   throw_escalation_event,   leave_activity},
    {Trigger::kConditional,  catch_condition, throw_nothing,            end_with_nothing,         leave_activity},
    {Trigger::kCompensation, wait,            throw_compensation_event, throw_compensation_event, leave_by_conditions, true},
    {Trigger::kCancel,       wait,            throw_cancel_event,       throw_cancel_event,       leave_cancel_end,    true, true},
    {Trigger::kLink,         catch_link,      throw_nothing,            end_with_nothing,         leave_activity,      false, false, true},
    {Trigger::kTerminate,    wait,            end_by_terminate,         end_by_terminate,         leave_activity,      false, true},
}};
// clang-format on

constexpr bool triggers_in_order() {
  for (std::size_t i = 0; i < kTriggers.size(); ++i) {
    if (static_cast<std::size_t>(kTriggers[i].trigger) != i) return false;
  }
  return true;
}
static_assert(triggers_in_order(), "one row for every trigger, in the order of the enumeration");

}  // namespace

const TriggerRow& trigger_row(const Node& node) {
  return kTriggers[static_cast<std::size_t>(node.trigger)];
}

}  // namespace procos::exec
