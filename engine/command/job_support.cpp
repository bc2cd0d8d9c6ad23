#include "command/job_support.h"

#include <algorithm>

namespace procos::command {
namespace {

constexpr const char* kIncidentType = "failedJob";

Status raise_job_incident(Context& context, const state::Job& job) {
  PROCOS_ASSIGN(const auto open,
                find_rows<state::IncidentRow>(
                    context, {{"configuration", {job.row.id}}, {"incidentType", {kIncidentType}}}));
  if (!open.empty()) {  // it failed again: history points to the newest failure
    for (const state::IncidentRow& row : open) {
      context.session.change<state::HiIncidentRow>(row.id, [&](state::HiIncidentRow& history) {
        history.history_configuration = job.row.last_failure_log_id;
      });
    }
    return {};
  }
  state::IncidentRow incident;
  incident.type = kIncidentType;
  incident.message = job.row.exception_message;
  incident.configuration = job.row.id;
  incident.execution_id = job.row.execution_id;
  incident.activity_id = job.row.activity_id;
  incident.failed_activity_id = job.row.failed_activity_id;
  incident.process_instance_id = job.row.process_instance_id;
  incident.process_definition_id = job.row.process_definition_id;
  incident.process_definition_key = job.row.process_definition_key;
  incident.job_definition_id = job.row.job_definition_id;
  incident.tenant_id = job.row.tenant_id;
  incident.history_configuration = job.row.last_failure_log_id;
  raise_incident(context, context.session.execution_of(job), std::move(incident));
  return {};
}

}  // namespace

const graph::Node* node_of(Context& context, const state::Job& job,
                           state::DefinitionPtr& keep_alive) {
  keep_alive = context.session.definitions().find(job.row.process_definition_id);
  return keep_alive == nullptr ? nullptr : keep_alive->graph->find(job.row.activity_id);
}

Status set_retries(Context& context, state::Job& job, std::int64_t retries) {
  retries = std::max<std::int64_t>(0, retries);
  if (job.row.retries == 0 && retries > 0) {
    PROCOS_TRY(drop_incidents(context, context.session.execution_of(job), kIncidentType, job.row.id,
                              true));
  }
  if (job.row.retries > 0 && retries == 0) PROCOS_TRY(raise_job_incident(context, job));
  job.row.retries = retries;
  context.session.mark(job);
  return {};
}

void unlock(Context& context, state::Job& job) {
  job.row.lock_owner.clear();
  job.row.lock_expiration.reset();
  context.session.mark(job);
}

}  // namespace procos::command
