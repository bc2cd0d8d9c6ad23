#include "service/narrator.h"

#include "base/log.h"

namespace procos::service {
namespace {

using state::Fact;
using state::FactKind;

/// The fields that tools look for, as far as the fact has them.
std::vector<log::Field> fields_of(const Fact& fact, const std::string& activity_id) {
  std::vector<log::Field> fields;
  if (fact.execution != nullptr) {
    const state::Execution& root = *fact.execution->instance->root;
    fields.emplace_back("processInstanceId", root.row.id);
    fields.emplace_back("businessKey", root.row.business_key);
    fields.emplace_back("processDefinitionId", root.row.process_definition_id);
  }
  fields.emplace_back("activityId", activity_id);
  return fields;
}

void instance_line(const Fact& fact, std::string_view what) {
  if (log::enabled(log::Level::kDebug)) log::debug(what, fields_of(fact, {}));
}

void job_failed(const Fact& fact) {
  const state::JobRow& job = fact.job->row;
  auto fields = fields_of(fact, job.failed_activity_id);
  fields.emplace_back("jobId", job.id);
  log::warning("A job failed: " + job.exception_message, std::move(fields));
}

void external_task_failed(const Fact& fact) {
  const state::ExternalTaskRow& task = fact.external_task->row;
  auto fields = fields_of(fact, task.activity_id);
  fields.emplace_back("topicName", task.topic);
  fields.emplace_back("workerId", task.worker_id);
  log::warning("An external task failed: " + task.error_message, std::move(fields));
}

void incident_created(const Fact& fact) {
  const state::IncidentRow& incident = fact.incident->row;
  auto fields = fields_of(fact, incident.activity_id);
  fields.emplace_back("incidentId", incident.id);
  log::error("An incident needs attention (" + incident.type + "): " + incident.message, std::move(fields));
}

}  // namespace

void Narrator::on_fact(state::Session& session, const Fact& fact) {
  next_.on_fact(session, fact);
  switch (fact.kind) {
    case FactKind::kProcessStarted: return instance_line(fact, "A process instance started");
    case FactKind::kProcessEnded: return instance_line(fact, "A process instance ended");
    case FactKind::kJobFailed: return job_failed(fact);
    case FactKind::kExternalTaskFailed: return external_task_failed(fact);
    case FactKind::kIncidentCreated: return incident_created(fact);
    default: return;
  }
}

}  // namespace procos::service
