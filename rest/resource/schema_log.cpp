#include "rest/resource/schema_log.h"

#include "rest/guard.h"
#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

/// Only administrators see the log; the others see nothing.
RestResult<store::Query> narrowed(const Context& ctx, RestResult<store::Query> query) {
  if (query && !may(ctx, command::Check::kAdmin, {})) {
    query->filters.push_back({"version", {std::string()}});
  }
  return query;
}

}  // namespace

void get_schema_log(Context& ctx) {
  ctx.reply(list_response<state::SchemaLogRow>(
      ctx, narrowed(ctx, read_query(kSchemaLogQuery, ctx.query()))));
}
void query_schema_log(Context& ctx) {
  ctx.reply(
      list_response<state::SchemaLogRow>(ctx, narrowed(ctx, body_query(ctx, kSchemaLogQuery))));
}

}  // namespace procos::rest
