// Batches that set variables of process instances: Camunda's SetVariablesToProcessInstancesBatchCmd
// and BatchSetVariablesHandler.
#include <nlohmann/json.hpp>

#include "command/batch/batch.h"
#include "command/batch/requests.h"
#include "command/batch/types.h"
#include "command/operation_log.h"

namespace procos::command {

Result<state::BatchRow> set_variables_async(Context& context, const InstanceSelection& selection,
                                            const Variables& variables) {
  if (variables.empty()) return fail(ErrorKind::kBadUserRequest, "variables is empty");
  if (!selection.given()) return fail(ErrorKind::kNullValue, "No process instances found.");
  InstanceSelection running = selection;
  if (running.historic_instances) running.historic_instances->filters.push_back({"unfinished", {}});
  PROCOS_ASSIGN(auto elements, elements_of(context, running, UnknownIds::kDropped));
  PROCOS_TRY(check_not_empty(elements, "processInstanceIds"));
  Operation(context, "SetVariables", "ProcessInstance", kOperator)
      .write(many_instances(elements.size(), true,
                            {{"nrOfVariables", {}, std::to_string(variables.size())}}));
  return create_batch(context, {"set-variables", nlohmann::json::object(), std::move(elements), {},
                                &variables});
}

Status run_set_variables(Context& context, const BatchWork& work) {
  ChangeVariables request;
  PROCOS_ASSIGN(request.set, batch_variables(context, work.batch.id));
  for (const std::string& id : work.ids) {
    request.execution_id = id;
    PROCOS_TRY(change_variables(context, request));
  }
  return {};
}

}  // namespace procos::command
