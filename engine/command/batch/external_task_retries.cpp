// Batches that set the retries of external tasks: Camunda's SetExternalTasksRetriesBatchCmd and
// SetExternalTaskRetriesJobHandler.
#include <nlohmann/json.hpp>

#include "command/batch/batch.h"
#include "command/batch/requests.h"
#include "command/batch/types.h"
#include "command/operation_log.h"
#include "command/support.h"

namespace procos::command {

Result<state::BatchRow> set_external_task_retries_async(Context& context,
                                                        const ExternalTaskSelection& selection,
                                                        std::int64_t retries) {
  const std::vector<std::string> ids = selection.ids.value_or(std::vector<std::string>());
  PROCOS_TRY(no_blank_id("External task id", ids));
  BatchElements elements;
  PROCOS_TRY(
      elements.add_ids<state::ExternalTaskRow>(context, selection.ids, UnknownIds::kKept));
  PROCOS_TRY(elements.add_query<state::ExternalTaskRow>(context, selection.tasks));
  PROCOS_ASSIGN(const auto instance_ids, selection.instances.resolve(context));
  if (!no_blank_id("processInstanceIdIn", instance_ids)) {
    return fail(ErrorKind::kNullValue, "processInstanceIdIn contains null value");
  }
  PROCOS_TRY(elements.add_of_instances<state::ExternalTaskRow>(context, instance_ids));
  PROCOS_TRY(check_not_empty(elements, "externalTaskIds"));
  const nlohmann::json configuration = {{"retries", retries}};
  Operation(context, "SetExternalTaskRetries", "ExternalTask", kOperator)
      .write(many_instances(elements.size(), true, {{"retries", {}, std::to_string(retries)}}));
  return create_batch(context,
                      {"set-external-task-retries", configuration, std::move(elements), {}});
}

Status run_set_external_task_retries(Context& context, const BatchWork& work) {
  return set_external_task_retries(context, work.ids, work.configuration.at("retries"));
}

}  // namespace procos::command
