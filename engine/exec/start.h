// Process instances begin. Private to exec/.
#pragma once

#include "exec/context.h"

namespace procos::exec {

/// Starts a created instance at `start`, or at its none start event when null.
Status start_instance(Context& c, Execution& root, const Node* start, const Variables& variables);

}  // namespace procos::exec
