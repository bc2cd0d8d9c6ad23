#include "rest/dto/entity_dto.h"

namespace procos::rest {
namespace {

/// What a batch and its history have in common.
template <class Row>
void write_jobs(JsonWriter& out, const Row& row) {
  out.number("batchJobsPerSeed", row.jobs_per_seed);
  out.number("invocationsPerBatchJob", row.invocations_per_job);
  out.text("seedJobDefinitionId", row.seed_job_definition_id);
  out.text("monitorJobDefinitionId", row.monitor_job_definition_id);
  out.text("batchJobDefinitionId", row.batch_job_definition_id);
}

}  // namespace

void write_batch(JsonWriter& out, const state::BatchRow& row) {
  out.text("id", row.id).text("type", row.type).number("totalJobs", row.total_jobs);
  out.number("jobsCreated", row.jobs_created);
  write_jobs(out, row);
  out.flag("suspended", row.suspended).text("tenantId", row.tenant_id);
  out.text("createUserId", row.create_user_id).time("startTime", row.start_time);
  out.time("executionStartTime", row.execution_start_time);
}

void write_dto(JsonWriter& out, const state::BatchRow& row, DtoContext&) {
  out.begin_object();
  write_batch(out, row);
  out.end_object();
}

void write_dto(JsonWriter& out, const state::HiBatchRow& row, DtoContext&) {
  out.begin_object();
  out.text("id", row.id).text("type", row.type).number("totalJobs", row.total_jobs);
  write_jobs(out, row);
  out.text("tenantId", row.tenant_id).text("createUserId", row.create_user_id);
  out.time("startTime", row.start_time).time("endTime", row.end_time);
  out.time("removalTime", row.removal_time);
  out.time("executionStartTime", row.execution_start_time);
  out.end_object();
}

void write_dto(JsonWriter& out, const state::SchemaLogRow& row, DtoContext&) {
  out.begin_object();
  out.text("id", row.id).time("timestamp", row.time).text("version", row.version);
  out.end_object();
}

}  // namespace procos::rest
