// What the commands on user tasks share.
#pragma once

#include <functional>
#include <string>

#include "command/support.h"

namespace procos::command {

/// "Cannot find task with id ..." of the given kind when there is none.
Result<state::Task*> require_task(Context& context, const std::string& id,
                                  ErrorKind kind = ErrorKind::kNullValue);
/// Sets variables as seen from the task: where they exist, else in the process instance, for a task
/// without process on the task.
Status set_process_variables(Context& context, state::Task& task, const Variables& variables);
/// Deletes the tasks that have this one as parent.
Status delete_sub_tasks(Context& context, const std::string& task_id, const std::string& reason);
/// Changes the task, keeps the identity links of assignee and owner as history wants them, and
/// fires its events.
Status edit_task(Context& context, state::Task& task,
                 const std::function<void(state::TaskRow&)>& change);

}  // namespace procos::command
