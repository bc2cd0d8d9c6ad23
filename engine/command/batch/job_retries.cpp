// Batches that set the retries of jobs: Camunda's SetJobsRetriesBatchCmd,
// SetJobsRetriesByProcessBatchCmd and SetJobRetriesJobHandler.
#include <nlohmann/json.hpp>

#include "command/batch/batch.h"
#include "command/batch/requests.h"
#include "command/batch/types.h"
#include "command/operation_log.h"

namespace procos::command {
namespace {

bool none_of(const std::optional<std::vector<std::string>>& ids) { return !ids || ids->empty(); }

Result<state::BatchRow> create_retries_batch(Context& context, BatchElements elements,
                                             const JobRetries& how) {
  PROCOS_TRY(check_not_empty(elements, "jobIds"));
  if (how.retries < 0) {
    return fail(ErrorKind::kProcessEngine, "Retries count is not greater than or equal to 0");
  }
  nlohmann::json configuration = {{"retries", how.retries}};
  if (how.due_date) {
    configuration["dueDate"] = *how.due_date ? nlohmann::json(**how.due_date) : nlohmann::json();
  }
  Operation(context, "SetJobRetries", "Job", kOperator)
      .write(many_instances(elements.size(), true, {{"retries", {}, std::to_string(how.retries)}}));
  return create_batch(context, {"set-job-retries", configuration, std::move(elements), {}});
}

}  // namespace

Result<state::BatchRow> set_job_retries_async(
    Context& context, const std::optional<std::vector<std::string>>& job_ids,
    const std::optional<store::Query>& job_query, const JobRetries& how) {
  if (none_of(job_ids) && !job_query) {
    return fail(ErrorKind::kProcessEngine,
                "ENGINE-13050 You must specify at least one of jobIds or jobQuery.");
  }
  BatchElements elements;
  PROCOS_TRY(elements.add_ids<state::JobRow>(context, job_ids, UnknownIds::kKept));
  PROCOS_TRY(elements.add_query<state::JobRow>(context, job_query));
  return create_retries_batch(context, std::move(elements), how);
}

Result<state::BatchRow> set_job_retries_async(Context& context, const InstanceSelection& selection,
                                              const JobRetries& how) {
  if (none_of(selection.ids) && !selection.instances && !selection.historic_instances) {
    return fail(ErrorKind::kProcessEngine,
                "ENGINE-13051 You must specify at least one of or one of processInstanceIds, "
                "processInstanceQuery, or historicProcessInstanceQuery.");
  }
  PROCOS_ASSIGN(const auto instance_ids, selection.resolve(context));
  BatchElements elements;
  PROCOS_TRY(elements.add_of_instances<state::JobRow>(context, instance_ids));
  return create_retries_batch(context, std::move(elements), how);
}

Status run_set_job_retries(Context& context, const BatchWork& work) {
  const std::int64_t retries = work.configuration.at("retries");
  PROCOS_TRY(set_job_retries(context, work.ids, retries, std::nullopt));
  const auto due_date = work.configuration.find("dueDate");
  if (due_date == work.configuration.end()) return {};
  state::OptTime due;
  if (!due_date->is_null()) due = due_date->get<TimeMs>();
  for (const std::string& id : work.ids) {
    PROCOS_TRY(set_job_due_date(context, id, due, false));
  }
  return {};
}

}  // namespace procos::command
