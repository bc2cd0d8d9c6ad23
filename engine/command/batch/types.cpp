#include "command/batch/types.h"

#include "command/support.h"

namespace procos::command {
namespace {

constexpr BatchType kBatchTypes[] = {
    {"instance-deletion", run_instance_deletion},
    {"historic-instance-deletion", run_historic_instance_deletion},
    {"historic-decision-instance-deletion", run_historic_decision_deletion},
    {"set-job-retries", run_set_job_retries},
    {"set-external-task-retries", run_set_external_task_retries},
    {"instance-update-suspension-state", run_update_suspension},
    {"instance-migration", run_migration},
    {"instance-modification", run_modification},
    {"instance-restart", run_restart},
    {"correlate-message", run_message_correlation, true},
    {"set-variables", run_set_variables, true},
    {"process-set-removal-time", run_process_removal_time},
    {"decision-set-removal-time", run_decision_removal_time},
    {"batch-set-removal-time", run_batch_removal_time},
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
