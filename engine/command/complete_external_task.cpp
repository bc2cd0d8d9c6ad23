// Camunda's CompleteExternalTaskCmd, HandleExternalTaskFailureCmd and
// HandleExternalTaskBpmnErrorCmd.
#include "command/external_task_support.h"

namespace procos::command {
namespace {

using state::Execution;
using state::ExternalTask;
using state::FactKind;

constexpr std::size_t kLongestErrorMessage = 666;  ///< what Camunda's column holds

Status set_variables(Context& context, const ExternalTask& task, const Variables& variables,
                     const Variables& local_variables) {
  Execution& execution = *context.session.execution_of(task);
  if (!variables.empty())
    PROCOS_TRY(context.interpreter.set_variables(execution, variables, false));
  if (!local_variables.empty() && !task.gone)
    PROCOS_TRY(context.interpreter.set_variables(execution, local_variables, true));
  return {};
}

Status check_worker(const std::string& worker_id) {
  return worker_id.empty() ? Status(is_null(ErrorKind::kNullValue, "", "workerId")) : Status{};
}

Status check_active(const ExternalTask& task) {
  return task.row.suspended ? Status(suspended("ExternalTask", task.row.id)) : Status{};
}

/// What is missing while the process goes on is no missing external task for the caller.
Status hide_not_found(Status status) {
  if (!status && status.error().kind == ErrorKind::kNotFound)
    status.error().kind = ErrorKind::kProcessEngine;
  return status;
}

Status complete_found_external_task(Context& context, ExternalTask& task,
                                    const Variables& variables, const Variables& local_variables) {
  PROCOS_TRY(set_variables(context, task, variables, local_variables));
  if (task.gone) return {};  // a conditional event took the process elsewhere
  PROCOS_ASSIGN(const bool thrown, throws_error(context, task, false));
  if (thrown) return {};
  Execution* execution = context.session.execution_of(task);
  PROCOS_TRY(drop_incidents(context, execution, "failedExternalTask", task.row.id, true));
  context.session.tell(
      {.kind = FactKind::kExternalTaskSucceeded, .execution = execution, .external_task = &task});
  context.session.remove_external_task(task);
  return context.interpreter.signal(*execution, {}, {});
}

Status record_failure(Context& context, ExternalTask& task, const ExternalTaskFailure& request) {
  PROCOS_TRY(set_variables(context, task, request.variables, request.local_variables));
  if (task.gone) return {};
  task.row.error_message = request.error_message.substr(0, kLongestErrorMessage);
  if (!request.error_details.empty()) task.row.error_details = request.error_details;
  context.session.mark(task);
  PROCOS_ASSIGN(const bool thrown, throws_error(context, task, true));
  if (thrown) return {};
  task.row.lock_expiration = context.session.now() + request.retry_timeout_ms;
  context.session.tell({.kind = FactKind::kExternalTaskFailed,
                        .execution = context.session.execution_of(task),
                        .external_task = &task});
  return set_retries(context, task, request.retries);
}

}  // namespace

Status complete_external_task(Context& context, const std::string& id, const std::string& worker_id,
                              const Variables& variables, const Variables& local_variables) {
  PROCOS_TRY(check_worker(worker_id));
  PROCOS_ASSIGN(
      ExternalTask * task,
      require_locked_task(context, id, worker_id, "External Task " + id + " cannot be completed"));
  PROCOS_TRY(check_active(*task));
  return hide_not_found(complete_found_external_task(context, *task, variables, local_variables));
}

Status fail_external_task(Context& context, const ExternalTaskFailure& request) {
  PROCOS_TRY(check_worker(request.worker_id));
  if (request.retries < 0)
    return fail(ErrorKind::kProcessEngine, "retries is not greater than or equal to 0");
  if (request.retry_timeout_ms < 0) {
    return fail(ErrorKind::kProcessEngine, "retryDuration is not greater than or equal to 0");
  }
  PROCOS_ASSIGN(ExternalTask * task, require_locked_task(context, request.id, request.worker_id,
                                                         "Failure of External Task " + request.id +
                                                             " cannot be reported"));
  PROCOS_TRY(check_active(*task));
  return hide_not_found(record_failure(context, *task, request));
}

Status external_task_bpmn_error(Context& context, const std::string& id,
                                const std::string& worker_id, const std::string& code,
                                const std::string& message, const Variables& variables) {
  PROCOS_TRY(check_worker(worker_id));
  if (code.empty()) return is_null(ErrorKind::kNullValue, "", "errorCode");
  PROCOS_ASSIGN(ExternalTask * task,
                require_locked_task(context, id, worker_id,
                                    "Bpmn error of External Task " + id + " cannot be reported"));
  PROCOS_TRY(check_active(*task));
  Execution& execution = *context.session.execution_of(*task);
  return hide_not_found(context.interpreter.throw_error(execution, code, message, variables));
}

}  // namespace procos::command
