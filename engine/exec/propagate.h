// BPMN errors and escalations on their way up the scopes. Private to exec/.
#pragma once

#include "exec/context.h"

namespace procos::exec {

/// Starts the nearest handler; ends the execution when there is none.
Status propagate_error(Context& c, Execution& e, const std::string& code,
                       const std::string& message);

/// The same with what a native handler or a script threw, when that is why it `failed`; else passes
/// the failure on.
Status propagate_thrown(Context& c, Execution& e, Status failed);

/// What Camunda does with a failure of an activity's own work: a BPMN error goes its way; any other
/// goes only to an error event whose code is the class of the exception that Camunda would throw.
/// The failure itself when nothing catches it.
Status propagate_failure(Context& c, Execution& e, Error failure);

enum class Escalated : std::uint8_t { kUncaught, kCaught, kInterrupted };
Result<Escalated> propagate_escalation(Context& c, Execution& e, const std::string& code);

}  // namespace procos::exec
