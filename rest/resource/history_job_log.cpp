#include "rest/resource/history_job_log.h"

#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using JobLogRow = state::HiJobLogRow;

RestResult<Response> one_job_log(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(const auto row, read_row<JobLogRow>(engine_of(ctx), "logId", id));
  if (!row) return invalid_request(404, "Historic job log with id " + id + " does not exist");
  return dto_response(engine_of(ctx), *row);
}

RestResult<Response> stacktrace_text(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(const auto row, read_row<JobLogRow>(engine_of(ctx), "logId", id));
  if (!row)
    return invalid_request(404,
                           "No historic job log found with id " + id + ": historicJobLog is null");
  if (row->exception_stacktrace.empty()) return no_content();
  return text_response(row->exception_stacktrace);
}

}  // namespace

void get_historic_job_logs(Context& ctx) { get_list<JobLogRow>(ctx, kHistoryJobLogQuery); }
void get_historic_job_logs_count(Context& ctx) { get_count<JobLogRow>(ctx, kHistoryJobLogQuery); }
void query_historic_job_logs(Context& ctx) { post_list<JobLogRow>(ctx, kHistoryJobLogQuery); }
void query_historic_job_logs_count(Context& ctx) {
  post_count<JobLogRow>(ctx, kHistoryJobLogQuery);
}
void get_historic_job_log(Context& ctx) { ctx.reply(one_job_log(ctx)); }
void get_stacktrace_historic_job_log(Context& ctx) { ctx.reply(stacktrace_text(ctx)); }

}  // namespace procos::rest
