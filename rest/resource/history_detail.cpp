#include "rest/resource/history_detail.h"

#include "rest/resource/stored_value.h"

namespace procos::rest {
namespace {

using Row = state::HiDetailRow;

constexpr StoredValue kValue{"detailId", "Historic detail"};

}  // namespace

void get_historic_details(Context& ctx) {
  get_stored_values<Row>(ctx, kHistoryDetailQuery);
}
void get_historic_details_count(Context& ctx) {
  get_count<Row>(ctx, kHistoryDetailQuery);
}
void query_historic_details(Context& ctx) {
  query_stored_values<Row>(ctx, kHistoryDetailQuery);
}
void historic_detail(Context& ctx) { ctx.reply(stored_value_json<Row>(ctx, kValue)); }
void historic_detail_binary(Context& ctx) { ctx.reply(stored_value_data<Row>(ctx, kValue)); }

}  // namespace procos::rest
