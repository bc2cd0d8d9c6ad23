// What the commands on jobs share.
#pragma once

#include <string>

#include "command/support.h"

namespace procos::command {

/// The node whose job it is; null when the definition or the node is not there.
const graph::Node* node_of(Context& context, const state::Job& job,
                           state::DefinitionPtr& keep_alive);
/// Sets the retries: an incident is created when none are left, and resolved when there are some
/// again.
Status set_retries(Context& context, state::Job& job, std::int64_t retries);
/// Gives up the lock, so that the job executor may take the job.
void unlock(Context& context, state::Job& job);

}  // namespace procos::command
