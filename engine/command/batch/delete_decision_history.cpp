// Batches that delete decision instances: Camunda's DeleteHistoricDecisionInstancesBatchCmd and
// DeleteHistoricDecisionInstancesJobHandler. No decision instance is stored yet, so queries find
// none and the jobs find nothing to delete, which is no failure in Camunda either.
#include <nlohmann/json.hpp>

#include "command/batch/batch.h"
#include "command/batch/requests.h"
#include "command/batch/types.h"
#include "command/operation_log.h"

namespace procos::command {

Result<state::BatchRow> delete_decision_history_async(Context& context,
                                                      const HistorySelection& selection,
                                                      const std::string& reason) {
  BatchElements elements;
  for (const std::string& id : selection.ids.value_or(std::vector<std::string>())) {
    elements.add({}, id);
  }
  PROCOS_TRY(check_not_empty(elements, "historicDecisionInstanceIds"));
  Operation(context, "DeleteHistory", "DecisionInstance", kOperator)
      .write(many_instances(elements.size(), true, {{"deleteReason", {}, reason}}));
  return create_batch(context, {"historic-decision-instance-deletion", nlohmann::json::object(),
                                std::move(elements), {}});
}

Status run_historic_decision_deletion(Context&, const BatchWork&) { return {}; }

}  // namespace procos::command
