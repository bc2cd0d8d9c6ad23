#include "rest/resource/history_detail.h"

#include "rest/resource/stored_value.h"

namespace procos::rest {
namespace {

using DetailRow = state::HiDetailRow;

constexpr StoredValue kDetailValue{"detailId", "Historic detail"};

}  // namespace

void get_historic_details(Context& ctx) {
  get_stored_values<DetailRow>(ctx, kHistoryDetailQuery);
}
void get_historic_details_count(Context& ctx) {
  get_count<DetailRow>(ctx, kHistoryDetailQuery);
}
void query_historic_details(Context& ctx) {
  query_stored_values<DetailRow>(ctx, kHistoryDetailQuery);
}
void historic_detail(Context& ctx) { ctx.reply(stored_value_json<DetailRow>(ctx, kDetailValue)); }
void historic_detail_binary(Context& ctx) {
  ctx.reply(stored_value_data<DetailRow>(ctx, kDetailValue));
}

}  // namespace procos::rest
