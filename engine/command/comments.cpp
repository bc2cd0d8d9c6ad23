// Camunda's AddCommentCmd, UpdateCommentCmd, DeleteTaskCommentCmd and
// DeleteProcessInstanceCommentCmd: comments of tasks and process instances.
#include "base/ids.h"
#include "command/operation_log.h"
#include "command/task_support.h"

namespace procos::command {
namespace {

using state::HiCommentRow;

/// The comment, if it belongs where the request says.
HiCommentRow* find_comment(Context& context, const std::string& id,
                           std::string HiCommentRow::*owner, const std::string& owner_id) {
  HiCommentRow* row = context.session.get<HiCommentRow>(id);
  return row != nullptr && row->*owner == owner_id ? row : nullptr;
}

void change_message(Context& context, HiCommentRow& row, const std::string& message) {
  row.message = message;
  row.time = context.session.now();
  row.user_id = context.session.user();
  context.session.update(row);
}

Status check_update(const std::optional<std::string>& id,
                    const std::optional<std::string>& message) {
  if (!id) return fail(ErrorKind::kNullValue, "commentId is null");
  if (!message) return fail(ErrorKind::kNullValue, "message is null");
  return {};
}

Result<state::Task*> task_of_comment(Context& context, const std::string& id) {
  state::Task* task = context.session.find_task(id);
  if (task == nullptr) {
    return is_null(ErrorKind::kNullValue, "No task exists with taskId: " + id, "task");
  }
  const auto subject = find_subject(context.store.writer(), SubjectKind::kTask, id);
  if (subject) PROCOS_TRY(authorize(context, Check::kTaskWork, *subject));
  return task;
}

Result<state::Execution*> instance_of_comment(Context& context, const std::string& id) {
  state::Execution* execution = context.session.find_execution(id);
  if (execution == nullptr) {
    return is_null(ErrorKind::kNullValue,
                   "No processInstance exists with processInstanceId: " + id, "processInstance");
  }
  PROCOS_TRY(authorize(context, Check::kUpdateInstance, subject_of(execution->row)));
  return execution;
}

/// One comment, or all of its owner; a missing one is no error.
Status erase_comments(Context& context, const char* filter, std::string HiCommentRow::*owner,
                      const std::string& owner_id, const std::string& comment_id) {
  if (!comment_id.empty()) {
    if (find_comment(context, comment_id, owner, owner_id) != nullptr) {
      context.session.erase<HiCommentRow>(comment_id);
    }
    return {};
  }
  PROCOS_ASSIGN(auto rows, find_rows<HiCommentRow>(context, {{filter, {owner_id}}}));
  for (HiCommentRow& row : rows) context.session.erase_row(std::move(row));
  return {};
}

Status touch_task(Context& context, state::Task& task) {
  return edit_task(context, task, [](state::TaskRow&) {});
}

}  // namespace

Result<HiCommentRow> add_comment(Context& context, const AddComment& request) {
  if (!request.message) return fail(ErrorKind::kNullValue, "Message is null");
  HiCommentRow row;
  row.id = new_id();
  row.user_id = context.session.user();
  row.task_id = request.task_id;
  row.process_instance_id = request.process_instance_id;
  row.message = *request.message;
  row.time = context.session.now();
  state::Task* task = context.session.find_task(request.task_id);
  row.root_process_instance_id = root_of(context, task);
  context.session.insert(row);
  if (task != nullptr) PROCOS_TRY(touch_task(context, *task));
  return row;
}

Status update_task_comment(Context& context, const UpdateComment& request) {
  PROCOS_TRY(check_update(request.id, request.message));
  const std::string& task_id = request.owner_id;
  HiCommentRow* row = find_comment(context, *request.id, &HiCommentRow::task_id, task_id);
  if (row == nullptr) {
    return is_null(ErrorKind::kNullValue,
                   "No comment exists with commentId: " + *request.id + " and taskId: " + task_id,
                   "comment");
  }
  PROCOS_ASSIGN(state::Task * task, task_of_comment(context, task_id));
  const std::string before = row->message;
  change_message(context, *row, *request.message);
  Operation(context, "UpdateComment", "Comment", kTaskWorker)
      .in(*task)
      .write({{"comment", before, *request.message}});
  return touch_task(context, *task);
}

Status update_instance_comment(Context& context, const UpdateComment& request) {
  PROCOS_TRY(check_update(request.id, request.message));
  const std::string& instance_id = request.owner_id;
  HiCommentRow* row =
      find_comment(context, *request.id, &HiCommentRow::process_instance_id, instance_id);
  if (row == nullptr) {
    return is_null(ErrorKind::kNullValue,
                   "No comment exists with commentId: " + *request.id +
                       " and processInstanceId: " + instance_id,
                   "comment");
  }
  PROCOS_ASSIGN(const state::Execution* instance, instance_of_comment(context, instance_id));
  const std::string before = row->message;
  change_message(context, *row, *request.message);
  Operation operation(context, "UpdateComment", "Comment", kTaskWorker);
  operation.in(*instance).row().execution_id = instance->row.id;
  operation.write({{"comment", before, *request.message}});
  return {};
}

Status delete_task_comments(Context& context, const std::string& task_id,
                            const std::string& comment_id) {
  PROCOS_ASSIGN(state::Task * task, task_of_comment(context, task_id));
  PROCOS_TRY(erase_comments(context, "taskId", &HiCommentRow::task_id, task_id, comment_id));
  Operation(context, "DeleteComment", "Comment", kTaskWorker)
      .in(*task)
      .write({{"comment", {}, {}}});
  return touch_task(context, *task);
}

Status delete_instance_comments(Context& context, const std::string& instance_id,
                                const std::string& comment_id) {
  PROCOS_ASSIGN(const state::Execution* instance, instance_of_comment(context, instance_id));
  PROCOS_TRY(erase_comments(context, "processInstanceId", &HiCommentRow::process_instance_id,
                            instance_id, comment_id));
  Operation operation(context, "DeleteComment", "Comment", kTaskWorker);
  operation.in(*instance).row().execution_id = instance->row.id;
  operation.write({{"comment", {}, {}}});
  return {};
}

}  // namespace procos::command
