// Batches that restart process instances: Camunda's RestartProcessInstancesBatchCmd and
// RestartProcessInstancesJobHandler.
#include "command/batch/batch.h"
#include "command/batch/instructions_json.h"
#include "command/batch/requests.h"
#include "command/batch/types.h"
#include "command/support.h"

namespace procos::command {

Result<state::BatchRow> restart_instances_async(Context& context, const RestartInstances& request) {
  PROCOS_TRY(check_restart(request));
  PROCOS_ASSIGN(const auto definition, require_definition(context, request.definition_id));
  const nlohmann::json configuration = {{"definitionId", request.definition_id},
                                        {"instructions", instructions_json(request.instructions)},
                                        {"initialVariables", request.initial_variables},
                                        {"withoutBusinessKey", request.without_business_key},
                                        {"skipCustomListeners", request.skip_custom_listeners},
                                        {"skipIoMappings", request.skip_io_mappings}};
  PROCOS_ASSIGN(auto elements, elements_of(context, definition->row, request.instance_ids));
  return create_batch(context, {"instance-restart", configuration, std::move(elements),
                                definition->row.tenant_id});
}

Status run_restart(Context& context, const BatchWork& work) {
  RestartInstances request;
  request.definition_id = work.configuration.at("definitionId");
  request.instance_ids = work.ids;
  request.instructions = instructions_in(work.configuration.at("instructions"));
  request.initial_variables = work.configuration.at("initialVariables");
  request.without_business_key = work.configuration.at("withoutBusinessKey");
  request.skip_custom_listeners = work.configuration.at("skipCustomListeners");
  request.skip_io_mappings = work.configuration.at("skipIoMappings");
  return restart_instances(context, request);
}

}  // namespace procos::command
