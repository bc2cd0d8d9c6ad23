// Call activities: starting the called process, variables in and out. Private to exec/.
#pragma once

#include "exec/context.h"

namespace procos::exec {

/// Which process or decision is meant: its key, and what the binding and the tenant ask for.
/// `caller` names who calls it in messages.
Result<state::DefinitionQuery> bound_query(Context& c, Execution& e,
                                           const graph::CallActivity& call,
                                           const std::string& caller);
/// Copies camunda:out variables from the called instance to the caller.
Status pass_output_variables(Context& c, Execution& caller, Execution& called);
/// The called instance has ended.
Status call_completed(Context& c, Execution& caller);

}  // namespace procos::exec
