// Batches that delete running process instances: Camunda's DeleteProcessInstanceBatchCmd and
// DeleteProcessInstancesJobHandler.
#include <nlohmann/json.hpp>

#include "command/batch/batch.h"
#include "command/batch/requests.h"
#include "command/batch/types.h"
#include "command/operation_log.h"

namespace procos::command {

Result<state::BatchRow> delete_instances_async(Context& context, const InstanceSelection& selection,
                                               const DeleteInstance& how) {
  PROCOS_ASSIGN(auto elements, elements_of(context, selection, UnknownIds::kKept));
  PROCOS_TRY(check_not_empty(elements, "processInstanceIds"));
  const nlohmann::json configuration = {{"deleteReason", how.reason},
                                        {"skipCustomListeners", how.skip_custom_listeners},
                                        {"skipSubprocesses", how.skip_subprocesses},
                                        {"skipIoMappings", how.skip_io_mappings}};
  Operation(context, "Delete", "ProcessInstance", kOperator)
      .write(many_instances(elements.size(), true, {{"deleteReason", {}, how.reason}}));
  return create_batch(context, {"instance-deletion", configuration, std::move(elements), {}});
}

Status run_instance_deletion(Context& context, const BatchWork& work) {
  DeleteInstance request;
  request.reason = work.configuration.at("deleteReason");
  request.skip_custom_listeners = work.configuration.at("skipCustomListeners");
  request.skip_subprocesses = work.configuration.at("skipSubprocesses");
  request.skip_io_mappings = work.configuration.at("skipIoMappings");
  request.fail_if_not_exists = false;
  for (const std::string& id : work.ids) {
    request.id = id;
    PROCOS_TRY(delete_instance(context, request));
  }
  return {};
}

}  // namespace procos::command
