// Batches that modify process instances: Camunda's ProcessInstanceModificationBatchCmd,
// ModifyProcessInstanceAsyncCmd and ModificationBatchJobHandler.
#include "command/batch/batch.h"
#include "command/batch/instructions_json.h"
#include "command/batch/requests.h"
#include "command/batch/types.h"
#include "command/operation_log.h"
#include "command/support.h"

namespace procos::command {
namespace {

Result<state::BatchRow> create_modification(Context& context, const ModifyInstances& request,
                                            const state::DefinitionRow& definition,
                                            const std::string& tenant_id) {
  PROCOS_ASSIGN(auto elements, elements_of(context, definition, request.instance_ids));
  return create_batch(context,
                      {"instance-modification", instructed_configuration(request, definition.id),
                       std::move(elements), tenant_id});
}

}  // namespace

Result<state::BatchRow> modify_instances_async(Context& context, const ModifyInstances& request) {
  PROCOS_TRY(check_modification(request));
  PROCOS_ASSIGN(const auto definition, require_definition(context, request.definition_id));
  Operation(context, "ModifyProcessInstance", "ProcessInstance", kOperator)
      .in(definition->row)
      .annotated(request.annotation)
      .write(many_instances(request.instance_ids.size(), true));
  return create_modification(context, request, definition->row, definition->row.tenant_id);
}

Result<state::BatchRow> modify_instance_async(Context& context, const ModifyInstance& request) {
  const state::Instance* instance = context.session.find_instance(request.id);
  if (instance == nullptr) {
    return fail(ErrorKind::kProcessEngine,
                "ENGINE-13036 Process instance '" + request.id +
                    "' cannot be modified. The process instance does not exist");
  }
  Operation(context, "ModifyProcessInstance", "ProcessInstance", kOperator)
      .in(*instance->root)
      .annotated(request.annotation)
      .write();
  ModifyInstances many;
  many.instance_ids = {request.id};
  many.instructions = request.instructions;
  many.skip_custom_listeners = request.skip_custom_listeners;
  many.skip_io_mappings = request.skip_io_mappings;
  return create_modification(context, many, instance->definition->row,
                             instance->root->row.tenant_id);
}

Status run_modification(Context& context, const BatchWork& work) {
  return modify_instances(context, instructed_request<ModifyInstances>(work));
}

}  // namespace procos::command
