#include "command/external_task_support.h"

namespace procos::command {

using state::Execution;
using state::ExternalTask;

Result<ExternalTask*> require_external_task(Context& context, const std::string& id) {
  ExternalTask* task = context.session.find_external_task(id);
  if (task == nullptr) {
    return is_null(ErrorKind::kNotFound, "Cannot find external task with id " + id, "externalTask");
  }
  return task;
}

Result<ExternalTask*> require_locked_task(Context& context, const std::string& id,
                                          const std::string& worker_id, const std::string& action) {
  PROCOS_ASSIGN(ExternalTask * task, require_external_task(context, id));
  if (task->row.worker_id != worker_id) {
    const std::string& holder = task->row.worker_id;
    return fail(ErrorKind::kBadUserRequest, action + " by worker '" + worker_id +
                                                "'. It is locked by worker '" +
                                                (holder.empty() ? "null" : holder) + "'.");
  }
  return task;
}

Status check_positive(ErrorKind kind, const std::string& what, std::int64_t value) {
  if (value > 0) return {};
  return fail(kind, what + " is not greater than 0");
}

Status set_retries(Context& context, ExternalTask& task, std::int64_t retries) {
  constexpr const char* kType = "failedExternalTask";
  const bool had_retries = task.row.retries.value_or(1) > 0;
  Execution* execution = context.session.execution_of(task);
  if (had_retries && retries <= 0) {
    state::IncidentRow incident;
    incident.type = kType;
    incident.message = task.row.error_message;
    incident.configuration = task.row.id;
    incident.execution_id = task.row.execution_id;
    incident.activity_id = task.row.activity_id;
    incident.process_instance_id = task.row.process_instance_id;
    incident.process_definition_id = task.row.process_definition_id;
    incident.process_definition_key = task.row.process_definition_key;
    incident.tenant_id = task.row.tenant_id;
    incident.history_configuration = task.row.last_failure_log_id;
    raise_incident(context, execution, std::move(incident));
  } else if (!had_retries && retries > 0) {
    PROCOS_TRY(drop_incidents(context, execution, kType, task.row.id, true));
  }
  task.row.retries = retries;
  context.session.mark(task);
  return {};
}

void lock_for(Context& context, ExternalTask& task, const std::string& worker_id,
              std::int64_t lock_duration_ms) {
  const TimeMs now = context.session.now();
  const bool ran_out = task.row.lock_expiration.value_or(now + 1) <= now;
  if (ran_out && task.row.error_message.empty()) {
    context.session.tell(
        {.kind = state::FactKind::kExternalTaskLockExpired, .external_task = &task});
  }
  task.row.worker_id = worker_id;
  task.row.lock_expiration = now + lock_duration_ms;
  context.session.mark(task);
}

Result<bool> throws_error(Context& context, ExternalTask& task, bool ignore_broken_conditions) {
  Execution& execution = *context.session.execution_of(task);
  for (const auto& definition : execution.node->work.error_definitions) {
    const auto value = context.interpreter.evaluate(definition.condition, execution);
    if (!value && !ignore_broken_conditions) return std::unexpected(value.error());
    if (!value || value->type() != ValueType::kBoolean || !value->as_bool()) continue;
    PROCOS_TRY(context.interpreter.throw_error(execution, definition.error_code,
                                               task.row.error_message, {}));
    return true;
  }
  return false;
}

}  // namespace procos::command
