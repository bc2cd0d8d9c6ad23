// What all kinds of jobs share. Private to exec/.
#pragma once

#include <string_view>

#include "exec/context.h"

namespace procos::exec {

/// A job of the node's declaration with this handler: ids, priority, retries, suspension.
/// `declared` tells async-before from async-after; `e` is null for start events.
Result<state::JobRow> new_job(Context& c, const state::Definition& definition, const Node& node,
                              std::string_view handler, std::string_view declared, Execution* e);
/// kNullValue when it is gone.
Result<Execution*> execution_of_job(Context& c, const state::Job& job);

// ---- what jobs do: the rows of the table in job.cpp ----
Status run_event_timer(Context& c, state::Job& job);
Status run_start_timer(Context& c, state::Job& job);
Status run_task_timeout(Context& c, state::Job& job);
Status run_signal(Context& c, state::Job& job);

}  // namespace procos::exec
