// Camunda's CreateAttachmentCmd and DeleteAttachmentCmd: files and links that belong to tasks.
#include "base/ids.h"
#include "command/operation_log.h"
#include "command/task_support.h"

namespace procos::command {
namespace {

using state::HiAttachmentContentRow;
using state::HiAttachmentRow;

Status log_attachment(Context& context, const char* type, state::Task& task,
                      const std::string& name) {
  Operation(context, type, "Attachment", kTaskWorker).in(task).write({{"name", {}, name}});
  return edit_task(context, task, [](state::TaskRow&) {});
}

}  // namespace

Result<HiAttachmentRow> add_attachment(Context& context, const AddAttachment& request) {
  HiAttachmentRow row = request.attachment;
  row.id = new_id();
  row.create_time = context.session.now();
  state::Task* task = context.session.find_task(row.task_id);
  row.root_process_instance_id = root_of(context, task);
  context.session.insert(row);
  if (request.content) {
    context.session.insert(HiAttachmentContentRow{row.id, *request.content});
  }
  if (task != nullptr) PROCOS_TRY(log_attachment(context, "AddAttachment", *task, row.name));
  return row;
}

Status delete_attachment(Context& context, const std::string& task_id, const std::string& id) {
  const HiAttachmentRow* row = context.session.get<HiAttachmentRow>(id);
  if (row == nullptr || row->task_id != task_id) {
    return is_null(ErrorKind::kNullValue,
                   "No attachment exists for task id '" + task_id + " and attachmentId '" + id +
                       "'.",
                   "attachment");
  }
  const std::string name = row->name;
  context.session.erase<HiAttachmentContentRow>(id);
  context.session.erase<HiAttachmentRow>(id);
  state::Task* task = context.session.find_task(task_id);
  return task == nullptr ? Status{} : log_attachment(context, "DeleteAttachment", *task, name);
}

}  // namespace procos::command
