// Camunda's DeleteBatchCmd, SuspendBatchCmd, ActivateBatchCmd and DeleteHistoricBatchCmd.
#include "command/batch/batch.h"
#include "command/batch/jobs.h"
#include "command/operation_log.h"
#include "command/support.h"

namespace procos::command {
namespace {

using state::BatchRow;

Result<BatchRow> require_batch(Context& context, const std::string& id) {
  const BatchRow* batch = context.session.get<BatchRow>(id);
  if (batch != nullptr) return *batch;
  return is_null(ErrorKind::kBadUserRequest, "Batch for id '" + id + "' cannot be found", "batch");
}

void log_batch(Context& context, std::string_view type, const std::string& id,
               const std::string& tenant_id, const PropertyChanges& changes = {}) {
  Operation operation(context, type, "Batch", kOperator);
  operation.in_tenant(tenant_id).row().batch_id = id;
  operation.write(changes);
}

template <class Visit>
Status for_each_job(Context& context, const std::string& job_definition_id, Visit visit) {
  PROCOS_ASSIGN(const auto rows,
                find_rows<state::JobRow>(
                    context, {{"jobDefinitionId", {job_definition_id}}, {"ofBatches", {}}}));
  for (const state::JobRow& row : rows) {
    state::Job* job = context.session.find_job(row.id);
    // The job that executes right now is gone already.
    if (job != nullptr) PROCOS_TRY(visit(*job));
  }
  return {};
}

Status delete_jobs(Context& context, const std::string& job_definition_id) {
  return for_each_job(context, job_definition_id, [&](state::Job& job) -> Status {
    PROCOS_TRY(drop_incidents(context, nullptr, "failedJob", job.row.id, false));
    context.session.remove_job(job);
    return {};
  });
}

template <class Row>
Status erase_all_of(Context& context, const char* filter, const std::string& batch_id) {
  PROCOS_ASSIGN(auto rows, find_rows<Row>(context, {{filter, {batch_id}}}));
  for (Row& row : rows) context.session.erase_row(std::move(row));
  return {};
}

}  // namespace

Status end_batch(Context& context, const BatchRow& batch, BatchJobs jobs) {
  PROCOS_TRY(erase_all_of<state::VariableRow>(context, "batchIdIn", batch.id));
  PROCOS_TRY(erase_all_of<state::BatchChunkRow>(context, "batchId", batch.id));
  PROCOS_TRY(delete_jobs(context, batch.seed_job_definition_id));
  PROCOS_TRY(delete_jobs(context, batch.monitor_job_definition_id));
  if (jobs == BatchJobs::kDeleted) PROCOS_TRY(delete_jobs(context, batch.batch_job_definition_id));
  for (const std::string* id : {&batch.seed_job_definition_id, &batch.monitor_job_definition_id,
                                &batch.batch_job_definition_id}) {
    context.session.erase<state::JobDefinitionRow>(*id);
  }
  context.session.tell({.kind = state::FactKind::kBatchEnded,
                        .batch = &batch,
                        .time_to_live = batch_settings(context).time_to_live_of(batch.type)});
  context.session.erase<BatchRow>(batch.id);
  return {};
}

Status delete_batch(Context& context, const std::string& batch_id, bool cascade_to_history) {
  PROCOS_ASSIGN(const BatchRow batch, require_batch(context, batch_id));
  PROCOS_TRY(authorize(context, Check::kDeleteBatch, {.id = batch_id}));
  PROCOS_TRY(end_batch(context, batch, BatchJobs::kDeleted));
  if (cascade_to_history) context.session.erase_batch_history(batch_id);
  log_batch(context, "Delete", batch_id, batch.tenant_id,
            {{"cascadeToHistory", {}, flag_text(cascade_to_history)}});
  return {};
}

Status suspend_batch(Context& context, const std::string& batch_id, bool suspend) {
  PROCOS_ASSIGN(const BatchRow batch, require_batch(context, batch_id));
  PROCOS_TRY(authorize(context, Check::kUpdateBatch, {.id = batch_id}));
  for (const std::string* id : {&batch.seed_job_definition_id, &batch.monitor_job_definition_id,
                                &batch.batch_job_definition_id}) {
    context.session.change<state::JobDefinitionRow>(
        *id, [&](state::JobDefinitionRow& row) { row.suspended = suspend; });
    PROCOS_TRY(for_each_job(context, *id, [&](state::Job& job) -> Status {
      job.row.suspended = suspend;
      context.session.mark(job);
      return {};
    }));
  }
  context.session.change<BatchRow>(batch_id, [&](BatchRow& row) { row.suspended = suspend; });
  log_batch(context, suspend ? "SuspendBatch" : "ActivateBatch", batch_id, batch.tenant_id,
            {suspension_state(suspend)});
  return {};
}

Status delete_batch_history(Context& context, const std::string& batch_id) {
  const state::HiBatchRow* row = context.session.get<state::HiBatchRow>(batch_id);
  if (row == nullptr) {
    return is_null(ErrorKind::kBadUserRequest,
                   "Historic batch for id '" + batch_id + "' cannot be found", "historicBatch");
  }
  PROCOS_TRY(authorize(context, Check::kDeleteBatchHistory, {.id = batch_id}));
  log_batch(context, "DeleteHistory", batch_id, row->tenant_id);
  context.session.erase_batch_history(batch_id);
  return {};
}

}  // namespace procos::command
