// Jobs: creating them, and doing what they say. Private to exec/.
#pragma once

#include "exec/context.h"

namespace procos::exec {

/// The step becomes a job that does it later.
Status create_async_job(Context& c, Step step, Execution& e);
Status create_timer(Context& c, Execution& e, const Node& event);
Status create_timeout_timer(Context& c, Execution& e, const Node& task,
                            const graph::TaskTimeout& timeout);
Status create_start_timer(Context& c, const state::Definition& definition, const Node& start);
Status run_job(Context& c, state::Job& job);
/// Another due date and repetition: those of the event's timer as it reads now.
Status renew_timer(Context& c, state::Job& job, Execution& e, const graph::Timer& timer,
                   const Node& event);

/// Deletes the incident and those it caused in calling instances.
void delete_incident(Context& c, state::Incident& incident, bool resolved);

}  // namespace procos::exec
