// Camunda's LockExternalTaskCmd, ExtendLockOnExternalTaskCmd, UnlockExternalTaskCmd, and what may
// be set on an external task from outside: retries and priority.
#include "command/external_task_support.h"
#include "command/operation_log.h"

namespace procos::command {

using state::ExternalTask;

Status extend_external_task_lock(Context& context, const std::string& id,
                                 const std::string& worker_id, std::int64_t lock_duration_ms) {
  PROCOS_TRY(check_positive(ErrorKind::kBadUserRequest, "lockTime", lock_duration_ms));
  if (worker_id.empty()) return is_null(ErrorKind::kNullValue, "", "workerId");
  PROCOS_ASSIGN(ExternalTask * task, require_external_task(context, id));
  if (task->row.worker_id != worker_id) {
    const std::string& holder = task->row.worker_id;
    return fail(ErrorKind::kBadUserRequest, "The lock of the External Task " + id +
                                                " cannot be extended by worker '" + worker_id +
                                                "''. It is locked by worker '" +
                                                (holder.empty() ? "null" : holder) + "'.");
  }
  const TimeMs now = context.session.now();
  if (task->row.lock_expiration.value_or(0) < now) {
    return fail(
        ErrorKind::kBadUserRequest,
        "Cannot extend a lock that expired: lockExpirationTime is not greater than or equal to " +
            std::to_string(now));
  }
  if (task->row.suspended) return suspended("ExternalTask", id);
  task->row.lock_expiration = now + lock_duration_ms;
  context.session.mark(*task);
  return {};
}

Status lock_external_task(Context& context, const std::string& id, const std::string& worker_id,
                          std::int64_t lock_duration_ms) {
  if (worker_id.empty()) return is_null(ErrorKind::kNullValue, "", "workerId");
  PROCOS_TRY(check_positive(ErrorKind::kBadUserRequest, "lockDuration", lock_duration_ms));
  PROCOS_ASSIGN(ExternalTask * task, require_external_task(context, id));
  const TimeMs now = context.session.now();
  const std::string& holder = task->row.worker_id;
  if (!holder.empty() && holder != worker_id && task->row.lock_expiration.value_or(0) >= now) {
    return fail(ErrorKind::kBadUserRequest, "External Task " + id +
                                                " cannot be locked by worker '" + worker_id +
                                                "'. It is locked by worker '" + holder + "'.");
  }
  lock_for(context, *task, worker_id, lock_duration_ms);
  return {};
}

Status unlock_external_task(Context& context, const std::string& id) {
  PROCOS_ASSIGN(ExternalTask * task, require_external_task(context, id));
  Operation(context, "Unlock", "ExternalTask", kOperator).in(*task).write();
  task->row.worker_id.clear();
  task->row.lock_expiration.reset();
  context.session.mark(*task);
  return {};
}

namespace {

Status check_external_task_retries(std::int64_t retries) {
  if (retries >= 0) return {};
  return fail(
      ErrorKind::kBadUserRequest,
      "The number of retries cannot be negative: retries is not greater than or equal to 0");
}

}  // namespace

Status set_one_external_task_retries(Context& context, const std::string& id,
                                     std::int64_t retries) {
  PROCOS_TRY(check_external_task_retries(retries));
  PROCOS_ASSIGN(ExternalTask * task, require_external_task(context, id));
  const auto& before = task->row.retries;
  Operation(context, "SetExternalTaskRetries", "ExternalTask", kOperator)
      .in(*task)
      .write({{"retries", number_text(before), std::to_string(retries)}});
  return set_retries(context, *task, retries);
}

Status set_external_task_retries(Context& context, const std::vector<std::string>& ids,
                                 std::int64_t retries) {
  PROCOS_TRY(check_external_task_retries(retries));
  PropertyChanges changes = many_instances(ids.size(), false);
  changes.push_back({"retries", {}, std::to_string(retries)});
  Operation(context, "SetExternalTaskRetries", "ExternalTask", kOperator).write(changes);
  for (const std::string& id : ids) {
    PROCOS_ASSIGN(ExternalTask * task, require_external_task(context, id));
    const state::ExternalTaskRow& row = task->row;
    PROCOS_TRY(authorize(
        context, Check::kUpdateInstance,
        {id, row.process_instance_id, row.process_definition_key, row.tenant_id}));
    PROCOS_TRY(set_retries(context, *task, retries));
  }
  return {};
}

Status set_external_task_priority(Context& context, const std::string& id, std::int64_t priority) {
  PROCOS_ASSIGN(ExternalTask * task, require_external_task(context, id));
  Operation(context, "SetPriority", "ExternalTask", kOperator)
      .in(*task)
      .write({{"priority", std::to_string(task->row.priority), std::to_string(priority)}});
  task->row.priority = priority;
  context.session.mark(*task);
  return {};
}

}  // namespace procos::command
