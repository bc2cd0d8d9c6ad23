// Camunda's SetTaskVariablesCmd, RemoveTaskVariablesCmd and PatchTaskVariablesCmd.
#include "command/task_support.h"

namespace procos::command {
namespace {

/// The task's own variable of this name; null when it has none.
state::Variable* own_variable(const state::Task& task, const std::string& name) {
  for (const auto& variable : task.variables) {
    if (variable->row.name == name) return variable.get();
  }
  return nullptr;
}

}  // namespace

Status change_task_variables(Context& context, const std::string& task_id, const Variables& set,
                             const std::vector<std::string>& remove, bool local, bool patch) {
  if (task_id.empty()) return is_null(ErrorKind::kNullValue, "", "taskId");
  if (context.session.find_task(task_id) == nullptr) {
    return is_null(ErrorKind::kNullValue, "task " + task_id + " doesn't exist", "task");
  }
  PROCOS_ASSIGN(state::Task * task, require_task(context, task_id));
  Operation(context, variable_operation(patch, !remove.empty()), "Variable", kTaskWorker)
      .in(*task)
      .write();
  if (local) {
    for (const TypedVariable& variable : set) {
      PROCOS_TRY(set_task_local(context, *task, variable));
    }
  } else {
    PROCOS_TRY(set_process_variables(context, *task, set));
  }
  std::vector<std::string> beyond;
  bool own_changed = local && !set.empty();
  for (const std::string& name : remove) {
    if (state::Variable* own = own_variable(*task, name)) {
      context.session.remove_local(*task, *own);
      own_changed = true;
    } else if (!local) {
      beyond.push_back(name);
    }
  }
  state::Execution* execution = context.session.execution_of(*task);
  if (!beyond.empty() && execution != nullptr) {
    PROCOS_TRY(context.interpreter.remove_variables(*execution, beyond, false));
  }
  return own_changed && !task->gone ? context.interpreter.task_updated(*task) : Status{};
}

}  // namespace procos::command
