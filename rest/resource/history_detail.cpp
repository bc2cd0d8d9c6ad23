#include "rest/resource/history_detail.h"

#include "rest/dto/value_dto.h"
#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using Row = state::HiDetailRow;

constexpr std::string_view kDeserialize = "deserializeValues";

RestResult<Row> row_or_404(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(auto row, read_row<Row>(engine_of(ctx), "detailId", id));
  if (!row) return invalid_request(404, "Historic detail with Id '" + id + "' does not exist.");
  return std::move(*row);
}

RestResult<Response> one(Context& ctx) {
  PROCOS_ASSIGN(const Row row, row_or_404(ctx));
  DtoContext dto{engine_of(ctx), ctx.query().flag("deserializeValue", true)};
  JsonWriter out;
  write_dto(out, row, dto);
  return json_text(out);
}

RestResult<Response> binary(Context& ctx) {
  PROCOS_ASSIGN(const Row row, row_or_404(ctx));
  return variable_data(row.id, row.value);
}

}  // namespace

void get_historic_details(Context& ctx) {
  ctx.reply(list_response<Row>(ctx, read_query(kHistoryDetailQuery, ctx.query()), kDeserialize));
}
void get_historic_details_count(Context& ctx) {
  get_count<Row>(ctx, kHistoryDetailQuery);
}
void query_historic_details(Context& ctx) {
  ctx.reply(list_response<Row>(ctx, body_query(ctx, kHistoryDetailQuery), kDeserialize));
}
void historic_detail(Context& ctx) { ctx.reply(one(ctx)); }
void historic_detail_binary(Context& ctx) { ctx.reply(binary(ctx)); }

}  // namespace procos::rest
