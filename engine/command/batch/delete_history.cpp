// Batches that delete the history of process instances: Camunda's
// DeleteHistoricProcessInstancesBatchCmd and DeleteHistoricProcessInstancesJobHandler.
#include <nlohmann/json.hpp>

#include "command/batch/batch.h"
#include "command/batch/requests.h"
#include "command/batch/types.h"
#include "command/operation_log.h"

namespace procos::command {

Result<state::BatchRow> delete_history_async(Context& context, const HistorySelection& selection,
                                             const std::string& reason) {
  BatchElements elements;
  PROCOS_TRY(
      elements.add_ids<state::HiProcessInstanceRow>(context, selection.ids, UnknownIds::kKept));
  PROCOS_TRY(elements.add_query<state::HiProcessInstanceRow>(context, selection.query));
  PROCOS_TRY(check_not_empty(elements, "historicProcessInstanceIds"));
  Operation(context, "DeleteHistory", "ProcessInstance", kOperator)
      .write(many_instances(elements.size(), true, {{"deleteReason", {}, reason}}));
  return create_batch(context, {"historic-instance-deletion", nlohmann::json::object(),
                                std::move(elements), {}});
}

Status run_historic_instance_deletion(Context& context, const BatchWork& work) {
  for (const std::string& id : work.ids) {
    PROCOS_TRY(delete_instance_history(context, id, false));
  }
  return {};
}

}  // namespace procos::command
