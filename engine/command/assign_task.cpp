// Camunda's ClaimTaskCmd, AssignTaskCmd and DelegateTaskCmd.
#include "command/task_support.h"

namespace procos::command {

namespace {

Status assign(Context& context, const char* operation, state::Task& task,
              const std::string& user_id) {
  return edit_task_as(context, operation, task,
                      [&](state::TaskRow& row) { row.assignee = user_id; });
}

}  // namespace

Status claim_task(Context& context, const std::string& task_id, const std::string& user_id) {
  PROCOS_ASSIGN(state::Task * task, require_task(context, task_id));
  const std::string& assignee = task->row.assignee;
  if (!user_id.empty() && !assignee.empty() && assignee != user_id) {
    return fail(ErrorKind::kAlreadyClaimed,
                "Task '" + task_id + "' is already claimed by someone else.");
  }
  return assign(context, "Claim", *task, user_id);
}

Status unclaim_task(Context& context, const std::string& task_id) {
  return assign_task(context, task_id, {});
}

Status assign_task(Context& context, const std::string& task_id, const std::string& user_id) {
  PROCOS_ASSIGN(state::Task * task, require_task(context, task_id));
  return assign(context, "Assign", *task, user_id);
}

Status delegate_task(Context& context, const std::string& task_id, const std::string& user_id) {
  PROCOS_ASSIGN(state::Task * task, require_task(context, task_id));
  return edit_task_as(context, "Delegate", *task, [&](state::TaskRow& row) {
    row.delegation_state = "PENDING";
    if (row.owner.empty()) row.owner = row.assignee;
    row.assignee = user_id;
  });
}

}  // namespace procos::command
