#include "rest/resource/history_external_task_log.h"

#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using Row = state::HiExternalTaskLogRow;

RestResult<Response> one(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(const auto row, read_row<Row>(engine_of(ctx), "logId", id));
  if (!row)
    return invalid_request(404, "Historic external task log with id " + id + " does not exist");
  return dto_response(engine_of(ctx), *row);
}

RestResult<Response> text(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(const auto row, read_row<Row>(engine_of(ctx), "logId", id));
  if (!row)
    return invalid_request(404, "No historic external task log found with id " + id +
                                    ": historicExternalTaskLog is null");
  if (row->error_details.empty()) return no_content();
  return text_response(row->error_details);
}

}  // namespace

void get_historic_external_task_logs(Context& ctx) {
  get_list<Row>(ctx, kHistoryExternalTaskLogQuery);
}
void get_historic_external_task_logs_count(Context& ctx) {
  get_count<Row>(ctx, kHistoryExternalTaskLogQuery);
}
void query_historic_external_task_logs(Context& ctx) {
  post_list<Row>(ctx, kHistoryExternalTaskLogQuery);
}
void query_historic_external_task_logs_count(Context& ctx) {
  post_count<Row>(ctx, kHistoryExternalTaskLogQuery);
}
void get_historic_external_task_log(Context& ctx) { ctx.reply(one(ctx)); }
void get_error_details_historic_external_task_log(Context& ctx) { ctx.reply(text(ctx)); }

}  // namespace procos::rest
