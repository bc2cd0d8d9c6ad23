// Input and output parameters (camunda:inputOutput). Private to exec/.
#pragma once

#include "exec/context.h"

namespace procos::exec {

/// Evaluated in the scope around the activity, set locally in it.
Status run_input_parameters(Context& c, Execution& e);
/// Evaluated in the activity's scope, set in the scope around it.
Status run_output_parameters(Context& c, Execution& e);
/// With the names that `scope` knows, or those of the execution when it is null.
Result<Value> parameter_value(Context& c, const graph::Parameter& parameter, Execution& e,
                              expr::Scope* scope = nullptr);

}  // namespace procos::exec
