// Camunda's DeleteProcessInstanceCmd.
#include "command/operation_log.h"
#include "command/support.h"

namespace procos::command {

Status delete_instance(Context& context, const DeleteInstance& request) {
  if (request.id.empty())
    return is_null(ErrorKind::kBadUserRequest, "processInstanceId is null", "processInstanceId");
  state::Instance* instance = context.session.find_instance(request.id);
  if (instance == nullptr) {
    if (!request.fail_if_not_exists) return {};
    return is_null(ErrorKind::kNotFound, "No process instance found for id '" + request.id + "'",
                   "processInstance");
  }
  Operation(context, "Delete", "ProcessInstance", kOperator).in(*instance->root).write();
  state::Execution* caller = context.session.super_execution(*instance->root);
  exec::Interpreter::DeleteOptions options;
  options.reason = request.reason;
  options.skip_listeners = request.skip_custom_listeners;
  options.skip_io_mappings = request.skip_io_mappings;
  options.skip_subprocesses = request.skip_subprocesses;
  PROCOS_TRY(end_instance(context, *instance, options));
  if (caller == nullptr || caller->removed) return {};
  // A call activity whose instance is gone would wait forever: Camunda cancels it, and the calling
  // instance with it when nothing else runs there.
  state::Execution& calling_instance = *caller->instance->root;
  context.interpreter.begin_modification(calling_instance);
  PROCOS_TRY(context.interpreter.cancel_activity(*caller, options));
  return context.interpreter.end_modification(calling_instance, options);
}

}  // namespace procos::command
