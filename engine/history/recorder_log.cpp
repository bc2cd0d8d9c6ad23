// History at level full of what runs an instance: incidents, jobs, external tasks, identity links.
#include "base/ids.h"
#include "base/local_time.h"
#include "graph/graph.h"
#include "history/recorder.h"
#include "history/sources.h"

namespace procos::history {

using state::Execution;
using state::FactKind;
using state::HiIncidentRow;

namespace {

enum LogState : std::int64_t { kCreated = 0, kFailed = 1, kSuccessful = 2, kDeleted = 3 };

LogState log_state(FactKind kind) {
  switch (kind) {
    case FactKind::kJobFailed:
    case FactKind::kExternalTaskFailed: return kFailed;
    case FactKind::kJobSucceeded:
    case FactKind::kExternalTaskSucceeded: return kSuccessful;
    case FactKind::kJobDeleted:
    case FactKind::kExternalTaskDeleted: return kDeleted;
    default: return kCreated;
  }
}

/// The declaration a job was made from; null for jobs without job definition.
const graph::JobDeclaration* declaration_of(const state::Definition& definition,
                                            const std::string& id) {
  const auto& ids = definition.job_definition_ids;
  for (std::size_t i = 0; i < ids.size() && i < definition.graph->job_declarations.size(); ++i) {
    if (ids[i] == id) return &definition.graph->job_declarations[i];
  }
  return nullptr;
}

}  // namespace

void Recorder::link_changed(Session& session, const Fact& fact) {
  const state::IdentityLinkRow& link = *fact.link;
  state::HiIdentityLinkRow row;
  row.id = new_id();
  row.type = link.type;
  row.user_id = link.user_id;
  row.group_id = link.group_id;
  row.task_id = link.task_id;
  row.tenant_id = link.tenant_id;
  row.process_definition_id = link.process_definition_id;
  // A definition's id begins with its key.
  row.process_definition_key = link.process_definition_id.substr(
      0, link.process_definition_id.find(':'));
  if (fact.execution != nullptr) {
    row.process_definition_id = fact.execution->row.process_definition_id;
    row.process_definition_key = fact.execution->row.process_definition_key;
    row.root_process_instance_id = fact.execution->row.root_process_instance_id;
  }
  row.operation_type = fact.kind == FactKind::kLinkAdded ? "add" : "delete";
  row.assigner_id = session.user();
  row.time = session.now();
  session.insert(std::move(row));
}

void Recorder::incident_created(Session& session, const Fact& fact) {
  const state::IncidentRow& incident = fact.incident->row;
  HiIncidentRow row;
  row.id = incident.id;
  row.type = incident.type;
  row.message = incident.message;
  row.execution_id = incident.execution_id;
  row.activity_id = incident.activity_id;
  row.failed_activity_id = incident.failed_activity_id;
  row.process_instance_id = incident.process_instance_id;
  row.process_definition_id = incident.process_definition_id;
  row.process_definition_key = incident.process_definition_key;
  if (fact.execution != nullptr) {
    row.process_definition_key = fact.execution->row.process_definition_key;
    row.root_process_instance_id = fact.execution->row.root_process_instance_id;
  }
  row.cause_incident_id = incident.cause_incident_id;
  row.root_cause_incident_id = incident.root_cause_incident_id;
  row.configuration = incident.configuration;
  row.history_configuration = incident.history_configuration;
  row.tenant_id = incident.tenant_id;
  row.job_definition_id = incident.job_definition_id;
  row.annotation = incident.annotation;
  row.create_time = incident.created;
  session.insert(std::move(row));
}

void Recorder::incident_ended(Session& session, const Fact& fact) {
  const state::IncidentRow& incident = fact.incident->row;
  session.change<HiIncidentRow>(incident.id, [&](HiIncidentRow& row) {
    row.execution_id = incident.execution_id;
    row.annotation = incident.annotation;
    row.end_time = session.now();
    row.state = fact.kind == FactKind::kIncidentResolved ? 1 : 2;
  });
}

void Recorder::job_logged(Session& session, const Fact& fact) {
  state::JobRow& job = fact.job->row;
  state::HiJobLogRow row;
  row.id = new_id();
  row.job_id = job.id;
  row.job_type = job.handler;
  row.handler = job.handler;
  row.job_definition_id = job.job_definition_id;
  row.batch_id = job.batch_id;
  if (!job.batch_id.empty()) {
    row.configuration = job.batch_id;
  } else if (!job.job_definition_id.empty()) {
    const state::DefinitionPtr definition =
        fact.execution != nullptr ? fact.execution->instance->definition
                                  : session.definitions().find(job.process_definition_id);
    if (definition != nullptr) {
      if (const auto* declaration = declaration_of(*definition, job.job_definition_id)) {
        row.configuration = declaration->configuration;
      }
    }
  }
  row.activity_id = job.activity_id;
  row.failed_activity_id = job.failed_activity_id;
  row.deployment_id = job.deployment_id;
  row.process_definition_key = job.process_definition_key;
  row.process_definition_id = job.process_definition_id;
  row.process_instance_id = job.process_instance_id;
  row.execution_id = job.execution_id;
  row.root_process_instance_id = job.root_process_instance_id;
  row.tenant_id = job.tenant_id;
  row.hostname = hostname_;
  row.time = session.now();
  row.due_date = job.due_date;
  row.retries = job.retries;
  row.priority = job.priority;
  row.state = log_state(fact.kind);
  if (row.state == kFailed) {
    row.exception_message = job.exception_message;
    row.exception_stacktrace = job.exception_stacktrace;
    job.last_failure_log_id = row.id;
  }
  session.insert(std::move(row));
}

void Recorder::decision_evaluated(Session& session, const Fact& fact) {
  std::string root_id;
  state::OptTime removal_time;
  for (state::HiDecisionInstanceRow& row : *fact.evaluations) {
    row.id = new_id();
    row.root_decision_instance_id = root_id;
    row.evaluation_time = session.now();
    if (fact.execution != nullptr) {
      const state::ExecutionRow& at = fact.execution->row;
      row.process_definition_key = at.process_definition_key;
      row.process_definition_id = at.process_definition_id;
      row.process_instance_id = at.process_instance_id;
      row.root_process_instance_id = at.root_process_instance_id;
      row.activity_id = at.activity_id;
      row.activity_instance_id = at.activity_instance_id;
      if (!at.tenant_id.empty()) row.tenant_id = at.tenant_id;
    } else {
      row.user_id = session.user();
      if (root_id.empty()) {  // the others go with it
        const auto* definition =
            session.get<state::DecisionDefinitionRow>(row.decision_definition_id);
        if (definition != nullptr && definition->history_time_to_live)
          removal_time = days_after(session.now(), *definition->history_time_to_live);
      }
      row.removal_time = removal_time;
    }
    if (root_id.empty()) root_id = row.id;
    session.insert(std::move(row));
  }
}

void Recorder::batch_created(Session& session, const Fact& fact) {
  const state::BatchRow& batch = *fact.batch;
  state::HiBatchRow row;
  row.id = batch.id;
  row.type = batch.type;
  row.seed_job_definition_id = batch.seed_job_definition_id;
  row.monitor_job_definition_id = batch.monitor_job_definition_id;
  row.batch_job_definition_id = batch.batch_job_definition_id;
  row.tenant_id = batch.tenant_id;
  row.create_user_id = batch.create_user_id;
  row.total_jobs = batch.total_jobs;
  row.jobs_per_seed = batch.jobs_per_seed;
  row.invocations_per_job = batch.invocations_per_job;
  row.start_time = batch.start_time;
  session.insert(std::move(row));
}

void Recorder::batch_changed(Session& session, const Fact& fact) {
  session.change<state::HiBatchRow>(fact.batch->id, [&](state::HiBatchRow& row) {
    row.execution_start_time = fact.batch->execution_start_time;
    if (fact.kind != FactKind::kBatchEnded) return;
    row.end_time = session.now();
    if (fact.time_to_live) row.removal_time = days_after(session.now(), *fact.time_to_live);
  });
}

void Recorder::external_task_logged(Session& session, const Fact& fact) {
  state::ExternalTaskRow& task = fact.external_task->row;
  state::HiExternalTaskLogRow row;
  row.id = new_id();
  copy_place(row, fact.execution->row);
  row.external_task_id = task.id;
  row.topic = task.topic;
  row.worker_id = task.worker_id;
  row.activity_id = task.activity_id;
  row.activity_instance_id = task.activity_instance_id;
  row.execution_id = task.execution_id;
  row.tenant_id = task.tenant_id;
  row.retries = task.retries;
  row.priority = task.priority;
  row.state = log_state(fact.kind);
  row.time = row.state == kCreated ? task.create_time.value_or(session.now()) : session.now();
  if (row.state == kFailed) {
    row.error_message = task.error_message;
    row.error_details = task.error_details;
    task.last_failure_log_id = row.id;
  }
  session.insert(std::move(row));
}

void Recorder::user_operation(Session& session, const Fact& fact) {
  state::HiUserOperationRow row = *fact.operation;
  row.id = new_id();
  row.operation_id = session.operation_id();
  row.user_id = session.user();
  row.time = session.now();
  session.insert(std::move(row));
}

}  // namespace procos::history
