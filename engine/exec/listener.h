// Execution and task listeners. Private to exec/.
#pragma once

#include "exec/context.h"

namespace procos::exec {

/// Runs the listeners of an event in order, unless the execution skips custom listeners.
Status notify_listeners(Context& c, Execution& e, const std::vector<graph::Listener>& listeners,
                        std::string_view event);
/// One listener, with the task visible when there is one.
Status run_listener(Context& c, Execution& e, state::Task* task, const graph::Listener& listener);

}  // namespace procos::exec
