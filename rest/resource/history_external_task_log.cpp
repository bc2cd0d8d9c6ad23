#include "rest/resource/history_external_task_log.h"

#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using ExternalTaskLogRow = state::HiExternalTaskLogRow;

RestResult<Response> one_external_task_log(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(const auto row, read_row<ExternalTaskLogRow>(engine_of(ctx), "logId", id));
  if (!row)
    return invalid_request(404, "Historic external task log with id " + id + " does not exist");
  return dto_response(engine_of(ctx), *row);
}

RestResult<Response> error_details_text(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(const auto row, read_row<ExternalTaskLogRow>(engine_of(ctx), "logId", id));
  if (!row)
    return invalid_request(404, "No historic external task log found with id " + id +
                                    ": historicExternalTaskLog is null");
  if (row->error_details.empty()) return no_content();
  return text_response(row->error_details);
}

}  // namespace

void get_historic_external_task_logs(Context& ctx) {
  get_list<ExternalTaskLogRow>(ctx, kHistoryExternalTaskLogQuery);
}
void get_historic_external_task_logs_count(Context& ctx) {
  get_count<ExternalTaskLogRow>(ctx, kHistoryExternalTaskLogQuery);
}
void query_historic_external_task_logs(Context& ctx) {
  post_list<ExternalTaskLogRow>(ctx, kHistoryExternalTaskLogQuery);
}
void query_historic_external_task_logs_count(Context& ctx) {
  post_count<ExternalTaskLogRow>(ctx, kHistoryExternalTaskLogQuery);
}
void get_historic_external_task_log(Context& ctx) { ctx.reply(one_external_task_log(ctx)); }
void get_error_details_historic_external_task_log(Context& ctx) {
  ctx.reply(error_details_text(ctx));
}

}  // namespace procos::rest
