#include "command/task_support.h"

namespace procos::command {
namespace {

void tell_change(Context& context, state::Task& task, const char* type, const std::string& before,
                 const std::string& after) {
  if (before == after) return;
  context.session.tell_user_link(task, type, before, false);
  context.session.tell_user_link(task, type, after, true);
}

/// Variables and people of a task without a process, which nobody has loaded with it.
Status load_belongings(Context& context, state::Task& task) {
  if (!task.row.execution_id.empty() || task.listed || !task.variables.empty() ||
      !task.links.empty())
    return {};
  PROCOS_ASSIGN(auto variables,
                find_rows<state::VariableRow>(context, {{"taskIdIn", {task.row.id}}}));
  for (state::VariableRow& row : variables) {
    auto& variable = task.variables.emplace_back(std::make_unique<state::Variable>());
    variable->row = std::move(row);
    variable->change = state::Change::kClean;
  }
  PROCOS_ASSIGN(auto links,
                find_rows<state::IdentityLinkRow>(context, {{"taskId", {task.row.id}}}));
  for (state::IdentityLinkRow& row : links) {
    auto& link = task.links.emplace_back(std::make_unique<state::Entity<state::IdentityLinkRow>>());
    link->row = std::move(row);
    link->change = state::Change::kClean;
  }
  return {};
}

}  // namespace

Result<state::Task*> require_task(Context& context, const std::string& id, ErrorKind kind) {
  if (id.empty()) return is_null(kind, "", "taskId");
  state::Task* task = context.session.find_task(id);
  if (task == nullptr) return is_null(kind, "Cannot find task with id " + id, "task");
  PROCOS_TRY(load_belongings(context, *task));
  return task;
}

std::string root_of(Context& context, const state::Task* task) {
  const state::Execution* execution =
      task == nullptr ? nullptr : context.session.execution_of(*task);
  return execution == nullptr ? std::string() : execution->row.root_process_instance_id;
}

Status set_task_local(Context& context, state::Task& task, const TypedVariable& variable) {
  for (const auto& own : task.variables) {
    if (own->row.name != variable.name || own->gone || own->transient == variable.transient)
      continue;
    return fail(ErrorKind::kProcessEngine,
                "ENGINE-17006 Cannot set transient variable with name " + variable.name +
                    " to non-transient variable and vice versa.");
  }
  context.session.set_local(task, variable.name, variable.value, variable.transient);
  return {};
}

Status set_process_variables(Context& context, state::Task& task, const Variables& variables) {
  if (variables.empty()) return {};
  state::Execution* execution = context.session.execution_of(task);
  Variables beyond;
  for (const TypedVariable& variable : variables) {
    bool local = execution == nullptr;
    for (const auto& own : task.variables) local = local || own->row.name == variable.name;
    if (local) {
      PROCOS_TRY(set_task_local(context, task, variable));
    } else {
      beyond.push_back(variable);
    }
  }
  return beyond.empty() ? Status{} : context.interpreter.set_variables(*execution, beyond, false);
}

Status delete_sub_tasks(Context& context, const std::string& task_id, const std::string& reason) {
  PROCOS_ASSIGN(const auto rows, find_rows<state::TaskRow>(context, {{"parentTaskId", {task_id}}}));
  for (const state::TaskRow& row : rows) {
    if (context.session.find_task(row.id) == nullptr) continue;
    PROCOS_TRY(delete_sub_tasks(context, row.id, reason));
    PROCOS_ASSIGN(state::Task * task, require_task(context, row.id));
    PROCOS_TRY(context.interpreter.delete_task(*task, reason, false));
  }
  return {};
}

Status edit_task(Context& context, state::Task& task,
                 const std::function<void(state::TaskRow&)>& change) {
  if (task.row.suspended) return suspended("task", task.row.id);
  const std::string assignee = task.row.assignee, owner = task.row.owner;
  change(task.row);
  context.session.mark(task);
  tell_change(context, task, "assignee", assignee, task.row.assignee);
  tell_change(context, task, "owner", owner, task.row.owner);
  return context.interpreter.task_updated(task);
}

Status edit_task_as(Context& context, std::string_view operation, state::Task& task,
                    const std::function<void(state::TaskRow&)>& change) {
  const state::TaskRow before = task.row;
  PROCOS_TRY(edit_task(context, task, change));
  log_task(context, operation, task, before);
  return {};
}

void log_task(Context& context, std::string_view operation, const state::Task& task,
              const state::TaskRow& before) {
  Operation entry(context, operation, "Task", kTaskWorker);
  if (!entry.is_logged()) return;
  const state::TaskRow& after = task.row;
  PropertyChanges changes;
  add_change(changes, "name", before.name, after.name);
  add_change(changes, "description", before.description, after.description);
  add_change(changes, "owner", before.owner, after.owner);
  add_change(changes, "assignee", before.assignee, after.assignee);
  add_change(changes, "delegation", before.delegation_state, after.delegation_state);
  add_change(changes, "parentTask", before.parent_task_id, after.parent_task_id);
  add_change(changes, "dueDate", number_text(before.due_date), number_text(after.due_date));
  add_change(changes, "followUpDate", number_text(before.follow_up_date),
             number_text(after.follow_up_date));
  add_change(changes, "priority", std::to_string(before.priority), std::to_string(after.priority));
  add_change(changes, "caseInstanceId", before.case_instance_id, after.case_instance_id);
  // Of an operation that changed nothing only a new task leaves an entry.
  if (!changes.empty() || operation == "Create") entry.in(task).write(changes);
}

void log_task_end(Context& context, std::string_view operation, const state::Task& task) {
  Operation(context, operation, "Task", kTaskWorker)
      .in(task)
      .write({{"delete", flag_text(false), flag_text(true)}});
}

}  // namespace procos::command
