// Call activities: starting the called process, variables in and out. Private to exec/.
#pragma once

#include "exec/context.h"

namespace procos::exec {

/// Copies camunda:out variables from the called instance to the caller.
Status pass_output_variables(Context& c, Execution& caller, Execution& called);
/// The called instance has ended.
Status call_completed(Context& c, Execution& caller);

}  // namespace procos::exec
