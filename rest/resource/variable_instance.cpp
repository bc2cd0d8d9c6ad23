#include "rest/resource/variable_instance.h"

#include "rest/dto/value_dto.h"
#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using Row = state::VariableRow;

constexpr std::string_view kDeserialize = "deserializeValues";

RestResult<Row> row_or_404(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(auto row, read_row<Row>(engine_of(ctx), "variableId", id));
  if (!row) return invalid_request(404, "Variable instance with Id '" + id + "' does not exist.");
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

void get_variable_instances(Context& ctx) {
  ctx.reply(list_response<Row>(ctx, read_query(kVariableInstanceQuery, ctx.query()), kDeserialize));
}
void get_variable_instances_count(Context& ctx) {
  get_count<Row>(ctx, kVariableInstanceQuery);
}
void query_variable_instances(Context& ctx) {
  ctx.reply(list_response<Row>(ctx, body_query(ctx, kVariableInstanceQuery), kDeserialize));
}
void query_variable_instances_count(Context& ctx) {
  post_count<Row>(ctx, kVariableInstanceQuery);
}
void get_variable_instance(Context& ctx) { ctx.reply(one(ctx)); }
void get_variable_instance_binary(Context& ctx) { ctx.reply(binary(ctx)); }

}  // namespace procos::rest
