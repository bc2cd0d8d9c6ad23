// What the commands on user tasks share.
#pragma once

#include <functional>
#include <string>

#include "command/operation_log.h"
#include "command/support.h"

namespace procos::command {

/// "Cannot find task with id ..." of the given kind when there is none.
Result<state::Task*> require_task(Context& context, const std::string& id,
                                  ErrorKind kind = ErrorKind::kNullValue);
/// The instance at the top of those that called each other down to the task's; empty without task
/// or process.
std::string root_of(Context& context, const state::Task* task);
/// Fails when a variable of the name is there and is transient while the new one is not, or the
/// reverse.
Status set_task_local(Context& context, state::Task& task, const TypedVariable& variable);
/// Sets variables as seen from the task: where they exist, else in the process instance, for a task
/// without process on the task.
Status set_process_variables(Context& context, state::Task& task, const Variables& variables);
/// Deletes the tasks that have this one as parent.
Status delete_sub_tasks(Context& context, const std::string& task_id, const std::string& reason);
/// Changes the task, keeps the identity links of assignee and owner as history wants them, and
/// fires its events.
Status edit_task(Context& context, state::Task& task,
                 const std::function<void(state::TaskRow&)>& change);
/// The same as an operation of the user operation log, which names what changed.
Status edit_task_as(Context& context, std::string_view operation, state::Task& task,
                    const std::function<void(state::TaskRow&)>& change);
/// What differs between a task's row before an operation and now.
void log_task(Context& context, std::string_view operation, const state::Task& task,
              const state::TaskRow& before);
/// The end of a task as an operation: Complete or Delete.
void log_task_end(Context& context, std::string_view operation, const state::Task& task);

}  // namespace procos::command
