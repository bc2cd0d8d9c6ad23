// Suspending or activating definitions at a later time: Camunda's timers for it.
#pragma once

#include <string_view>

#include "command/commands.h"

namespace procos::command {

/// Makes the job that carries out the request when its time has come. It belongs to no definition
/// and outlives them, as in Camunda.
Status suspend_definition_later(Context& context, const Suspend& request);
Status suspend_job_definitions_later(Context& context, const SuspendJobs& request);

bool is_suspension_job(std::string_view handler);
Status run_suspension_job(Context& context, const state::JobRow& job);

}  // namespace procos::command
