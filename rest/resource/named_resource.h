// What users, groups and tenants share: they are found by ids that their creators chose.
#pragma once

#include <string>

#include "command/identity.h"
#include "rest/resource/query_endpoint.h"

namespace procos::rest {

/// The row of the id in the path; "<what> with id <id> does not exist", 404, when there is none.
template <class Row>
RestResult<Row> named_row(Context& ctx, const std::string& what) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(auto row, read_row<Row>(engine_of(ctx), "id", id));
  if (!row) return invalid_request(404, what + " with id " + id + " does not exist");
  return std::move(*row);
}

template <class Row>
RestResult<Response> named_response(Context& ctx, const std::string& what) {
  PROCOS_ASSIGN(const Row row, named_row<Row>(ctx, what));
  return dto_response(engine_of(ctx), row);
}

/// Checks that the row of the path is there and that the body has an id, then runs the update.
template <class Row>
RestStatus update_named(Context& ctx, const std::string& what, Row row,
                        Status (*update)(command::Context&, const std::string&, const Row&)) {
  PROCOS_TRY(named_row<Row>(ctx, what));
  if (row.id.empty()) return null_pointer("The body needs an id");
  run_command(
      ctx,
      [id = ctx.param("id"), row = std::move(row), update](command::Context& context) {
        return update(context, id, row);
      },
      {kNotFound404NoCode, nullptr, {}});
  return {};
}

/// Runs a verb on the id in the path.
inline void run_on_id(Context& ctx, Status (*verb)(command::Context&, const std::string&)) {
  run_command(ctx, [id = ctx.param("id"), verb](command::Context& context) {
    return verb(context, id);
  });
}

}  // namespace procos::rest
