// BPMN errors and escalations on their way up the scopes. Private to exec/.
#pragma once

#include "exec/context.h"

namespace procos::exec {

/// Starts the nearest handler; ends the execution when there is none.
Status propagate_error(Context& c, Execution& e, const std::string& code, const std::string& message);

/// The same with what a native handler threw, when that is why it `failed`; else passes the failure on.
Status propagate_thrown(Context& c, Execution& e, Status failed);

enum class Escalated : std::uint8_t { kUncaught, kCaught, kInterrupted };
Result<Escalated> propagate_escalation(Context& c, Execution& e, const std::string& code);

}  // namespace procos::exec
