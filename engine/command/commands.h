// Every verb of the engine; one .cpp file each (or one per family of near-identical verbs). A
// command runs on the engine strand with a session of its own and leaves no trace when it fails.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "command/context.h"
#include "dmn/evaluate.h"
#include "graph/build.h"

namespace procos::command {

// ---- repository ------------------------------------------------------------------------------

struct Resource {
  std::string name;
  std::string bytes;
};

struct Deploy {
  std::string name, source, tenant_id;
  std::vector<Resource> resources;
  bool filter_duplicates = false;
  bool changed_only = false;
  bool require_history_time_to_live = false;
  std::optional<TimeMs> activate_at;  ///< definitions start suspended until then
};
struct Deployed {
  state::DeploymentRow deployment;
  std::vector<state::DefinitionRow> definitions;       ///< new ones; empty for a filtered duplicate
  std::vector<state::DecisionDefinitionRow> decisions;
  std::vector<state::DecisionRequirementsDefinitionRow> decision_requirements;
  std::vector<std::pair<std::string, graph::Problem>> warnings;  ///< resource name and problem
};
Result<Deployed> deploy(Context& context, const Deploy& request);

struct DeleteDeployment {
  std::string id;
  bool cascade = false, skip_custom_listeners = false, skip_io_mappings = false;
};
Status delete_deployment(Context& context, const DeleteDeployment& request);
/// Deletes definitions and, if it cascades, their instances; their deployments stay.
Status delete_definitions(Context& context, const std::vector<std::string>& ids,
                          const DeleteDeployment& how);

/// kNotFound: there is no such decision; else the failures of exec/decision.h.
Result<dmn::DecisionResult> evaluate_decision(Context& context, const std::string& definition_id,
                                              const Variables& variables);

// ---- process instances -------------------------------------------------------------------------

/// Start before or after an activity or on a flow instead of at the start event; also a
/// modification.
struct Instruction {
  enum class Kind : std::uint8_t {
    kStartBeforeActivity,
    kStartAfterActivity,
    kStartTransition,
    kCancel
  };
  Kind kind = Kind::kStartBeforeActivity;
  std::string activity_id, transition_id;
  std::string activity_instance_id, transition_instance_id;  ///< cancel one; ancestor of a start
  bool cancel_current_active_only = false;
  Variables variables, local_variables;
};

/// Kind and target of an instruction are checked when it is carried out; kNotValid names what is
/// missing.
struct ModifyInstance {
  std::string id;
  std::vector<Instruction> instructions;
  bool skip_custom_listeners = false, skip_io_mappings = false;
  std::string annotation{};  ///< for the operation log
};
Status modify_instance(Context& context, const ModifyInstance& request);

/// The same instructions for each of several instances of one definition; the first failure undoes
/// all.
struct ModifyInstances {
  std::string definition_id;
  std::vector<std::string> instance_ids;
  std::vector<Instruction> instructions;
  bool skip_custom_listeners = false, skip_io_mappings = false;
  std::string annotation{};  ///< for the operation log
};
Status modify_instances(Context& context, const ModifyInstances& request);
/// Whether the request has instructions and ids at all.
Status check_modification(const ModifyInstances& request);

struct StartInstance {
  std::string definition_id;  ///< exact version
  std::string business_key;
  std::string tenant_id;      ///< of the instance where the definition has none
  std::string case_instance_id;
  Variables variables;
  bool form = false;          ///< the variables fill in the start form
  bool returns_variables = true;  ///< Started::variables is filled
  std::vector<Instruction> instructions;
  bool skip_custom_listeners = false, skip_io_mappings = false;
};
struct Started {
  state::ExecutionRow instance;  ///< as it stands when the command ends
  bool ended = false;
  Variables variables;  ///< of the process scope at the end, when they are asked for
};
Result<Started> start_instance(Context& context, const StartInstance& request);

/// Starts new instances with the data of ended ones, which history still has.
struct RestartInstances {
  std::string definition_id;
  std::vector<std::string> instance_ids;
  std::vector<Instruction> instructions;
  bool initial_variables = false;  ///< as they were at the start, not as they were last
  bool without_business_key = false;
  bool skip_custom_listeners = false, skip_io_mappings = false;
};
Status restart_instances(Context& context, const RestartInstances& request);
/// Whether the request has instructions and ids at all.
Status check_restart(const RestartInstances& request);

struct DeleteInstance {
  std::string id, reason;
  bool skip_custom_listeners = false, skip_io_mappings = false, skip_subprocesses = false;
  bool fail_if_not_exists = true;
};
Status delete_instance(Context& context, const DeleteInstance& request);
/// Deletes the history of an instance that has ended. kNotFound when there is none and that is a
/// failure.
Status delete_instance_history(Context& context, const std::string& id, bool fail_if_not_exists);

/// Execution or process instance id; `local`: exactly this scope. Used by PUT/POST/DELETE of
/// variables.
struct ChangeVariables {
  std::string execution_id;
  Variables set;
  std::vector<std::string> remove;
  bool local = false;
  bool patch = false;  ///< several changes as one operation of a user
};
Status change_variables(Context& context, const ChangeVariables& request);

/// POST /execution/{id}/signal.
Status signal_execution(Context& context, const std::string& execution_id,
                        const Variables& variables);
/// POST /execution/{id}/messageSubscriptions/{name}/trigger.
Status trigger_message(Context& context, const std::string& execution_id,
                       const std::string& message_name, const Variables& variables);

enum class SuspendBy : std::uint8_t { kId, kDefinitionId, kDefinitionKey };
struct Suspend {
  SuspendBy by = SuspendBy::kId;
  std::string value;
  std::string tenant_id;       ///< with a key: of this tenant only
  bool without_tenant = false;  ///< with a key: without tenant only
  bool suspend = true;
  bool include_instances = false;  ///< definitions: their instances too
  std::optional<TimeMs> at{};      ///< definitions: not now, but then
};
Status suspend_instance(Context& context, const Suspend& request);
Status suspend_definition(Context& context, const Suspend& request);

/// Of jobs or of job definitions.
struct SuspendJobs {
  /// jobDefinitionId, processDefinitionId or processDefinitionKey; jobs: also jobId,
  /// processInstanceId
  std::string by;
  std::string value;
  std::string tenant_id;  ///< with a key: of this tenant only
  bool without_tenant = false;
  bool suspend = true;
  bool include_jobs = false;  ///< definitions: their jobs too
  std::optional<TimeMs> at{};  ///< definitions: then, by a job
};
Status suspend_job_definitions(Context& context, const SuspendJobs& request);
Status suspend_jobs(Context& context, const SuspendJobs& request);

/// One node of GET /process-instance/{id}/activity-instances.
struct ActivityInstance {
  std::string id, parent_id, activity_id, activity_name, activity_type;
  std::vector<std::string> execution_ids;
  std::vector<state::IncidentRow> incidents;
  std::vector<ActivityInstance> children;
  struct Transition {
    std::string id, parent_id, activity_id, activity_name, activity_type, execution_id;
    std::vector<state::IncidentRow> incidents;
  };
  std::vector<Transition> transitions;
};
struct ActivityTree {
  std::string process_instance_id, process_definition_id;
  ActivityInstance root;
};
/// kNotFound when there is no such instance (anymore). Read-only; runs on the strand on the decoded
/// instance.
Result<ActivityTree> activity_tree(Context& context, const std::string& process_instance_id);

// ---- messages and signals
// ------------------------------------------------------------------------

struct CorrelateMessage {
  std::string message_name, business_key, process_instance_id, process_definition_id;
  std::optional<std::string> tenant_id;
  bool without_tenant = false;
  Variables correlation_keys, local_correlation_keys;
  Variables variables, local_variables, triggered_scope_variables;
  bool all = false;
  bool start_only = false;
  bool executions_only = false;  ///< with `all`: no start events
};
struct Correlated {
  bool started = false;                 ///< a process definition, else an execution
  state::ExecutionRow execution;        ///< the execution or the new process instance
  Variables variables;                  ///< of the process instance, when asked for
};
Result<std::vector<Correlated>> correlate_message(Context& context,
                                                  const CorrelateMessage& request);

struct SendSignal {
  std::string name, execution_id;
  std::optional<std::string> tenant_id;
  bool without_tenant = false;
  Variables variables;
};
Status send_signal(Context& context, const SendSignal& request);

struct EvaluateConditions {
  std::string business_key, process_definition_id;
  std::optional<std::string> tenant_id;
  bool without_tenant = false;
  Variables variables;
};
Result<std::vector<state::ExecutionRow>> evaluate_conditions(Context& context,
                                                             const EvaluateConditions& request);

// ---- user tasks
// ------------------------------------------------------------------------------------

Status complete_task(Context& context, const std::string& task_id, const Variables& variables);
Status submit_task_form(Context& context, const std::string& task_id, const Variables& variables);
Status resolve_task(Context& context, const std::string& task_id, const Variables& variables);
Status claim_task(Context& context, const std::string& task_id, const std::string& user_id);
Status unclaim_task(Context& context, const std::string& task_id);
Status assign_task(Context& context, const std::string& task_id, const std::string& user_id);
Status delegate_task(Context& context, const std::string& task_id, const std::string& user_id);
Status task_bpmn_error(Context& context, const std::string& task_id, const std::string& code,
                       const std::string& message, const Variables& variables);
Status task_escalation(Context& context, const std::string& task_id, const std::string& code,
                       const Variables& variables);
/// Overwrites every attribute that PUT /task/{id} sets.
Status update_task(Context& context, const state::TaskRow& task);
Result<std::string> create_task(Context& context, const state::TaskRow& task);
Status delete_task(Context& context, const std::string& task_id);
Status change_task_variables(Context& context, const std::string& task_id, const Variables& set,
                             const std::vector<std::string>& remove, bool local,
                             bool patch = false);
Status add_task_link(Context& context, const std::string& task_id, const std::string& user_id,
                     const std::string& group_id, const std::string& type);
Status remove_task_link(Context& context, const std::string& task_id, const std::string& user_id,
                        const std::string& group_id, const std::string& type);

// ---- comments and attachments
// ----------------------------------------------------------------------

struct AddComment {
  std::string task_id, process_instance_id;
  std::optional<std::string> message;
};
Result<state::HiCommentRow> add_comment(Context& context, const AddComment& request);
struct UpdateComment {
  std::string owner_id;  ///< the task or the process instance
  std::optional<std::string> id, message;
};
Status update_task_comment(Context& context, const UpdateComment& request);
Status update_instance_comment(Context& context, const UpdateComment& request);
/// All comments unless one is named; a missing one is no error.
Status delete_task_comments(Context& context, const std::string& task_id,
                            const std::string& comment_id);
Status delete_instance_comments(Context& context, const std::string& process_instance_id,
                                const std::string& comment_id);

struct AddAttachment {
  state::HiAttachmentRow attachment;
  std::optional<std::string> content;
};
Result<state::HiAttachmentRow> add_attachment(Context& context, const AddAttachment& request);
Status delete_attachment(Context& context, const std::string& task_id,
                         const std::string& attachment_id);

/// A remark on an operation of the user operation log; none clears it.
Status annotate_operation(Context& context, const std::string& operation_id,
                          const std::optional<std::string>& annotation);

// ---- filters
// -----------------------------------------------------------------------------------------

/// The id of the given row does not count.
Result<state::FilterRow> create_filter(Context& context, const state::FilterRow& filter);
Status update_filter(Context& context, const state::FilterRow& filter);
Status delete_filter(Context& context, const std::string& id);

// ---- external tasks
// ----------------------------------------------------------------------------------

struct FetchTopic {
  std::string topic;
  std::int64_t lock_duration_ms = 0;
  std::optional<std::vector<std::string>> variables;  ///< names to fetch; nullopt: all
  bool local_variables = false, deserialize_values = false, include_extension_properties = false;
  std::optional<std::string> business_key, process_definition_version_tag;
  std::string process_definition_id, process_definition_key;
  std::vector<std::string> process_definition_ids, process_definition_keys;
  bool without_tenant = false;
  std::vector<std::string> tenant_ids;
  std::vector<std::pair<std::string, Value>> process_variables;
};
struct FetchAndLock {
  std::string worker_id;
  std::int64_t max_tasks = 0;
  store::FetchOrder order;
  std::vector<FetchTopic> topics;  ///< of several with one name the last one counts
};
struct FetchedTask {
  state::ExternalTaskRow task;
  std::string process_definition_version_tag;
  std::vector<std::pair<std::string, Value>> variables;
  std::vector<std::pair<std::string, std::string>> extension_properties;
};
Result<std::vector<FetchedTask>> fetch_and_lock(Context& context, const FetchAndLock& request);
/// Takes the locks back that nobody was told of; tasks that were locked anew since are left alone.
void give_back(Context& context, const std::vector<FetchedTask>& tasks);

Status complete_external_task(Context& context, const std::string& id, const std::string& worker_id,
                              const Variables& variables, const Variables& local_variables);
struct ExternalTaskFailure {
  std::string id, worker_id, error_message, error_details;
  std::int64_t retries = 0, retry_timeout_ms = 0;
  Variables variables, local_variables;
};
Status fail_external_task(Context& context, const ExternalTaskFailure& request);
Status external_task_bpmn_error(Context& context, const std::string& id,
                                const std::string& worker_id, const std::string& code,
                                const std::string& message, const Variables& variables);
Status extend_external_task_lock(Context& context, const std::string& id,
                                 const std::string& worker_id, std::int64_t lock_duration_ms);
Status lock_external_task(Context& context, const std::string& id, const std::string& worker_id,
                          std::int64_t lock_duration_ms);
Status unlock_external_task(Context& context, const std::string& id);
Status set_one_external_task_retries(Context& context, const std::string& id, std::int64_t retries);
Status set_external_task_retries(Context& context, const std::vector<std::string>& ids,
                                 std::int64_t retries);
Status set_external_task_priority(Context& context, const std::string& id, std::int64_t priority);

// ---- jobs and incidents
// ----------------------------------------------------------------------------------

/// Executes it now, whatever its due date. A failure is recorded (retries, incident) by
/// record_job_failure in a unit of work of its own; see service.
Status execute_job(Context& context, const std::string& job_id);
/// Counts down the retries, sets the exception, creates the incident when none are left.
Status record_job_failure(Context& context, const std::string& job_id, const Error& error);
Status set_job_retries(Context& context, const std::vector<std::string>& job_ids,
                       std::int64_t retries, std::optional<TimeMs> due_date);
Status set_job_definition_retries(Context& context, const std::string& job_definition_id,
                                  std::int64_t retries,
                                  const std::optional<state::OptTime>& due_date = {});
Status set_job_due_date(Context& context, const std::string& job_id, std::optional<TimeMs> due_date,
                        bool cascade);
Status set_job_priority(Context& context, const std::string& job_id, std::int64_t priority);
Status recalculate_job_due_date(Context& context, const std::string& job_id,
                                bool creation_date_based);
Status delete_job(Context& context, const std::string& job_id);
/// Gives up all locks on jobs: for an engine that has just opened the database, whose earlier
/// holders are gone.
Status release_jobs(Context& context);
/// Locks up to `max` due jobs for `lock_ms` and returns their ids, exclusive jobs of one instance
/// together.
Result<std::vector<std::vector<std::string>>> acquire_jobs(Context& context,
                                                           const std::string& owner,
                                                           std::int64_t lock_ms, std::size_t max);

Result<state::IncidentRow> create_incident(Context& context, const std::string& execution_id,
                                           const std::string& type,
                                           const std::string& configuration,
                                           const std::string& message);
Status resolve_incident(Context& context, const std::string& incident_id);
Status set_incident_annotation(Context& context, const std::string& incident_id,
                               const std::string& text);

}  // namespace procos::command
