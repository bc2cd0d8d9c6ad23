#include "rest/resource/history_user_operation.h"

#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using UserOperationRow = state::HiUserOperationRow;

void annotate_user_operation(Context& ctx, std::optional<std::string> annotation) {
  run_command(ctx, [operation = ctx.param("operationId"),
                    annotation = std::move(annotation)](command::Context& context) {
    return command::annotate_operation(context, operation, annotation);
  });
}

RestStatus set_annotation_from(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(auto annotation, body.string("annotation"));
  annotate_user_operation(ctx, std::move(annotation));
  return {};
}

}  // namespace

void query_user_operation_entries(Context& ctx) {
  get_list<UserOperationRow>(ctx, kHistoryUserOperationQuery);
}
void query_user_operation_count(Context& ctx) {
  get_count<UserOperationRow>(ctx, kHistoryUserOperationQuery);
}
void set_annotation_user_operation_log(Context& ctx) { with_body(ctx, set_annotation_from); }
void clear_annotation_user_operation_log(Context& ctx) { annotate_user_operation(ctx, {}); }

}  // namespace procos::rest
