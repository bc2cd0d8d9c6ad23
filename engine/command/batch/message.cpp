// Batches that correlate a message with process instances: Camunda's CorrelateAllMessageBatchCmd
// and MessageCorrelationBatchJobHandler.
#include <nlohmann/json.hpp>

#include "command/batch/batch.h"
#include "command/batch/requests.h"
#include "command/batch/types.h"
#include "command/operation_log.h"

namespace procos::command {

Result<state::BatchRow> correlate_message_async(Context& context,
                                                const InstanceSelection& selection,
                                                const std::string& name,
                                                const Variables& variables) {
  if (!selection.given()) return fail(ErrorKind::kNullValue, "No process instances found.");
  PROCOS_ASSIGN(auto elements, elements_of(context, selection, UnknownIds::kKept));
  PROCOS_TRY(
      check_not_empty(elements, "process instance ids", "Process instance ids cannot be empty"));
  const nlohmann::json configuration = {{"messageName", name}};
  Operation(context, "CorrelateMessage", "ProcessInstance", kOperator)
      .write(many_instances(elements.size(), true,
                            {{"messageName", {}, name},
                             {"nrOfVariables", {}, std::to_string(variables.size())}}));
  return create_batch(
      context, {"correlate-message", configuration, std::move(elements), {}, &variables});
}

Status run_message_correlation(Context& context, const BatchWork& work) {
  CorrelateMessage request;
  request.message_name = work.configuration.at("messageName");
  request.all = true;
  request.executions_only = true;
  PROCOS_ASSIGN(request.variables, batch_variables(context, work.batch.id));
  for (const std::string& id : work.ids) {
    request.process_instance_id = id;
    PROCOS_TRY(correlate_message(context, request));
  }
  return {};
}

}  // namespace procos::command
