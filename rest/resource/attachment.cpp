#include "rest/resource/attachment.h"

#include "command/support.h"
#include "rest/multipart.h"
#include "rest/resource/query_endpoint.h"

namespace procos::rest {
namespace {

using state::HiAttachmentContentRow;
using state::HiAttachmentRow;

constexpr ErrorRule kAttachmentTask[] = {{ErrorKind::kNotFound, 400, kInvalidRequest, false}};
constexpr ErrorRule kNoAttachment404{ErrorKind::kProcessEngine, 404, kInvalidRequest, false};

RestResult<std::optional<HiAttachmentRow>> find_attachment(Context& ctx) {
  PROCOS_ASSIGN(auto row, read_row<HiAttachmentRow>(engine_of(ctx), "attachmentId",
                                                    ctx.param("attachmentId")));
  if (row && row->task_id != ctx.param("id")) row.reset();
  return row;
}

RestResult<Response> attachments(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(const auto task, read_row<state::HiTaskRow>(engine_of(ctx), "taskId", id));
  if (!task) return invalid_request(404, "No task found for task id " + id);
  store::Query query;
  query.filters.push_back({"taskId", {id}});
  return list_response<HiAttachmentRow>(ctx, query);
}

RestResult<Response> one_attachment(Context& ctx) {
  PROCOS_ASSIGN(const auto row, find_attachment(ctx));
  if (row) return dto_response(engine_of(ctx), *row);
  return invalid_request(404, "Task attachment with id " + ctx.param("attachmentId") +
                                  " does not exist for task id '" + ctx.param("id") + "'.");
}

RestResult<Response> attachment_data(Context& ctx) {
  const std::string& id = ctx.param("attachmentId");
  PROCOS_ASSIGN(const auto row, find_attachment(ctx));
  if (row) {
    PROCOS_ASSIGN(auto content,
                  read_row<HiAttachmentContentRow>(engine_of(ctx), "attachmentId", id));
    if (content) return text_response(std::move(content->bytes), "application/octet-stream");
  }
  return invalid_request(404, "Attachment content for attachment with id '" + id +
                                  "' does not exist for task id '" + ctx.param("id") + "'.");
}

/// What the parts of a form say; content wins over a URL.
command::AddAttachment attachment_of(const MultipartForm& form, const std::string& task_id) {
  command::AddAttachment request;
  HiAttachmentRow& row = request.attachment;
  row.task_id = task_id;
  row.name = form.text("attachment-name").value_or("");
  row.description = form.text("attachment-description").value_or("");
  row.type = form.text("attachment-type").value_or("");
  if (const FormPart* content = form.find("content")) {
    request.content = content->content;
  } else {
    row.url = form.text("url").value_or("");
  }
  return request;
}

Status require_attachment_task(command::Context& context, const std::string& id) {
  if (command::is_seen<state::HiTaskRow>(context, "taskId", id)) return {};
  return fail(ErrorKind::kNotFound, "No task found for task id " + id);
}

RestResult<Response> added_attachment(const HiAttachmentRow& row, const std::string& base_url) {
  JsonWriter out;
  write_attachment(out, row, base_url + "/task/" + row.task_id + "/attachment/" + row.id);
  return json_text(out);
}

RestStatus add_attachment_from(Context& ctx) {
  PROCOS_ASSIGN(const MultipartForm form,
                parse_multipart(ctx.request().content_type, ctx.request().body));
  const bool is_empty = form.find("url") == nullptr && form.find("content") == nullptr;
  run_command<HiAttachmentRow>(
      ctx,
      [is_empty, request = attachment_of(form, ctx.param("id"))](
          command::Context& context) -> Result<HiAttachmentRow> {
        PROCOS_TRY(require_attachment_task(context, request.attachment.task_id));
        if (is_empty) {
          return fail(ErrorKind::kNotFound,
                      "No content or url to remote content exists to create the task attachment.");
        }
        return command::add_attachment(context, request);
      },
      [base_url = ctx.base_url()](const HiAttachmentRow& row) {
        return added_attachment(row, base_url);
      },
      {kAttachmentTask, nullptr, {}});
  return {};
}

}  // namespace

void get_attachments(Context& ctx) { ctx.reply(attachments(ctx)); }
void get_attachment(Context& ctx) { ctx.reply(one_attachment(ctx)); }
void get_attachment_data(Context& ctx) { ctx.reply(attachment_data(ctx)); }

void add_attachment(Context& ctx) {
  if (auto status = add_attachment_from(ctx); !status) ctx.reply(status.error());
}

void delete_attachment(Context& ctx) {
  run_command(
      ctx,
      [task = ctx.param("id"), id = ctx.param("attachmentId")](command::Context& context) {
        return command::delete_attachment(context, task, id);
      },
      {{}, &kNoAttachment404, "Deletion is not possible. "});
}

}  // namespace procos::rest
