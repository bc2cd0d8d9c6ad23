// Process instances begin. Private to exec/.
#pragma once

#include "exec/context.h"

namespace procos::exec {

/// Starts a created instance at `start`, or at its none start event when null.
Status start_instance(Context& c, Execution& root, const Node* start, const Variables& variables);
/// The same up to the first activity, which nothing executes: instructions do.
Status start_without_executing(Context& c, Execution& root, const Node& first,
                               const Variables& variables);

}  // namespace procos::exec
