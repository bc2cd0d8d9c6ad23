// Batches that suspend or activate process instances: Camunda's
// UpdateProcessInstancesSuspendStateBatchCmd and UpdateProcessInstancesSuspendStateJobHandler.
#include <nlohmann/json.hpp>

#include "command/batch/batch.h"
#include "command/batch/requests.h"
#include "command/batch/types.h"
#include "command/operation_log.h"

namespace procos::command {

Result<state::BatchRow> suspend_instances_async(Context& context,
                                                const InstanceSelection& selection,
                                                bool suspend) {
  for (const std::string& id : selection.ids.value_or(std::vector<std::string>())) {
    if (id.empty()) {
      return fail(ErrorKind::kBadUserRequest,
                  "Cannot be null.: Process Instance ids contains null value");
    }
  }
  PROCOS_ASSIGN(auto elements, elements_of(context, selection, UnknownIds::kKept));
  PROCOS_TRY(check_not_empty(elements, "process Instance Ids", "No process instance ids given"));
  const nlohmann::json configuration = {{"suspended", suspend}};
  log_suspension_of_many(context, elements.size(), suspend, true);
  return create_batch(context,
                      {"instance-update-suspension-state", configuration, std::move(elements), {}});
}

Status run_update_suspension(Context& context, const BatchWork& work) {
  for (const std::string& id : work.ids) {
    Suspend request;
    request.value = id;
    request.suspend = work.configuration.at("suspended");
    PROCOS_TRY(suspend_instance(context, request));
  }
  return {};
}

}  // namespace procos::command
