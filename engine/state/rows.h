// The rows of the database as plain structs: runtime state, definitions and history.
// An empty string is stored as NULL; times are milliseconds since the epoch.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "model/value.h"
#include "state/identity_rows.h"

namespace procos::state {

using OptTime = std::optional<TimeMs>;

// ---- repository ----------------------------------------------------------------------------

struct DeploymentRow {
  std::string id, name, source, tenant_id;
  TimeMs deploy_time = 0;
};

struct ResourceRow {
  std::string id, deployment_id, name;
  std::string bytes;
};

struct DefinitionRow {  ///< process definition; id is key:version:uuid
  std::string id, key, name, category, description, deployment_id, resource_name, diagram_name;
  std::string tenant_id, version_tag;
  std::int64_t version = 1;
  bool suspended = false;
  bool startable_in_tasklist = true;
  bool has_start_form = false;
  std::optional<std::int64_t> history_time_to_live;  ///< days
};

struct DecisionRequirementsDefinitionRow {  ///< of a file with several decisions
  std::string id, key, name, category, deployment_id, resource_name, diagram_name, tenant_id;
  std::int64_t version = 1;
};

struct DecisionDefinitionRow {  ///< id is key:version:uuid
  std::string id, key, name, category, deployment_id, resource_name, diagram_name;
  std::string tenant_id, version_tag;
  std::string decision_requirements_definition_id;  ///< empty: the only decision of its file
  std::string decision_requirements_definition_key;
  std::int64_t version = 1;
  std::optional<std::int64_t> history_time_to_live;  ///< days
};

struct JobDefinitionRow {
  std::string id, process_definition_id, process_definition_key, activity_id, job_type,
      configuration;
  std::string tenant_id, deployment_id;
  bool suspended = false;
  std::optional<std::int64_t> overriding_priority;
};

// ---- runtime -------------------------------------------------------------------------------

struct ExecutionRow {
  std::string id, process_instance_id, root_process_instance_id, parent_id, super_execution_id;
  std::string process_definition_id, process_definition_key, business_key, tenant_id;
  std::string activity_id;           ///< node the execution stands in; empty: none
  std::string activity_instance_id;  ///< of that node; for a process instance its own id
  std::string transition_id;         ///< flow it is about to take after an asyncAfter continuation
  std::string case_instance_id;      ///< as given at the start; cases themselves are not there
  bool active = true;
  bool concurrent = false;
  bool scope = true;
  bool event_scope = false;
  bool suspended = false;
  std::int64_t sequence = 0;         ///< order of creation among siblings
};

struct VariableRow {
  std::string id, name;
  Value value;
  std::string execution_id, process_instance_id, process_definition_id, task_id, tenant_id;
  std::string scope_id;              ///< task id for task-local variables, else execution id
  std::string activity_instance_id;  ///< of the scope when it was created
  std::string batch_id;              ///< what a batch sets; it hangs on no execution
  bool concurrent_local = false;     ///< set locally on a concurrent, non-scope execution
};

struct TaskRow {
  std::string id, name, description, owner, assignee, delegation_state, parent_task_id;
  std::string execution_id, process_instance_id, process_definition_id, task_definition_key;
  std::string case_instance_id, tenant_id, activity_instance_id, task_state;
  std::int64_t priority = 50;
  TimeMs create_time = 0;
  OptTime due_date, follow_up_date, last_updated;
  bool suspended = false;
};

struct IdentityLinkRow {
  std::string id, type, user_id, group_id, task_id, process_definition_id, tenant_id;
  std::string
      process_instance_id;  ///< of the task, so that an instance loads its links; empty otherwise
};

struct ExternalTaskRow {
  std::string id, topic, worker_id, error_message, error_details;
  std::string execution_id, process_instance_id, process_definition_id, process_definition_key;
  std::string activity_id, activity_instance_id, tenant_id, business_key, last_failure_log_id;
  std::optional<std::int64_t> retries;
  OptTime lock_expiration, create_time;
  std::int64_t priority = 0;
  bool suspended = false;
};

struct JobRow {
  std::string id;
  std::string type;      ///< "message" or "timer"
  std::string
      handler;  ///< async-continuation, timer-transition, ... (graph/graph.h JobDeclaration)
  std::string configuration;  ///< handler specific: what the job does
  std::string execution_id, process_instance_id, root_process_instance_id;
  std::string process_definition_id, process_definition_key, activity_id;
  std::string deployment_id, job_definition_id, batch_id, tenant_id;
  std::string lock_owner, exception_message, exception_stacktrace, failed_activity_id;
  std::string repeat;    ///< remaining ISO 8601 repetition of a cycle
  std::string last_failure_log_id;
  OptTime lock_expiration, due_date;
  TimeMs create_time = 0;
  std::int64_t retries = 3;
  std::int64_t priority = 0;
  std::int64_t sequence = 0;
  bool exclusive = true;
  bool suspended = false;
};

struct EventSubscriptionRow {
  std::string id;
  std::string event_type;  ///< message signal compensate conditional
  std::string event_name, execution_id, process_instance_id, activity_id, tenant_id;
  std::string process_definition_id;  ///< also for start subscriptions
  std::string configuration;          ///< compensate: id of the event scope execution
  TimeMs created = 0;
};

struct IncidentRow {
  std::string id, type, message, execution_id, activity_id, failed_activity_id;
  std::string process_instance_id, process_definition_id, process_definition_key;
  std::string cause_incident_id, root_cause_incident_id, configuration, tenant_id,
      job_definition_id;
  std::string annotation, history_configuration;
  TimeMs created = 0;
};

/// An operation on many things, done by jobs.
struct BatchRow {
  std::string id, type;
  std::string seed_job_definition_id, monitor_job_definition_id, batch_job_definition_id;
  std::string tenant_id, create_user_id;
  std::string configuration;  ///< JSON: how it is done, the same for all jobs
  std::int64_t total_jobs = 0, jobs_created = 0, jobs_per_seed = 0, invocations_per_job = 0;
  TimeMs start_time = 0;
  OptTime execution_start_time;
  bool suspended = false;
};

/// What one run of a batch's seed job makes jobs for.
struct BatchChunkRow {
  std::string id, batch_id, deployment_id;
  std::string ids;  ///< JSON array
};

// ---- history -------------------------------------------------------------------------------

struct HiProcessInstanceEnd;
struct HiActivityEnd;
struct HiVariableChange;
struct HiTaskEnd;

struct HiProcessInstanceRow {
  using Part = HiProcessInstanceEnd;
  std::string id, business_key, process_definition_id, process_definition_key,
      process_definition_name;
  std::string start_user_id, start_activity_id, end_activity_id, delete_reason;
  std::string super_process_instance_id, root_process_instance_id, tenant_id, case_instance_id;
  std::string restarted_process_instance_id;  ///< the ended instance that this one repeats
  std::string state;  ///< ACTIVE SUSPENDED COMPLETED EXTERNALLY_TERMINATED INTERNALLY_TERMINATED
  std::int64_t process_definition_version = 0;
  TimeMs start_time = 0;
  OptTime end_time, removal_time;
};

struct HiActivityRow {
  using Part = HiActivityEnd;
  std::string id;  ///< activity instance id
  std::string parent_activity_instance_id, activity_id, activity_name, activity_type;
  std::string process_definition_key, process_definition_id, process_instance_id, execution_id;
  std::string task_id, assignee, called_process_instance_id, root_process_instance_id, tenant_id;
  TimeMs start_time = 0;
  OptTime end_time, removal_time;
  std::int64_t state =
      0;  ///< 0 default, 1 scope complete, 2 canceled, 4 of a removed instance (bits)
  std::int64_t sequence = 0;
};

struct HiVariableRow {
  using Part = HiVariableChange;
  std::string id, name;
  Value value;
  std::string process_definition_key, process_definition_id, process_instance_id, execution_id;
  std::string activity_instance_id, task_id, root_process_instance_id, tenant_id;
  std::string state;  ///< CREATED DELETED
  TimeMs create_time = 0;
  OptTime removal_time;
};

// What changes of most rows of history: a part of the row, written without reading the rest of it.
struct HiProcessInstanceEnd {
  using Whole = HiProcessInstanceRow;
  std::string id, end_activity_id, delete_reason, state;
  OptTime end_time, removal_time;
  void copy_to(Whole& row) const {
    row.end_activity_id = end_activity_id;
    row.delete_reason = delete_reason;
    row.state = state;
    row.end_time = end_time;
    row.removal_time = removal_time;
  }
};

struct HiActivityEnd {
  using Whole = HiActivityRow;
  std::string id, parent_activity_instance_id, execution_id;
  OptTime end_time;
  std::int64_t state = 0;
  void copy_to(Whole& row) const {
    row.parent_activity_instance_id = parent_activity_instance_id;
    row.execution_id = execution_id;
    row.end_time = end_time;
    row.state = state;
  }
};

struct HiVariableChange {
  using Whole = HiVariableRow;
  std::string id;
  Value value;
  std::string process_definition_key, process_definition_id, state;
  void copy_to(Whole& row) const {
    row.value = value;
    row.process_definition_key = process_definition_key;
    row.process_definition_id = process_definition_id;
    row.state = state;
  }
};

struct HiTaskRow {
  using Part = HiTaskEnd;
  std::string id, name, description, owner, assignee, parent_task_id, task_definition_key,
      delete_reason;
  std::string process_definition_key, process_definition_id, process_instance_id, execution_id;
  std::string activity_instance_id, root_process_instance_id, tenant_id, task_state;
  std::int64_t priority = 50;
  TimeMs start_time = 0;
  OptTime end_time, due_date, follow_up_date, removal_time;
};

struct HiTaskEnd {  ///< a part, as above
  using Whole = HiTaskRow;
  std::string id, delete_reason, task_state;
  OptTime end_time;
  void copy_to(Whole& row) const {
    row.delete_reason = delete_reason;
    row.task_state = task_state;
    row.end_time = end_time;
  }
};

struct HiIncidentRow {
  std::string id, type, message, execution_id, activity_id, failed_activity_id;
  std::string process_instance_id, process_definition_id, process_definition_key,
      root_process_instance_id;
  std::string cause_incident_id, root_cause_incident_id, configuration, history_configuration;
  std::string tenant_id, job_definition_id, annotation;
  TimeMs create_time = 0;
  OptTime end_time, removal_time;
  std::int64_t state = 0;  ///< 0 open, 1 resolved, 2 deleted
};

struct HiDecisionInstanceRow {  ///< one evaluation of a decision
  std::string id, decision_definition_id, decision_definition_key, decision_definition_name;
  std::string process_definition_key, process_definition_id, process_instance_id;
  std::string root_process_instance_id, activity_id, activity_instance_id, user_id, tenant_id;
  std::string root_decision_instance_id;  ///< empty: nothing required this evaluation
  std::string decision_requirements_definition_id, decision_requirements_definition_key;
  Value value;  ///< what the hit policy COLLECT with an aggregation gave
  std::string inputs, outputs;  ///< state/decision_values.h
  TimeMs evaluation_time = 0;
  OptTime removal_time;
};

struct HiDetailRow {  ///< one variable update or form property
  std::string id, type;  ///< variableUpdate or formField
  std::string name;
  Value value;
  std::string variable_instance_id, process_definition_key, process_definition_id,
      process_instance_id;
  std::string execution_id, activity_instance_id, task_id, user_operation_id;
  std::string root_process_instance_id, tenant_id;
  TimeMs time = 0;
  OptTime removal_time;
  std::int64_t revision = 0;
  bool initial = false;
};

struct HiJobLogRow {
  std::string id, job_id, job_type, handler, configuration, job_definition_id, activity_id,
      failed_activity_id;
  std::string exception_message, exception_stacktrace, deployment_id;
  std::string process_definition_key, process_definition_id, process_instance_id, execution_id;
  std::string root_process_instance_id, tenant_id, hostname, batch_id;
  TimeMs time = 0;
  OptTime due_date, removal_time;
  std::int64_t retries = 0, priority = 0;
  std::int64_t state = 0;  ///< 0 created, 1 failed, 2 successful, 3 deleted
};

struct HiExternalTaskLogRow {
  std::string id, external_task_id, topic, worker_id, error_message, error_details, activity_id;
  std::string activity_instance_id, process_definition_key, process_definition_id,
      process_instance_id;
  std::string execution_id, root_process_instance_id, tenant_id;
  TimeMs time = 0;
  OptTime removal_time;
  std::optional<std::int64_t> retries;
  std::int64_t priority = 0;
  std::int64_t state = 0;  ///< 0 created, 1 failed, 2 successful, 3 deleted
};

struct HiIdentityLinkRow {
  std::string id, type, user_id, group_id, task_id, process_definition_id, process_definition_key;
  std::string operation_type, assigner_id, root_process_instance_id, tenant_id;
  TimeMs time = 0;
  OptTime removal_time;
};

struct HiBatchRow {
  std::string id, type;
  std::string seed_job_definition_id, monitor_job_definition_id, batch_job_definition_id;
  std::string tenant_id, create_user_id;
  std::int64_t total_jobs = 0, jobs_per_seed = 0, invocations_per_job = 0;
  TimeMs start_time = 0;
  OptTime execution_start_time, end_time, removal_time;
};

// ---- metrics -------------------------------------------------------------------------------

struct MetricRow {
  std::string id, name, reporter;
  std::int64_t value = 0;
  TimeMs time = 0;
};

/// When the database was made.
struct SchemaLogRow {
  std::string id, version;
  TimeMs time = 0;
};

/// Somebody got a task.
struct TaskMeterRow {
  std::string id;
  std::int64_t worker = 0;  ///< a number made of the name
  TimeMs time = 0;
};

// ---- what people write -----------------------------------------------------------------------

struct HiCommentRow {  ///< of a task, a process instance or both
  std::string id, user_id, task_id, process_instance_id, root_process_instance_id, message;
  TimeMs time = 0;
  OptTime removal_time;
};

struct HiAttachmentRow {  ///< a URL, or content in a row of its own
  std::string id, name, description, type, url, task_id, process_instance_id;
  std::string root_process_instance_id;
  TimeMs create_time = 0;
  OptTime removal_time;
};

struct HiAttachmentContentRow {
  std::string id;  ///< of the attachment
  std::string bytes;
};

struct FilterRow {
  std::string id, resource_type, name, owner;
  std::string query, properties;  ///< JSON texts; no properties: empty
};

/// One changed property of one operation of a user; rows of one operation share operation_id.
struct HiUserOperationRow {
  std::string id, operation_id, operation_type, entity_type, category, user_id, annotation;
  std::string property, org_value, new_value;
  std::string deployment_id, process_definition_id, process_definition_key, process_instance_id;
  std::string root_process_instance_id, execution_id, task_id, job_id, job_definition_id, batch_id;
  std::string external_task_id, tenant_id;
  TimeMs time = 0;
  OptTime removal_time;
};

}  // namespace procos::state
