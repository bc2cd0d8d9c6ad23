#include "rest/resource/history_user_operation.h"

#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using Row = state::HiUserOperationRow;

void annotate(Context& ctx, std::optional<std::string> annotation) {
  run_command(ctx, [operation = ctx.param("operationId"),
                    annotation = std::move(annotation)](command::Context& context) {
    return command::annotate_operation(context, operation, annotation);
  });
}

RestStatus set(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(auto annotation, body.string("annotation"));
  annotate(ctx, std::move(annotation));
  return {};
}

}  // namespace

void query_user_operation_entries(Context& ctx) {
  get_list<Row>(ctx, kHistoryUserOperationQuery);
}
void query_user_operation_count(Context& ctx) { get_count<Row>(ctx, kHistoryUserOperationQuery); }
void set_annotation_user_operation_log(Context& ctx) { with_body(ctx, set); }
void clear_annotation_user_operation_log(Context& ctx) { annotate(ctx, {}); }

}  // namespace procos::rest
