#include "command/task_support.h"

namespace procos::command {
namespace {

/// Assignee and owner are kept in the task's row; history sees them as identity links that come and
/// go.
void tell_link(Context& context, state::Task& task, const char* type, const std::string& user,
               bool added) {
  if (user.empty()) return;
  state::IdentityLinkRow link;
  link.type = type;
  link.user_id = user;
  link.task_id = task.row.id;
  link.process_instance_id = task.row.process_instance_id;
  link.tenant_id = task.row.tenant_id;
  context.session.tell({.kind = added ? state::FactKind::kLinkAdded : state::FactKind::kLinkRemoved,
                        .execution = context.session.execution_of(task),
                        .task = &task,
                        .link = &link});
}

void tell_change(Context& context, state::Task& task, const char* type, const std::string& before,
                 const std::string& after) {
  if (before == after) return;
  tell_link(context, task, type, before, false);
  tell_link(context, task, type, after, true);
}

}  // namespace

Result<state::Task*> require_task(Context& context, const std::string& id, ErrorKind kind) {
  if (id.empty()) return is_null(kind, "", "taskId");
  state::Task* task = context.session.find_task(id);
  if (task == nullptr) return is_null(kind, "Cannot find task with id " + id, "task");
  return task;
}

Status set_process_variables(Context& context, state::Task& task, const Variables& variables) {
  if (variables.empty()) return {};
  state::Execution* execution = context.session.execution_of(task);
  Variables beyond;
  for (const TypedVariable& variable : variables) {
    bool local = execution == nullptr;
    for (const auto& own : task.variables) local = local || own->row.name == variable.name;
    if (local) {
      context.session.set_local(task, variable.name, variable.value, variable.transient);
    } else {
      beyond.push_back(variable);
    }
  }
  return beyond.empty() ? Status{} : context.interpreter.set_variables(*execution, beyond, false);
}

Status edit_task(Context& context, state::Task& task,
                 const std::function<void(state::TaskRow&)>& change) {
  const std::string assignee = task.row.assignee, owner = task.row.owner;
  change(task.row);
  context.session.mark(task);
  tell_change(context, task, "assignee", assignee, task.row.assignee);
  tell_change(context, task, "owner", owner, task.row.owner);
  return context.interpreter.task_updated(task);
}

}  // namespace procos::command
