// Camunda's CompleteTaskCmd, SubmitTaskFormCmd and ResolveTaskCmd.
#include "command/form_values.h"
#include "command/task_support.h"

namespace procos::command {
namespace {

Status complete_found_task(Context& context, state::Task& task) {
  if (task.row.suspended) return suspended("task", task.row.id);
  log_task_end(context, "Complete", task);
  PROCOS_TRY(delete_sub_tasks(context, task.row.id, "completed"));
  return context.interpreter.complete_task(task);
}

}  // namespace

Status complete_task(Context& context, const std::string& task_id, const Variables& variables) {
  PROCOS_ASSIGN(state::Task * task, require_task(context, task_id));
  PROCOS_TRY(set_process_variables(context, *task, variables));
  return complete_found_task(context, *task);
}

Status submit_task_form(Context& context, const std::string& task_id, const Variables& variables) {
  PROCOS_ASSIGN(state::Task * task, require_task(context, task_id));
  const graph::Node* node = nullptr;
  state::Execution* execution = context.session.execution_of(*task);
  if (execution != nullptr) {
    node = execution->instance->definition->graph->find(task->row.task_definition_key);
  }
  if (node == nullptr) {
    PROCOS_TRY(set_process_variables(context, *task, variables));
  } else {
    PROCOS_ASSIGN(const Variables submitted,
                  submitted_variables(context, node->form, *execution, task, variables));
    PROCOS_TRY(set_process_variables(context, *task, submitted));
  }
  // A delegated task goes back to its owner instead.
  if (task->row.delegation_state == "PENDING") return resolve_task(context, task_id, {});
  return complete_found_task(context, *task);
}

Status resolve_task(Context& context, const std::string& task_id, const Variables& variables) {
  PROCOS_ASSIGN(state::Task * task, require_task(context, task_id));
  PROCOS_TRY(set_process_variables(context, *task, variables));
  return edit_task_as(context, "Resolve", *task, [](state::TaskRow& row) {
    row.delegation_state = "RESOLVED";
    row.assignee = row.owner;
  });
}

}  // namespace procos::command
