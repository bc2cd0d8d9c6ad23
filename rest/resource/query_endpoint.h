// The four forms in which Camunda offers a query: GET and POST, list and count. A resource names
// its row type and its table of parameters; the row's write_dto() makes the JSON.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rest/dto/entity_dto.h"
#include "rest/resource/handler.h"
#include "rest/resource/query_table.h"
#include "rest/resource/row_completion.h"

namespace procos::rest {

/// Rows of a query, read off the strand.
template <class Row>
RestResult<std::vector<Row>> read_rows(service::Engine& engine, store::Query query) {
  query.now_ms = engine.clock().now_ms();
  Result<std::vector<Row>> rows;
  engine.read([&](store::Connection& connection) { rows = store::list<Row>(connection, query); });
  if (rows) PROCOS_TRY(complete_rows(engine, *rows));
  return lift(std::move(rows));
}

/// The row that a filter picks, e.g. by its id.
template <class Row>
RestResult<std::optional<Row>> read_row(service::Engine& engine, std::string filter,
                                        std::string value) {
  store::Query query;
  query.filters.push_back({std::move(filter), {std::move(value)}});
  query.max = 1;
  PROCOS_ASSIGN(std::vector<Row> rows, read_rows<Row>(engine, std::move(query)));
  if (rows.empty()) return std::optional<Row>();
  return std::optional<Row>(std::move(rows.front()));
}

template <class Row>
Response dto_response(const Row& row, DtoContext dto) {
  JsonWriter out;
  write_dto(out, row, dto);
  return json_text(out);
}

template <class Row>
Response dto_response(service::Engine& engine, const Row& row) {
  return dto_response(row, DtoContext{engine});
}

template <class Row>
RestResult<Response> list_response(Context& ctx, RestResult<store::Query> parsed, DtoContext dto) {
  PROCOS_ASSIGN(store::Query query, std::move(parsed));
  PROCOS_TRY(read_page(ctx.query(), query));
  PROCOS_ASSIGN(const std::vector<Row> rows, read_rows<Row>(dto.engine, std::move(query)));
  JsonWriter out;
  out.begin_array();
  for (const Row& row : rows) write_dto(out, row, dto);
  out.end_array();
  return json_text(out);
}

template <class Row>
RestResult<Response> list_response(Context& ctx, RestResult<store::Query> parsed,
                                   std::string_view deserialize = {}) {
  return list_response<Row>(
      ctx, std::move(parsed),
      DtoContext{engine_of(ctx), deserialize.empty() || ctx.query().flag(deserialize, true)});
}

/// {"count": n}
Response count_response(std::int64_t count);

/// How many rows a query finds, whatever its page.
template <class Row>
RestResult<std::int64_t> read_count(service::Engine& engine, store::Query query) {
  query.now_ms = engine.clock().now_ms();
  Result<std::int64_t> count = 0;
  engine.read([&](store::Connection& connection) { count = store::count<Row>(connection, query); });
  return lift(std::move(count));
}

template <class Row>
RestResult<Response> count_rows(Context& ctx, RestResult<store::Query> parsed) {
  PROCOS_ASSIGN(store::Query query, std::move(parsed));
  PROCOS_ASSIGN(const std::int64_t number, read_count<Row>(engine_of(ctx), std::move(query)));
  return count_response(number);
}

/// `check` refuses combinations that the table cannot say.
using QueryCheck = RestStatus (*)(const store::Query&);

inline RestResult<store::Query> checked(RestResult<store::Query> query, QueryCheck check) {
  if (query && check != nullptr) PROCOS_TRY(check(*query));
  return query;
}

inline RestResult<store::Query> body_query(const Context& ctx, const QueryTable& table) {
  PROCOS_ASSIGN(const JsonObject body, ctx.json_object());
  return read_query(table, body);
}

template <class Row>
void get_list(Context& ctx, const QueryTable& table, QueryCheck check = nullptr) {
  ctx.reply(list_response<Row>(ctx, checked(read_query(table, ctx.query()), check)));
}

template <class Row>
void get_count(Context& ctx, const QueryTable& table, QueryCheck check = nullptr) {
  ctx.reply(count_rows<Row>(ctx, checked(read_query(table, ctx.query()), check)));
}

template <class Row>
void post_list(Context& ctx, const QueryTable& table, QueryCheck check = nullptr) {
  ctx.reply(list_response<Row>(ctx, checked(body_query(ctx, table), check)));
}

template <class Row>
void post_count(Context& ctx, const QueryTable& table, QueryCheck check = nullptr) {
  ctx.reply(count_rows<Row>(ctx, checked(body_query(ctx, table), check)));
}

}  // namespace procos::rest
