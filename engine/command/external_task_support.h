// What the commands on external tasks share.
#pragma once

#include <string>

#include "command/support.h"

namespace procos::command {

/// Null when there is none; its instance is loaded with it.
state::ExternalTask* find_external_task(Context& context, const std::string& id);
/// "Cannot find external task with id ..." when there is none.
Result<state::ExternalTask*> require_external_task(Context& context, const std::string& id);
/// The task if this worker holds its lock; `action` begins the message when it does not.
Result<state::ExternalTask*> require_locked_task(Context& context, const std::string& id,
                                                 const std::string& worker_id,
                                                 const std::string& action);
/// "<what> is not greater than 0" of the given kind.
Status check_positive(ErrorKind kind, const std::string& what, std::int64_t value);
/// Camunda's setRetriesAndManageIncidents.
Status set_retries(Context& context, state::ExternalTask& task, std::int64_t retries);
/// Sets the worker's variables and throws the error of the first camunda:errorEventDefinition whose
/// condition holds. True: an error was thrown and the task is gone.
Result<bool> throws_error(Context& context, state::ExternalTask& task,
                          bool ignore_broken_conditions);

}  // namespace procos::command
