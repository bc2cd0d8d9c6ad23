// Camunda's AddIdentityLinkCmd and DeleteIdentityLinkCmd: candidates and other people around a
// task.
#include "command/task_support.h"

namespace procos::command {
namespace {

Status check_link(const std::string& user_id, const std::string& group_id,
                  const std::string& type) {
  if (type == "assignee" && !group_id.empty()) {
    return fail(ErrorKind::kBadUserRequest,
                "Incompatible usage: cannot use ASSIGNEE together with a groupId");
  }
  if (type != "assignee" && user_id.empty() && group_id.empty()) {
    return fail(ErrorKind::kNullValue, "userId and groupId cannot both be null");
  }
  return {};
}

/// AddUserLink, DeleteGroupLink ...: the property is the type of the link.
void log_link(Context& context, const std::string& verb, const state::Task& task,
              const std::string& user_id, const std::string& group_id, const std::string& type) {
  const bool is_user = !user_id.empty();
  Operation(context, verb + (is_user ? "UserLink" : "GroupLink"), "IdentityLink", kTaskWorker)
      .in(task)
      .write({{type, {}, is_user ? user_id : group_id}});
}

}  // namespace

Status add_task_link(Context& context, const std::string& task_id, const std::string& user_id,
                     const std::string& group_id, const std::string& type) {
  PROCOS_TRY(check_link(user_id, group_id, type));
  PROCOS_ASSIGN(state::Task * task, require_task(context, task_id, ErrorKind::kNotFound));
  if (type.empty()) {
    return is_null(ErrorKind::kBadUserRequest,
                   "type is required when adding a new task identity link", "type");
  }
  if (task->row.suspended) return suspended("task", task_id);
  log_link(context, "Add", *task, user_id, group_id, type);
  if (type == "assignee") {
    return edit_task(context, *task, [&](state::TaskRow& row) { row.assignee = user_id; });
  }
  if (type == "owner")
    return edit_task(context, *task, [&](state::TaskRow& row) { row.owner = user_id; });
  state::IdentityLinkRow link;
  link.type = type;
  link.user_id = user_id;
  link.group_id = group_id;
  context.session.add_link(*task, std::move(link));
  return context.interpreter.task_updated(*task);
}

Status remove_task_link(Context& context, const std::string& task_id, const std::string& user_id,
                        const std::string& group_id, const std::string& type) {
  if (type.empty()) {
    return is_null(ErrorKind::kNullValue,
                   "type is required when deleting a task identity link", "type");
  }
  PROCOS_TRY(check_link(user_id, group_id, type));
  PROCOS_ASSIGN(state::Task * task, require_task(context, task_id));
  log_link(context, "Delete", *task, user_id, group_id, type);
  if (task->row.suspended) return suspended("task", task_id);
  if (type == "assignee")
    return edit_task(context, *task, [](state::TaskRow& row) { row.assignee.clear(); });
  if (type == "owner")
    return edit_task(context, *task, [](state::TaskRow& row) { row.owner.clear(); });
  for (std::size_t i = 0; i < task->links.size();) {
    const state::IdentityLinkRow& row = task->links[i]->row;
    if (row.type == type && row.user_id == user_id && row.group_id == group_id) {
      context.session.remove_link(*task, *task->links[i]);
    } else {
      ++i;
    }
  }
  return context.interpreter.task_updated(*task);
}

}  // namespace procos::command
