// The table of batch types: what a job of each does.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "command/authorize.h"

namespace procos::command {

/// One job of a batch.
struct BatchWork {
  const state::BatchRow& batch;
  const nlohmann::json& configuration;  ///< as the command that created the batch wrote it
  const std::vector<std::string>& ids;
};
using RunBatchJob = Status (*)(Context& context, const BatchWork& work);

struct BatchType {
  std::string_view name;  ///< also the handler of its jobs
  Check create;           ///< what its creator needs
  RunBatchJob run;
  /// A job for a single process instance names it: jobs of that instance wait for each other.
  bool names_instance = false;
};

/// Null when there is no such type.
const BatchType* find_batch_type(std::string_view name);

/// The variables that the batch keeps for its jobs.
Result<Variables> batch_variables(Context& context, const std::string& batch_id);

// One for each row, in the file of its type.
Status run_instance_deletion(Context& context, const BatchWork& work);
Status run_historic_instance_deletion(Context& context, const BatchWork& work);
Status run_historic_decision_deletion(Context& context, const BatchWork& work);
Status run_set_job_retries(Context& context, const BatchWork& work);
Status run_set_external_task_retries(Context& context, const BatchWork& work);
Status run_update_suspension(Context& context, const BatchWork& work);
Status run_migration(Context& context, const BatchWork& work);
Status run_modification(Context& context, const BatchWork& work);
Status run_restart(Context& context, const BatchWork& work);
Status run_message_correlation(Context& context, const BatchWork& work);
Status run_set_variables(Context& context, const BatchWork& work);
Status run_process_removal_time(Context& context, const BatchWork& work);
Status run_decision_removal_time(Context& context, const BatchWork& work);
Status run_batch_removal_time(Context& context, const BatchWork& work);

}  // namespace procos::command
