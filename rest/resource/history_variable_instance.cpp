#include "rest/resource/history_variable_instance.h"

#include "rest/dto/value_dto.h"
#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using Row = state::HiVariableRow;

constexpr std::string_view kDeserialize = "deserializeValues";

RestResult<Row> row_or_404(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(auto row, read_row<Row>(engine_of(ctx), "variableId", id));
  if (!row)
    return invalid_request(404, "Historic variable instance with Id '" + id + "' does not exist.");
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

/// Deletes the variable and its updates; a running one stays as it is.
Status remove(command::Context& context, const std::string& id) {
  if (context.session.get<Row>(id) == nullptr) {
    return fail(ErrorKind::kNotFound,
                "No historic variable instance found with id: " + id + ": variable is null");
  }
  context.session.erase<Row>(id);
  store::Query query;
  query.filters.push_back({"variableInstanceId", {id}});
  PROCOS_ASSIGN(auto updates, store::list<state::HiDetailRow>(context.store.writer(), query));
  for (auto& update : updates) context.session.erase_row(std::move(update));
  return {};
}

}  // namespace

void get_historic_variable_instances(Context& ctx) {
  ctx.reply(list_response<Row>(ctx, read_query(kHistoryVariableInstanceQuery, ctx.query()),
                               kDeserialize));
}
void get_historic_variable_instances_count(Context& ctx) {
  get_count<Row>(ctx, kHistoryVariableInstanceQuery);
}
void query_historic_variable_instances(Context& ctx) {
  ctx.reply(list_response<Row>(ctx, body_query(ctx, kHistoryVariableInstanceQuery), kDeserialize));
}
void query_historic_variable_instances_count(Context& ctx) {
  post_count<Row>(ctx, kHistoryVariableInstanceQuery);
}
void get_historic_variable_instance(Context& ctx) { ctx.reply(one(ctx)); }
void get_historic_variable_instance_binary(Context& ctx) { ctx.reply(binary(ctx)); }

void delete_historic_variable_instance(Context& ctx) {
  run_command(
      ctx, [id = ctx.param("id")](command::Context& context) { return remove(context, id); },
      {kNotFound404, nullptr, {}});
}

}  // namespace procos::rest
