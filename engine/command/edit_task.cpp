// Camunda's SaveTaskCmd and DeleteTaskCmd: tasks made, changed and deleted through the API.
#include "command/task_support.h"

namespace procos::command {

Status update_task(Context& context, const state::TaskRow& wanted) {
  PROCOS_ASSIGN(state::Task * task, require_task(context, wanted.id));
  if (wanted.tenant_id != task->row.tenant_id) {
    const auto shown = [](const std::string& id) { return id.empty() ? std::string("null") : id; };
    return fail(ErrorKind::kProcessEngine,
                "ENGINE-03072 Cannot change tenantId of Task '" + wanted.id +
                    "'. Current tenant id '" + shown(task->row.tenant_id) +
                    "', Tenant id to set '" + shown(wanted.tenant_id) + "'");
  }
  return edit_task_as(context, "Update", *task, [&](state::TaskRow& row) {
    row.name = wanted.name;
    row.description = wanted.description;
    row.owner = wanted.owner;
    row.assignee = wanted.assignee;
    row.delegation_state = wanted.delegation_state;
    row.due_date = wanted.due_date;
    row.follow_up_date = wanted.follow_up_date;
    row.priority = wanted.priority;
    row.parent_task_id = wanted.parent_task_id;
    row.case_instance_id = wanted.case_instance_id;
  });
}

Result<std::string> create_task(Context& context, const state::TaskRow& wanted) {
  state::TaskRow row = wanted;
  if (!row.id.empty() && context.session.find_task(row.id) != nullptr) {
    return fail(ErrorKind::kBadUserRequest,
                "Cannot create task: there is a task with id '" + row.id + "' already.");
  }
  if (!row.parent_task_id.empty()) {
    const state::Task* parent = context.session.find_task(row.parent_task_id);
    if (parent == nullptr) {
      return is_null(ErrorKind::kNotValid,
                     "Parent task with id '" + row.parent_task_id + "' does not exist",
                     "parentTask");
    }
    if (parent->row.suspended) return suspended("parent task", row.id);
    if (row.tenant_id.empty()) row.tenant_id = parent->row.tenant_id;
  }
  row.create_time = context.session.now();
  row.task_state = "Created";
  state::Task& task = context.session.create_standalone_task(std::move(row));
  task.phase = state::TaskPhase::kCreated;
  context.session.tell({.kind = state::FactKind::kTaskCreated, .task = &task});
  log_task(context, "Create", task, state::TaskRow());
  context.session.tell_user_link(task, "assignee", task.row.assignee, true);
  context.session.tell_user_link(task, "owner", task.row.owner, true);
  return task.row.id;
}

Status delete_task(Context& context, const std::string& task_id) {
  state::Task* task = context.session.find_task(task_id);
  if (task == nullptr) return {};
  PROCOS_ASSIGN(task, require_task(context, task_id));
  if (!task->row.execution_id.empty()) {
    return fail(ErrorKind::kProcessEngine,
                "The task cannot be deleted because is part of a running process");
  }
  PROCOS_TRY(authorize(context, Check::kDeleteTask, {task_id, {}, {}, task->row.tenant_id}));
  log_task_end(context, "Delete", *task);
  PROCOS_TRY(delete_sub_tasks(context, task_id, "deleted"));
  return context.interpreter.delete_task(*task, "deleted", false);
}

}  // namespace procos::command
