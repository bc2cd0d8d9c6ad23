#include "rest/resource/job_retries.h"

#include "rest/resource/batch.h"
#include "rest/resource/instance_selection.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

RestStatus retries_of_jobs(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(const auto ids, body.strings("jobIds"));
  PROCOS_ASSIGN(const auto query, query_in(body, "jobQuery", kJobQuery));
  PROCOS_ASSIGN(const command::JobRetries how, job_retries_of(body));
  run_batch_command(
      ctx,
      [ids, query, how](command::Context& context) {
        return command::set_job_retries_async(context, ids, query, how);
      },
      {kBatchRequest400, nullptr, {}});
  return {};
}

}  // namespace

RestResult<command::JobRetries> job_retries_of(const JsonObject& body) {
  command::JobRetries how;
  PROCOS_ASSIGN(const auto due_date, body.date("dueDate"));
  PROCOS_ASSIGN(const auto retries, body.integer("retries"));
  if (!retries) return invalid_request(400, "retries is null");
  how.retries = *retries;
  // A due date that is null takes the jobs' due dates away.
  if (body.has("dueDate")) how.due_date = due_date;
  return how;
}

void set_job_retries_async_operation(Context& ctx) { with_body(ctx, retries_of_jobs); }

}  // namespace procos::rest
