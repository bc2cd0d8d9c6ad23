// What the commands on external tasks share.
#pragma once

#include <string>

#include "command/support.h"

namespace procos::command {

/// "Cannot find external task with id ..." when there is none.
Result<state::ExternalTask*> require_external_task(Context& context, const std::string& id);
/// The task if this worker holds its lock; `action` begins the message when it does not.
Result<state::ExternalTask*> require_locked_task(Context& context, const std::string& id,
                                                 const std::string& worker_id,
                                                 const std::string& action);
/// Gives the worker the task's lock. One that had run out is told of, but for tasks that have
/// failed before: their pause until the next try is kept as a lock too.
void lock_for(Context& context, state::ExternalTask& task, const std::string& worker_id,
              std::int64_t lock_duration_ms);
/// "<what> is not greater than 0" of the given kind.
Status check_positive(ErrorKind kind, const std::string& what, std::int64_t value);
/// Camunda's setRetriesAndManageIncidents.
Status set_retries(Context& context, state::ExternalTask& task, std::int64_t retries);
/// Sets the worker's variables and throws the error of the first camunda:errorEventDefinition whose
/// condition holds. True: an error was thrown and the task is gone.
Result<bool> throws_error(Context& context, state::ExternalTask& task,
                          bool ignore_broken_conditions);

}  // namespace procos::command
