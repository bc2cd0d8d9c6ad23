// Camunda's SetExecutionVariablesCmd, RemoveExecutionVariablesCmd and PatchExecutionVariablesCmd.
#include "command/operation_log.h"
#include "command/support.h"

namespace procos::command {

Status change_variables(Context& context, const ChangeVariables& request) {
  PROCOS_ASSIGN(state::Execution * execution,
                require_execution(context, request.execution_id, ErrorKind::kNullValue));
  Operation(context, variable_operation(request.patch, !request.remove.empty()), "Variable",
            kOperator)
      .in(*execution)
      .write();
  if (!request.set.empty()) {
    PROCOS_TRY(context.interpreter.set_variables(*execution, request.set, request.local));
  }
  if (request.remove.empty()) return {};
  // Conditional events may have moved the execution meanwhile.
  execution = context.session.find_execution(request.execution_id);
  if (execution == nullptr || execution->removed) return {};
  return context.interpreter.remove_variables(*execution, request.remove, request.local);
}

}  // namespace procos::command
