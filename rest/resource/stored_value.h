// What the endpoints of variable instances, historic variables and historic details share: rows
// with a typed value, listed with `deserializeValues`, and read by id as JSON or as bytes.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "rest/dto/value_dto.h"
#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {

inline constexpr std::string_view kDeserializeValues = "deserializeValues";

/// How one row is found by the path's `id`.
struct StoredValue {
  std::string_view filter;  ///< the store's name of the id
  std::string_view noun;    ///< in the message of the 404
};

template <class Row>
RestResult<Row> stored_value(Context& ctx, const StoredValue& which) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(auto row, read_row<Row>(engine_of(ctx), std::string(which.filter), id));
  if (row) return std::move(*row);
  return invalid_request(404, std::string(which.noun) + " with Id '" + id + "' does not exist.");
}

template <class Row>
RestResult<Response> stored_value_json(Context& ctx, const StoredValue& which) {
  PROCOS_ASSIGN(const Row row, stored_value<Row>(ctx, which));
  DtoContext dto{engine_of(ctx), ctx.query().flag("deserializeValue", true)};
  JsonWriter out;
  write_dto(out, row, dto);
  return json_text(out);
}

template <class Row>
RestResult<Response> stored_value_data(Context& ctx, const StoredValue& which) {
  PROCOS_ASSIGN(const Row row, stored_value<Row>(ctx, which));
  return variable_data(row.id, row.value);
}

template <class Row>
void get_stored_values(Context& ctx, const QueryTable& table) {
  ctx.reply(list_response<Row>(ctx, read_query(table, ctx.query()), kDeserializeValues));
}

template <class Row>
void query_stored_values(Context& ctx, const QueryTable& table) {
  ctx.reply(list_response<Row>(ctx, body_query(ctx, table), kDeserializeValues));
}

}  // namespace procos::rest
