// Camunda's SetAnnotationForOperationLog: a remark on what a user did.
#include "command/operation_log.h"
#include "command/support.h"

namespace procos::command {

Status annotate_operation(Context& context, const std::string& operation_id,
                          const std::optional<std::string>& annotation) {
  using state::HiUserOperationRow;
  PROCOS_ASSIGN(const auto rows,
                find_rows<HiUserOperationRow>(context, {{"operationId", {operation_id}}}));
  if (rows.empty()) return fail(ErrorKind::kBadUserRequest, "operation is null");
  const HiUserOperationRow& first = rows.front();
  PROCOS_TRY(authorize(context, Check::kUpdateOperationLog,
                       {.id = first.category,
                        .definition_key = first.process_definition_key,
                        .tenant_id = first.tenant_id}));
  for (const HiUserOperationRow& row : rows) {
    context.session.change<HiUserOperationRow>(
        row.id, [&](HiUserOperationRow& kept) { kept.annotation = annotation.value_or(""); });
  }
  Operation(context, annotation ? "SetAnnotation" : "ClearAnnotation", "OperationLog", kOperator)
      .in_tenant(first.tenant_id)
      .write({{"operationId", {}, operation_id}});
  return {};
}

}  // namespace procos::command
