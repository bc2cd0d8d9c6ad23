#include "command/batch/types.h"

#include "command/support.h"

namespace procos::command {
namespace {

constexpr BatchType kBatchTypes[] = {
    {"instance-deletion", Check::kBatchDeleteRunning, run_instance_deletion},
    {"historic-instance-deletion", Check::kBatchDeleteFinished, run_historic_instance_deletion},
    {"historic-decision-instance-deletion", Check::kBatchDeleteDecisions,
     run_historic_decision_deletion},
    {"set-job-retries", Check::kBatchJobRetries, run_set_job_retries},
    {"set-external-task-retries", Check::kBatchExternalTaskRetries, run_set_external_task_retries},
    {"instance-update-suspension-state", Check::kBatchSuspend, run_update_suspension},
    {"instance-migration", Check::kBatchMigrate, run_migration},
    {"instance-modification", Check::kBatchModify, run_modification},
    {"instance-restart", Check::kBatchRestart, run_restart},
    {"correlate-message", Check::kBatchMessage, run_message_correlation, true},
    {"set-variables", Check::kBatchVariables, run_set_variables, true},
    {"process-set-removal-time", Check::kBatchRemovalTime, run_process_removal_time},
    {"decision-set-removal-time", Check::kBatchRemovalTime, run_decision_removal_time},
    {"batch-set-removal-time", Check::kBatchRemovalTime, run_batch_removal_time},
};

}  // namespace

const BatchType* find_batch_type(std::string_view name) {
  for (const BatchType& type : kBatchTypes) {
    if (type.name == name) return &type;
  }
  return nullptr;
}

Result<Variables> batch_variables(Context& context, const std::string& batch_id) {
  PROCOS_ASSIGN(const auto rows,
                find_rows<state::VariableRow>(context, {{"batchIdIn", {batch_id}}}));
  Variables variables;
  for (const state::VariableRow& row : rows) variables.push_back({row.name, row.value, false});
  return variables;
}

}  // namespace procos::command
