// Camunda's HandleTaskBpmnErrorCmd and HandleTaskEscalationCmd.
#include "command/task_support.h"

namespace procos::command {
namespace {

/// The execution of an active task of a process instance.
Result<state::Execution*> execution_to_throw_from(Context& context, const std::string& task_id) {
  PROCOS_ASSIGN(state::Task * task, require_task(context, task_id, ErrorKind::kNotFound));
  if (task->row.suspended) return suspended("task", task_id);
  state::Execution* execution = context.session.execution_of(*task);
  if (execution == nullptr) {
    return fail(ErrorKind::kProcessEngine,
                "Task '" + task_id + "' does not belong to a process instance.");
  }
  return execution;
}

std::unexpected<Error> is_empty(const std::string& what) {
  return fail(ErrorKind::kBadUserRequest, what + " is empty");
}

}  // namespace

Status task_bpmn_error(Context& context, const std::string& task_id, const std::string& code,
                       const std::string& message, const Variables& variables) {
  if (task_id.empty()) return is_empty("taskId");
  if (code.empty()) return is_empty("errorCode");
  PROCOS_ASSIGN(state::Execution * execution, execution_to_throw_from(context, task_id));
  return context.interpreter.throw_error(*execution, code, message, variables);
}

Status task_escalation(Context& context, const std::string& task_id, const std::string& code,
                       const Variables& variables) {
  if (task_id.empty()) return is_empty("taskId");
  if (code.empty()) return is_empty("escalationCode");
  PROCOS_ASSIGN(state::Execution * execution, execution_to_throw_from(context, task_id));
  const auto caught = context.interpreter.throw_escalation(*execution, code, variables);
  if (!caught) return std::unexpected(caught.error());
  if (!*caught) {
    return fail(ErrorKind::kProcessEngine,
                "Execution with id '" + execution->row.activity_id +
                    "' throws an escalation event with escalationCode '" + code +
                    "', but no escalation handler was defined. ");
  }
  return {};
}

}  // namespace procos::command
