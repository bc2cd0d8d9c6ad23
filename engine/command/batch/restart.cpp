// Batches that restart process instances: Camunda's RestartProcessInstancesBatchCmd and
// RestartProcessInstancesJobHandler.
#include "command/batch/batch.h"
#include "command/batch/instructions_json.h"
#include "command/batch/requests.h"
#include "command/batch/types.h"
#include "command/operation_log.h"
#include "command/support.h"

namespace procos::command {

Result<state::BatchRow> restart_instances_async(Context& context, const RestartInstances& request) {
  PROCOS_TRY(check_restart(request));
  PROCOS_ASSIGN(const auto definition, require_definition(context, request.definition_id));
  nlohmann::json configuration = instructed_configuration(request, request.definition_id);
  configuration["initialVariables"] = request.initial_variables;
  configuration["withoutBusinessKey"] = request.without_business_key;
  Operation(context, "RestartProcessInstance", "ProcessInstance", kOperator)
      .in(definition->row)
      .write(many_instances(request.instance_ids.size(), true));
  PROCOS_ASSIGN(auto elements, elements_of(context, definition->row, request.instance_ids));
  return create_batch(context, {"instance-restart", configuration, std::move(elements),
                                definition->row.tenant_id});
}

Status run_restart(Context& context, const BatchWork& work) {
  auto request = instructed_request<RestartInstances>(work);
  request.initial_variables = work.configuration.at("initialVariables");
  request.without_business_key = work.configuration.at("withoutBusinessKey");
  return restart_instances(context, request);
}

}  // namespace procos::command
