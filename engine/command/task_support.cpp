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

}  // namespace procos::command
