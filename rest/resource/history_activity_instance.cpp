#include "rest/resource/history_activity_instance.h"

#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using ActivityRow = state::HiActivityRow;

RestResult<Response> one_activity(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(const auto row, read_row<ActivityRow>(engine_of(ctx), "activityInstanceId", id));
  if (!row) {
    return invalid_request(404, "Historic activity instance with id '" + id + "' does not exist");
  }
  return dto_response(engine_of(ctx), *row);
}

}  // namespace

void get_historic_activity_instances(Context& ctx) {
  get_list<ActivityRow>(ctx, kHistoryActivityInstanceQuery);
}
void get_historic_activity_instances_count(Context& ctx) {
  get_count<ActivityRow>(ctx, kHistoryActivityInstanceQuery);
}
void query_historic_activity_instances(Context& ctx) {
  post_list<ActivityRow>(ctx, kHistoryActivityInstanceQuery);
}
void query_historic_activity_instances_count(Context& ctx) {
  post_count<ActivityRow>(ctx, kHistoryActivityInstanceQuery);
}
void get_historic_activity_instance(Context& ctx) { ctx.reply(one_activity(ctx)); }

}  // namespace procos::rest
