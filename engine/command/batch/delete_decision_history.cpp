// Batches that delete decision instances: Camunda's DeleteHistoricDecisionInstancesBatchCmd and
// DeleteHistoricDecisionInstancesJobHandler.
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
  using Evaluation = state::HiDecisionInstanceRow;
  PROCOS_TRY(elements.add_ids<Evaluation>(context, selection.ids, UnknownIds::kKept));
  PROCOS_TRY(elements.add_query<Evaluation>(context, selection.query));
  PROCOS_TRY(check_not_empty(elements, "historicDecisionInstanceIds"));
  Operation(context, "DeleteHistory", "DecisionInstance", kOperator)
      .write(many_instances(elements.size(), true, {{"deleteReason", {}, reason}}));
  return create_batch(context, {"historic-decision-instance-deletion", nlohmann::json::object(),
                                std::move(elements), {}});
}

Status run_historic_decision_deletion(Context& context, const BatchWork& work) {
  for (const std::string& id : work.ids) context.session.erase<state::HiDecisionInstanceRow>(id);
  return {};
}

}  // namespace procos::command
