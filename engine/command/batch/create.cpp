// Camunda's BatchBuilder.
#include <nlohmann/json.hpp>

#include "base/ids.h"
#include "command/batch/batch.h"
#include "command/batch/jobs.h"
#include "command/batch/types.h"

namespace procos::command {
namespace {

using state::BatchRow;

std::string create_batch_definition(Context& context, const BatchRow& batch,
                                    std::string_view job_type,
                                    const std::string& deployment_id = {}) {
  state::JobDefinitionRow row;
  row.id = new_id();
  row.job_type = job_type;
  row.configuration = batch.id;
  row.tenant_id = batch.tenant_id;
  row.deployment_id = deployment_id;
  return context.session.insert(std::move(row)).id;
}

/// Deployments in the order of their ids; what belongs to none comes last.
std::vector<std::string> deployments_of(const BatchElements& elements) {
  std::vector<std::string> deployments;
  for (const auto& [deployment, ids] : elements.by_deployment()) {
    if (!deployment.empty()) deployments.push_back(deployment);
  }
  if (elements.by_deployment().contains("")) deployments.emplace_back();
  return deployments;
}

/// Jobs of one round of the seed job belong to one deployment.
void create_chunks(Context& context, const BatchRow& batch, const std::string& deployment_id,
                   const std::vector<std::string>& ids) {
  const auto most = static_cast<std::size_t>(batch.jobs_per_seed * batch.invocations_per_job);
  for (std::size_t begin = 0; begin < ids.size(); begin += most) {
    const std::size_t end = std::min(ids.size(), begin + most);
    nlohmann::json chunk = nlohmann::json::array();
    for (std::size_t i = begin; i < end; ++i) chunk.push_back(ids[i]);
    state::BatchChunkRow row;
    row.id = new_id();
    row.batch_id = batch.id;
    row.deployment_id = deployment_id;
    row.ids = batch_json(chunk);
    context.session.insert(std::move(row));
  }
}

Status keep_variables(Context& context, const BatchRow& batch, const Variables& variables) {
  for (const TypedVariable& variable : variables) {
    if (variable.transient) {
      return fail(ErrorKind::kBadUserRequest,
                  "ENGINE-13044 Setting transient variable '" + variable.name +
                      "' asynchronously is currently not supported.");
    }
    state::VariableRow row;
    row.id = new_id();
    row.name = variable.name;
    row.value = variable.value;
    row.batch_id = batch.id;
    context.session.insert(std::move(row));
  }
  return {};
}

}  // namespace

Result<BatchRow> create_batch(Context& context, const NewBatch& request) {
  PROCOS_TRY(authorize(context, find_batch_type(request.type)->create, {}));
  const BatchSettings& settings = batch_settings(context);
  BatchRow batch;
  batch.id = new_id();
  batch.type = request.type;
  batch.tenant_id = request.tenant_id;
  batch.create_user_id = context.session.user();
  batch.configuration = batch_json(request.configuration);
  batch.jobs_per_seed = settings.jobs_per_seed;
  batch.invocations_per_job =
      request.invocations_per_job.value_or(settings.invocations_of(batch.type));
  const auto count = static_cast<std::int64_t>(request.elements.size());
  batch.total_jobs = (count + batch.invocations_per_job - 1) / batch.invocations_per_job;
  batch.start_time = context.session.now();

  const std::vector<std::string> deployments = deployments_of(request.elements);
  batch.seed_job_definition_id =
      create_batch_definition(context, batch, kBatchSeedJob, deployments.front());
  batch.monitor_job_definition_id = create_batch_definition(context, batch, kBatchMonitorJob);
  batch.batch_job_definition_id = create_batch_definition(context, batch, batch.type);
  context.session.insert(batch);
  for (const std::string& deployment : deployments) {
    create_chunks(context, batch, deployment, request.elements.by_deployment().at(deployment));
  }
  if (request.variables != nullptr) {
    PROCOS_TRY(keep_variables(context, batch, *request.variables));
  }
  context.session.tell({.kind = state::FactKind::kBatchCreated, .batch = &batch});
  create_batch_job(context, batch, kBatchSeedJob, batch.seed_job_definition_id);
  return batch;
}

}  // namespace procos::command
