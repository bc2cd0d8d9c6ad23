#include "rest/resource/history_job_log.h"

#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using Row = state::HiJobLogRow;

RestResult<Response> one(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(const auto row, read_row<Row>(engine_of(ctx), "logId", id));
  if (!row) return invalid_request(404, "Historic job log with id " + id + " does not exist");
  return dto_response(engine_of(ctx), *row);
}

RestResult<Response> text(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(const auto row, read_row<Row>(engine_of(ctx), "logId", id));
  if (!row)
    return invalid_request(404,
                           "No historic job log found with id " + id + ": historicJobLog is null");
  if (row->exception_stacktrace.empty()) return no_content();
  return text_response(row->exception_stacktrace);
}

}  // namespace

void get_historic_job_logs(Context& ctx) { get_list<Row>(ctx, kHistoryJobLogQuery); }
void get_historic_job_logs_count(Context& ctx) { get_count<Row>(ctx, kHistoryJobLogQuery); }
void query_historic_job_logs(Context& ctx) { post_list<Row>(ctx, kHistoryJobLogQuery); }
void query_historic_job_logs_count(Context& ctx) { post_count<Row>(ctx, kHistoryJobLogQuery); }
void get_historic_job_log(Context& ctx) { ctx.reply(one(ctx)); }
void get_stacktrace_historic_job_log(Context& ctx) { ctx.reply(text(ctx)); }

}  // namespace procos::rest
