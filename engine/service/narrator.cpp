#include "service/narrator.h"

#include <utility>

#include "base/log.h"
#include "state/session.h"

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

/// A command may yet fail, or be run again: only what it leaves behind is worth a line.
void write_later(state::Session& session, log::Level level, std::string line,
                 std::vector<log::Field> fields) {
  session.after_commit([level, line = std::move(line), fields = std::move(fields)] {
    log::write(level, line, fields);
  });
}

void instance_line(state::Session& session, const Fact& fact, std::string line) {
  if (!log::enabled(log::Level::kDebug)) return;
  write_later(session, log::Level::kDebug, std::move(line), fields_of(fact, {}));
}

void job_failed(state::Session& session, const Fact& fact) {
  const state::JobRow& job = fact.job->row;
  auto fields = fields_of(fact, job.failed_activity_id);
  fields.emplace_back("jobId", job.id);
  write_later(session, log::Level::kWarning, "A job failed: " + job.exception_message,
              std::move(fields));
}

void external_task_failed(state::Session& session, const Fact& fact) {
  const state::ExternalTaskRow& task = fact.external_task->row;
  auto fields = fields_of(fact, task.activity_id);
  fields.emplace_back("topicName", task.topic);
  fields.emplace_back("workerId", task.worker_id);
  write_later(session, log::Level::kWarning, "An external task failed: " + task.error_message,
              std::move(fields));
}

void incident_created(state::Session& session, const Fact& fact) {
  const state::IncidentRow& incident = fact.incident->row;
  auto fields = fields_of(fact, incident.activity_id);
  fields.emplace_back("incidentId", incident.id);
  write_later(session, log::Level::kError,
              "An incident needs attention (" + incident.type + "): " + incident.message,
              std::move(fields));
}

}  // namespace

void Narrator::on_fact(state::Session& session, const Fact& fact) {
  next_.on_fact(session, fact);
  switch (fact.kind) {
    case FactKind::kProcessStarted:
      return instance_line(session, fact, "A process instance started");
    case FactKind::kProcessEnded: return instance_line(session, fact, "A process instance ended");
    case FactKind::kJobFailed: return job_failed(session, fact);
    case FactKind::kExternalTaskFailed: return external_task_failed(session, fact);
    case FactKind::kIncidentCreated: return incident_created(session, fact);
    default: return;
  }
}

}  // namespace procos::service
