// Camunda's BatchSeedJobHandler, BatchMonitorJobHandler and AbstractBatchJobHandler.
#include "command/batch/jobs.h"

#include <nlohmann/json.hpp>

#include "command/batch/batch.h"
#include "command/batch/types.h"
#include "command/operation_log.h"
#include "command/support.h"

namespace procos::command {

using state::BatchRow;
using state::JobRow;

const BatchSettings& batch_settings(const Context& context) {
  static const Settings kDefaults;
  return context.settings == nullptr ? kDefaults.batch : context.settings->batch;
}

std::string batch_json(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

state::Job& create_batch_job(Context& context, const BatchRow& batch, std::string_view handler,
                             const std::string& job_definition_id, JobRow row) {
  const BatchSettings& settings = batch_settings(context);
  row.type = "message";
  row.handler = handler;
  row.batch_id = batch.id;
  row.job_definition_id = job_definition_id;
  row.tenant_id = batch.tenant_id;
  row.retries = settings.job_retries;
  row.priority = settings.job_priority;
  if (const auto* definition = context.session.get<state::JobDefinitionRow>(job_definition_id)) {
    row.suspended = definition->suspended;
    row.priority = definition->overriding_priority.value_or(row.priority);
    if (row.deployment_id.empty()) row.deployment_id = definition->deployment_id;
  }
  return context.session.create_job(nullptr, std::move(row));
}

namespace {

Result<BatchRow> batch_of(Context& context, const JobRow& job) {
  const BatchRow* batch = context.session.get<BatchRow>(job.batch_id);
  if (batch != nullptr) return *batch;
  return is_null(ErrorKind::kNullValue, "Batch with id '" + job.batch_id + "' cannot be found",
                 "batch");
}

std::vector<std::string> ids_in(const std::string& json) {
  return nlohmann::json::parse(json).get<std::vector<std::string>>();
}

/// The first two chunks that are left: one to make jobs of, and whether there is another.
Result<std::vector<state::BatchChunkRow>> next_chunks(Context& context, const BatchRow& batch) {
  store::Query query;
  query.filters = {{"batchId", {batch.id}}};
  query.max = 2;
  return store::list<state::BatchChunkRow>(context.store.writer(), query);
}

void create_jobs(Context& context, BatchRow& batch, const BatchType& type,
                 const state::BatchChunkRow& chunk) {
  const std::vector<std::string> ids = ids_in(chunk.ids);
  const auto most = static_cast<std::size_t>(batch.invocations_per_job);
  for (std::size_t begin = 0; begin < ids.size(); begin += most) {
    const std::size_t end = std::min(ids.size(), begin + most);
    nlohmann::json of_job = nlohmann::json::array();
    for (std::size_t i = begin; i < end; ++i) of_job.push_back(ids[i]);
    JobRow job;
    job.configuration = batch_json(of_job);
    job.deployment_id = chunk.deployment_id;
    if (type.names_instance && end - begin == 1) job.process_instance_id = ids[begin];
    create_batch_job(context, batch, type.name, batch.batch_job_definition_id, std::move(job));
    ++batch.jobs_created;
  }
}

Status run_seed(Context& context, BatchRow batch) {
  const BatchType* type = find_batch_type(batch.type);
  if (type == nullptr) {
    return fail(ErrorKind::kUnsupported,
                "Batch '" + batch.id + "' has the unknown type '" + batch.type + "'.");
  }
  PROCOS_ASSIGN(auto chunks, next_chunks(context, batch));
  const bool done = chunks.size() < 2;
  if (!chunks.empty()) {
    create_jobs(context, batch, *type, chunks.front());
    context.session.erase_row(std::move(chunks.front()));
    context.session.change<BatchRow>(
        batch.id, [&](BatchRow& row) { row.jobs_created = batch.jobs_created; });
  }
  // The first look comes at once, so that small batches end quickly.
  create_batch_job(context, batch, done ? kBatchMonitorJob : kBatchSeedJob,
                   done ? batch.monitor_job_definition_id : batch.seed_job_definition_id);
  return {};
}

Status run_monitor(Context& context, const BatchRow& batch) {
  store::Query left;
  left.filters = {{"jobDefinitionId", {batch.batch_job_definition_id}}, {"ofBatches", {}}};
  PROCOS_ASSIGN(const std::int64_t count, store::count<JobRow>(context.store.writer(), left));
  if (count == 0) return end_batch(context, batch, BatchJobs::kKept);
  JobRow job;
  job.due_date = context.session.now() + batch_settings(context).poll_time_ms;
  create_batch_job(context, batch, kBatchMonitorJob, batch.monitor_job_definition_id,
                   std::move(job));
  return {};
}

Status run_work(Context& context, BatchRow batch, const JobRow& job) {
  const BatchType* type = find_batch_type(job.handler);
  if (type == nullptr) {
    return fail(ErrorKind::kUnsupported,
                "Job '" + job.id + "' has the unknown handler '" + job.handler + "'.");
  }
  if (!batch.execution_start_time) {
    batch.execution_start_time = context.session.now();
    context.session.change<BatchRow>(batch.id, [&](BatchRow& row) {
      row.execution_start_time = batch.execution_start_time;
    });
    context.session.tell({.kind = state::FactKind::kBatchUpdated, .batch = &batch});
  }
  const auto configuration = nlohmann::json::parse(batch.configuration);
  const std::vector<std::string> ids = ids_in(job.configuration);
  return type->run(context, {batch, configuration, ids});
}

}  // namespace

Status run_batch_job(Context& context, const state::Job& job) {
  const WithoutOperationLog logged_when_it_was_created(context);
  PROCOS_ASSIGN(BatchRow batch, batch_of(context, job.row));
  if (job.row.handler == kBatchSeedJob) return run_seed(context, std::move(batch));
  if (job.row.handler == kBatchMonitorJob) return run_monitor(context, batch);
  return run_work(context, std::move(batch), job.row);
}

}  // namespace procos::command
