// The tables of the database: for each row struct of state/rows.h its table and the columns of its
// fields. Everything else about a table (its statements, binding and reading a row) follows from
// this list; the columns themselves are declared in schemas/. A field that is `fixed` is written
// when the row is inserted and never again.
// A part of a row has some columns of the whole row's table, and is only ever updated.
#include "store/tables.h"

#include "state/rows.h"
#include "store/columns.h"

namespace procos::store {
namespace {

template <class Row>
struct Table;

template <>
struct Table<state::DeploymentRow> {
  using R = state::DeploymentRow;
  static constexpr std::string_view kName = "deployment";
  static constexpr auto kColumns =
      std::make_tuple(fixed("id", &R::id), column("name", &R::name), column("source", &R::source),
                      column("tenant_id", &R::tenant_id), fixed("deploy_time", &R::deploy_time));
};

template <>
struct Table<state::ResourceRow> {
  using R = state::ResourceRow;
  static constexpr std::string_view kName = "resource";
  static constexpr auto kColumns =
      std::make_tuple(fixed("id", &R::id), column("deployment_id", &R::deployment_id),
                      column("name", &R::name), blob("bytes", &R::bytes));
};

template <>
struct Table<state::DefinitionRow> {
  using R = state::DefinitionRow;
  static constexpr std::string_view kName = "process_definition";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), fixed("key", &R::key), column("name", &R::name),
      column("category", &R::category), column("description", &R::description),
      column("deployment_id", &R::deployment_id), column("resource_name", &R::resource_name),
      column("diagram_name", &R::diagram_name), column("tenant_id", &R::tenant_id),
      column("version_tag", &R::version_tag), fixed("version", &R::version),
      column("suspended", &R::suspended),
      column("startable_in_tasklist", &R::startable_in_tasklist),
      column("has_start_form", &R::has_start_form),
      column("history_time_to_live", &R::history_time_to_live));
};

template <>
struct Table<state::DecisionRequirementsDefinitionRow> {
  using R = state::DecisionRequirementsDefinitionRow;
  static constexpr std::string_view kName = "decision_requirements_definition";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), fixed("key", &R::key), fixed("name", &R::name),
      fixed("category", &R::category), fixed("deployment_id", &R::deployment_id),
      fixed("resource_name", &R::resource_name), fixed("diagram_name", &R::diagram_name),
      fixed("tenant_id", &R::tenant_id), fixed("version", &R::version));
};

template <>
struct Table<state::DecisionDefinitionRow> {
  using R = state::DecisionDefinitionRow;
  static constexpr std::string_view kName = "decision_definition";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), fixed("key", &R::key), fixed("name", &R::name),
      fixed("category", &R::category), fixed("deployment_id", &R::deployment_id),
      fixed("resource_name", &R::resource_name), fixed("diagram_name", &R::diagram_name),
      fixed("tenant_id", &R::tenant_id), fixed("version_tag", &R::version_tag),
      fixed("decision_requirements_definition_id", &R::decision_requirements_definition_id),
      fixed("decision_requirements_definition_key", &R::decision_requirements_definition_key),
      fixed("version", &R::version), column("history_time_to_live", &R::history_time_to_live));
};

template <>
struct Table<state::JobDefinitionRow> {
  using R = state::JobDefinitionRow;
  static constexpr std::string_view kName = "job_definition";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), column("process_definition_id", &R::process_definition_id),
      column("process_definition_key", &R::process_definition_key),
      column("activity_id", &R::activity_id), column("job_type", &R::job_type),
      column("configuration", &R::configuration), column("tenant_id", &R::tenant_id),
      column("deployment_id", &R::deployment_id), column("suspended", &R::suspended),
      column("overriding_priority", &R::overriding_priority));
};

template <>
struct Table<state::ExecutionRow> {
  using R = state::ExecutionRow;
  static constexpr std::string_view kName = "execution";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), fixed("process_instance_id", &R::process_instance_id),
      column("root_process_instance_id", &R::root_process_instance_id),
      indexed("parent_id", &R::parent_id), indexed("super_execution_id", &R::super_execution_id),
      indexed("process_definition_id", &R::process_definition_id),
      column("process_definition_key", &R::process_definition_key),
      indexed("business_key", &R::business_key), column("tenant_id", &R::tenant_id),
      column("case_instance_id", &R::case_instance_id),
      column("activity_id", &R::activity_id),
      column("activity_instance_id", &R::activity_instance_id),
      column("transition_id", &R::transition_id), column("active", &R::active),
      column("concurrent", &R::concurrent), column("scope", &R::scope),
      column("event_scope", &R::event_scope), column("suspended", &R::suspended),
      column("sequence", &R::sequence));
};

template <>
struct Table<state::VariableRow> {
  using R = state::VariableRow;
  static constexpr std::string_view kName = "variable";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), column("name", &R::name), column("value", &R::value),
      column("execution_id", &R::execution_id),
      fixed("process_instance_id", &R::process_instance_id),
      column("process_definition_id", &R::process_definition_id), column("task_id", &R::task_id),
      column("tenant_id", &R::tenant_id), column("scope_id", &R::scope_id),
      column("activity_instance_id", &R::activity_instance_id),
      column("concurrent_local", &R::concurrent_local), fixed("batch_id", &R::batch_id));
};

template <>
struct Table<state::TaskRow> {
  using R = state::TaskRow;
  static constexpr std::string_view kName = "task";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), column("name", &R::name), column("description", &R::description),
      column("owner", &R::owner), column("assignee", &R::assignee),
      column("delegation_state", &R::delegation_state),
      column("parent_task_id", &R::parent_task_id), column("execution_id", &R::execution_id),
      fixed("process_instance_id", &R::process_instance_id),
      column("process_definition_id", &R::process_definition_id),
      column("task_definition_key", &R::task_definition_key),
      column("case_instance_id", &R::case_instance_id), column("tenant_id", &R::tenant_id),
      column("activity_instance_id", &R::activity_instance_id),
      column("task_state", &R::task_state), column("priority", &R::priority),
      fixed("create_time", &R::create_time), column("due_date", &R::due_date),
      column("follow_up_date", &R::follow_up_date), column("last_updated", &R::last_updated),
      column("suspended", &R::suspended));
};

template <>
struct Table<state::IdentityLinkRow> {
  using R = state::IdentityLinkRow;
  static constexpr std::string_view kName = "identity_link";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), column("type", &R::type), column("user_id", &R::user_id),
      column("group_id", &R::group_id), column("task_id", &R::task_id),
      column("process_definition_id", &R::process_definition_id),
      column("tenant_id", &R::tenant_id), fixed("process_instance_id", &R::process_instance_id));
};

template <>
struct Table<state::ExternalTaskRow> {
  using R = state::ExternalTaskRow;
  static constexpr std::string_view kName = "external_task";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), column("topic", &R::topic), column("worker_id", &R::worker_id),
      column("error_message", &R::error_message), column("error_details", &R::error_details),
      column("execution_id", &R::execution_id),
      fixed("process_instance_id", &R::process_instance_id),
      column("process_definition_id", &R::process_definition_id),
      column("process_definition_key", &R::process_definition_key),
      column("activity_id", &R::activity_id),
      column("activity_instance_id", &R::activity_instance_id), column("tenant_id", &R::tenant_id),
      column("business_key", &R::business_key),
      column("last_failure_log_id", &R::last_failure_log_id), column("retries", &R::retries),
      column("lock_expiration", &R::lock_expiration), fixed("create_time", &R::create_time),
      column("priority", &R::priority), column("suspended", &R::suspended));
};

template <>
struct Table<state::JobRow> {
  using R = state::JobRow;
  static constexpr std::string_view kName = "job";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), column("type", &R::type), column("handler", &R::handler),
      column("configuration", &R::configuration), column("execution_id", &R::execution_id),
      fixed("process_instance_id", &R::process_instance_id),
      column("root_process_instance_id", &R::root_process_instance_id),
      column("process_definition_id", &R::process_definition_id),
      column("process_definition_key", &R::process_definition_key),
      column("activity_id", &R::activity_id), column("deployment_id", &R::deployment_id),
      column("job_definition_id", &R::job_definition_id), fixed("batch_id", &R::batch_id),
      column("tenant_id", &R::tenant_id),
      column("lock_owner", &R::lock_owner), column("exception_message", &R::exception_message),
      column("exception_stacktrace", &R::exception_stacktrace),
      column("failed_activity_id", &R::failed_activity_id), column("repeat", &R::repeat),
      column("last_failure_log_id", &R::last_failure_log_id),
      column("lock_expiration", &R::lock_expiration), column("due_date", &R::due_date),
      fixed("create_time", &R::create_time), column("retries", &R::retries),
      column("priority", &R::priority), column("sequence", &R::sequence),
      column("exclusive", &R::exclusive), column("suspended", &R::suspended));
};

template <>
struct Table<state::EventSubscriptionRow> {
  using R = state::EventSubscriptionRow;
  static constexpr std::string_view kName = "event_subscription";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), column("event_type", &R::event_type),
      column("event_name", &R::event_name), column("execution_id", &R::execution_id),
      fixed("process_instance_id", &R::process_instance_id), column("activity_id", &R::activity_id),
      column("tenant_id", &R::tenant_id),
      column("process_definition_id", &R::process_definition_id),
      column("configuration", &R::configuration), fixed("created", &R::created));
};

/// Incidents, running and past.
template <class R>
constexpr auto incident_columns() {
  return std::make_tuple(
      fixed("id", &R::id), column("type", &R::type), column("message", &R::message),
      column("execution_id", &R::execution_id), column("activity_id", &R::activity_id),
      column("failed_activity_id", &R::failed_activity_id),
      fixed("process_instance_id", &R::process_instance_id),
      column("process_definition_id", &R::process_definition_id),
      column("process_definition_key", &R::process_definition_key),
      column("cause_incident_id", &R::cause_incident_id),
      column("root_cause_incident_id", &R::root_cause_incident_id),
      column("configuration", &R::configuration), column("tenant_id", &R::tenant_id),
      column("job_definition_id", &R::job_definition_id), column("annotation", &R::annotation),
      column("history_configuration", &R::history_configuration));
}

template <>
struct Table<state::IncidentRow> {
  using R = state::IncidentRow;
  static constexpr std::string_view kName = "incident";
  static constexpr auto kColumns =
      std::tuple_cat(incident_columns<R>(), std::make_tuple(fixed("created", &R::created)));
};

template <>
struct Table<state::HiProcessInstanceRow> {
  using R = state::HiProcessInstanceRow;
  static constexpr std::string_view kName = "hi_process_instance";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), indexed("business_key", &R::business_key),
      fixed("case_instance_id", &R::case_instance_id),
      column("process_definition_id", &R::process_definition_id),
      indexed("process_definition_key", &R::process_definition_key),
      column("process_definition_name", &R::process_definition_name),
      column("start_user_id", &R::start_user_id),
      column("start_activity_id", &R::start_activity_id),
      column("end_activity_id", &R::end_activity_id), column("delete_reason", &R::delete_reason),
      indexed("super_process_instance_id", &R::super_process_instance_id),
      indexed("root_process_instance_id", &R::root_process_instance_id),
      column("tenant_id", &R::tenant_id),
      column("restarted_process_instance_id", &R::restarted_process_instance_id),
      column("state", &R::state),
      column("process_definition_version", &R::process_definition_version),
      fixed("start_time", &R::start_time), column("end_time", &R::end_time),
      column("removal_time", &R::removal_time));
};

template <>
struct Table<state::HiActivityRow> {
  using R = state::HiActivityRow;
  static constexpr std::string_view kName = "hi_activity";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), column("parent_activity_instance_id", &R::parent_activity_instance_id),
      column("activity_id", &R::activity_id), column("activity_name", &R::activity_name),
      column("activity_type", &R::activity_type),
      column("process_definition_key", &R::process_definition_key),
      column("process_definition_id", &R::process_definition_id),
      fixed("process_instance_id", &R::process_instance_id),
      column("execution_id", &R::execution_id), column("task_id", &R::task_id),
      column("assignee", &R::assignee),
      column("called_process_instance_id", &R::called_process_instance_id),
      column("root_process_instance_id", &R::root_process_instance_id),
      column("tenant_id", &R::tenant_id), column("start_time", &R::start_time),
      column("end_time", &R::end_time), column("removal_time", &R::removal_time),
      column("state", &R::state), column("sequence", &R::sequence));
};

template <>
struct Table<state::HiVariableRow> {
  using R = state::HiVariableRow;
  static constexpr std::string_view kName = "hi_variable";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), column("name", &R::name), column("value", &R::value),
      column("process_definition_key", &R::process_definition_key),
      column("process_definition_id", &R::process_definition_id),
      fixed("process_instance_id", &R::process_instance_id),
      column("execution_id", &R::execution_id),
      column("activity_instance_id", &R::activity_instance_id), column("task_id", &R::task_id),
      column("root_process_instance_id", &R::root_process_instance_id),
      column("tenant_id", &R::tenant_id), column("state", &R::state),
      fixed("create_time", &R::create_time), column("removal_time", &R::removal_time));
};

template <>
struct Table<state::HiProcessInstanceEnd> {
  using R = state::HiProcessInstanceEnd;
  static constexpr std::string_view kName = "hi_process_instance";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), column("end_activity_id", &R::end_activity_id),
      column("delete_reason", &R::delete_reason), column("state", &R::state),
      column("end_time", &R::end_time), column("removal_time", &R::removal_time));
};

template <>
struct Table<state::HiActivityEnd> {
  using R = state::HiActivityEnd;
  static constexpr std::string_view kName = "hi_activity";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), column("parent_activity_instance_id", &R::parent_activity_instance_id),
      column("execution_id", &R::execution_id), column("end_time", &R::end_time),
      column("state", &R::state));
};

template <>
struct Table<state::HiVariableChange> {
  using R = state::HiVariableChange;
  static constexpr std::string_view kName = "hi_variable";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), column("value", &R::value),
      column("process_definition_key", &R::process_definition_key),
      column("process_definition_id", &R::process_definition_id), column("state", &R::state));
};

template <>
struct Table<state::HiTaskEnd> {
  using R = state::HiTaskEnd;
  static constexpr std::string_view kName = "hi_task";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), column("delete_reason", &R::delete_reason),
      column("task_state", &R::task_state), column("end_time", &R::end_time));
};

template <>
struct Table<state::HiTaskRow> {
  using R = state::HiTaskRow;
  static constexpr std::string_view kName = "hi_task";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), column("name", &R::name), column("description", &R::description),
      column("owner", &R::owner), column("assignee", &R::assignee),
      column("parent_task_id", &R::parent_task_id),
      column("task_definition_key", &R::task_definition_key),
      column("delete_reason", &R::delete_reason),
      column("process_definition_key", &R::process_definition_key),
      column("process_definition_id", &R::process_definition_id),
      fixed("process_instance_id", &R::process_instance_id),
      column("execution_id", &R::execution_id),
      column("activity_instance_id", &R::activity_instance_id),
      column("root_process_instance_id", &R::root_process_instance_id),
      column("tenant_id", &R::tenant_id), column("task_state", &R::task_state),
      column("priority", &R::priority), column("start_time", &R::start_time),
      column("end_time", &R::end_time), column("due_date", &R::due_date),
      column("follow_up_date", &R::follow_up_date), column("removal_time", &R::removal_time));
};

template <>
struct Table<state::HiIncidentRow> {
  using R = state::HiIncidentRow;
  static constexpr std::string_view kName = "hi_incident";
  static constexpr auto kColumns = std::tuple_cat(
      incident_columns<R>(),
      std::make_tuple(column("root_process_instance_id", &R::root_process_instance_id),
                      fixed("create_time", &R::create_time), column("end_time", &R::end_time),
                      column("removal_time", &R::removal_time), column("state", &R::state)));
};

template <>
struct Table<state::HiDecisionInstanceRow> {
  using R = state::HiDecisionInstanceRow;
  static constexpr std::string_view kName = "hi_decision_instance";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), fixed("decision_definition_id", &R::decision_definition_id),
      fixed("decision_definition_key", &R::decision_definition_key),
      fixed("decision_definition_name", &R::decision_definition_name),
      fixed("process_definition_key", &R::process_definition_key),
      fixed("process_definition_id", &R::process_definition_id),
      fixed("process_instance_id", &R::process_instance_id),
      fixed("root_process_instance_id", &R::root_process_instance_id),
      fixed("activity_id", &R::activity_id),
      fixed("activity_instance_id", &R::activity_instance_id), fixed("user_id", &R::user_id),
      fixed("tenant_id", &R::tenant_id),
      fixed("root_decision_instance_id", &R::root_decision_instance_id),
      fixed("decision_requirements_definition_id", &R::decision_requirements_definition_id),
      fixed("decision_requirements_definition_key", &R::decision_requirements_definition_key),
      fixed("value", &R::value), fixed("inputs", &R::inputs), fixed("outputs", &R::outputs),
      fixed("evaluation_time", &R::evaluation_time),
      column("removal_time", &R::removal_time));
};

template <>
struct Table<state::HiDetailRow> {
  using R = state::HiDetailRow;
  static constexpr std::string_view kName = "hi_detail";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), column("type", &R::type), column("name", &R::name),
      column("value", &R::value), column("variable_instance_id", &R::variable_instance_id),
      column("process_definition_key", &R::process_definition_key),
      column("process_definition_id", &R::process_definition_id),
      fixed("process_instance_id", &R::process_instance_id),
      column("execution_id", &R::execution_id),
      column("activity_instance_id", &R::activity_instance_id), column("task_id", &R::task_id),
      column("user_operation_id", &R::user_operation_id),
      column("root_process_instance_id", &R::root_process_instance_id),
      column("tenant_id", &R::tenant_id), column("time", &R::time),
      column("removal_time", &R::removal_time), column("revision", &R::revision),
      column("initial", &R::initial));
};

template <>
struct Table<state::HiJobLogRow> {
  using R = state::HiJobLogRow;
  static constexpr std::string_view kName = "hi_job_log";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), fixed("job_id", &R::job_id), column("job_type", &R::job_type),
      column("handler", &R::handler), column("configuration", &R::configuration),
      column("job_definition_id", &R::job_definition_id), column("activity_id", &R::activity_id),
      column("failed_activity_id", &R::failed_activity_id),
      column("exception_message", &R::exception_message),
      column("exception_stacktrace", &R::exception_stacktrace),
      column("deployment_id", &R::deployment_id),
      column("process_definition_key", &R::process_definition_key),
      column("process_definition_id", &R::process_definition_id),
      fixed("process_instance_id", &R::process_instance_id),
      column("execution_id", &R::execution_id),
      column("root_process_instance_id", &R::root_process_instance_id),
      column("tenant_id", &R::tenant_id), column("hostname", &R::hostname),
      column("time", &R::time), column("due_date", &R::due_date),
      column("removal_time", &R::removal_time), column("retries", &R::retries),
      column("priority", &R::priority), column("state", &R::state),
      fixed("batch_id", &R::batch_id));
};

template <>
struct Table<state::HiExternalTaskLogRow> {
  using R = state::HiExternalTaskLogRow;
  static constexpr std::string_view kName = "hi_external_task_log";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), fixed("external_task_id", &R::external_task_id),
      column("topic", &R::topic), column("worker_id", &R::worker_id),
      column("error_message", &R::error_message), column("error_details", &R::error_details),
      column("activity_id", &R::activity_id),
      column("activity_instance_id", &R::activity_instance_id),
      column("process_definition_key", &R::process_definition_key),
      column("process_definition_id", &R::process_definition_id),
      fixed("process_instance_id", &R::process_instance_id),
      column("execution_id", &R::execution_id),
      column("root_process_instance_id", &R::root_process_instance_id),
      column("tenant_id", &R::tenant_id), column("time", &R::time),
      column("removal_time", &R::removal_time), column("retries", &R::retries),
      column("priority", &R::priority), column("state", &R::state));
};

template <>
struct Table<state::HiIdentityLinkRow> {
  using R = state::HiIdentityLinkRow;
  static constexpr std::string_view kName = "hi_identity_link";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), column("type", &R::type), column("user_id", &R::user_id),
      column("group_id", &R::group_id), column("task_id", &R::task_id),
      column("process_definition_id", &R::process_definition_id),
      column("process_definition_key", &R::process_definition_key),
      column("operation_type", &R::operation_type), column("assigner_id", &R::assigner_id),
      column("root_process_instance_id", &R::root_process_instance_id),
      column("tenant_id", &R::tenant_id), column("time", &R::time),
      column("removal_time", &R::removal_time));
};

template <>
struct Table<state::UserRow> {
  using R = state::UserRow;
  static constexpr std::string_view kName = "identity_user";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), column("first_name", &R::first_name),
      column("last_name", &R::last_name), column("email", &R::email),
      column("password", &R::password), column("attempts", &R::attempts),
      column("lock_expiration", &R::lock_expiration));
};

template <>
struct Table<state::GroupRow> {
  using R = state::GroupRow;
  static constexpr std::string_view kName = "identity_group";
  static constexpr auto kColumns =
      std::make_tuple(fixed("id", &R::id), column("name", &R::name), column("type", &R::type));
};

template <>
struct Table<state::TenantRow> {
  using R = state::TenantRow;
  static constexpr std::string_view kName = "tenant";
  static constexpr auto kColumns = std::make_tuple(fixed("id", &R::id), column("name", &R::name));
};

template <>
struct Table<state::MembershipRow> {
  using R = state::MembershipRow;
  static constexpr std::string_view kName = "membership";
  static constexpr auto kColumns =
      std::make_tuple(fixed("id", &R::id), fixed("user_id", &R::user_id),
                      fixed("group_id", &R::group_id));
};

template <>
struct Table<state::TenantMembershipRow> {
  using R = state::TenantMembershipRow;
  static constexpr std::string_view kName = "tenant_membership";
  static constexpr auto kColumns =
      std::make_tuple(fixed("id", &R::id), fixed("tenant_id", &R::tenant_id),
                      fixed("user_id", &R::user_id), fixed("group_id", &R::group_id));
};

template <>
struct Table<state::AuthorizationRow> {
  using R = state::AuthorizationRow;
  static constexpr std::string_view kName = "authorization";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), column("user_id", &R::user_id), column("group_id", &R::group_id),
      column("resource_id", &R::resource_id), column("type", &R::type),
      column("resource_type", &R::resource_type), column("permissions", &R::permissions),
      column("root_process_instance_id", &R::root_process_instance_id),
      column("removal_time", &R::removal_time));
};

/// Batches, running and past.
template <class R>
constexpr auto batch_columns() {
  return std::make_tuple(
      fixed("id", &R::id), fixed("type", &R::type),
      fixed("seed_job_definition_id", &R::seed_job_definition_id),
      fixed("monitor_job_definition_id", &R::monitor_job_definition_id),
      fixed("batch_job_definition_id", &R::batch_job_definition_id),
      fixed("tenant_id", &R::tenant_id), fixed("create_user_id", &R::create_user_id),
      fixed("total_jobs", &R::total_jobs), fixed("jobs_per_seed", &R::jobs_per_seed),
      fixed("invocations_per_job", &R::invocations_per_job), fixed("start_time", &R::start_time),
      column("execution_start_time", &R::execution_start_time));
}

template <>
struct Table<state::BatchRow> {
  using R = state::BatchRow;
  static constexpr std::string_view kName = "batch";
  static constexpr auto kColumns =
      std::tuple_cat(batch_columns<R>(), std::make_tuple(fixed("configuration", &R::configuration),
                                                         column("jobs_created", &R::jobs_created),
                                                         column("suspended", &R::suspended)));
};

template <>
struct Table<state::BatchChunkRow> {
  using R = state::BatchChunkRow;
  static constexpr std::string_view kName = "batch_chunk";
  static constexpr auto kColumns =
      std::make_tuple(fixed("id", &R::id), fixed("batch_id", &R::batch_id),
                      fixed("deployment_id", &R::deployment_id), fixed("ids", &R::ids));
};

template <>
struct Table<state::HiBatchRow> {
  using R = state::HiBatchRow;
  static constexpr std::string_view kName = "hi_batch";
  static constexpr auto kColumns = std::tuple_cat(
      batch_columns<R>(), std::make_tuple(column("end_time", &R::end_time),
                                          column("removal_time", &R::removal_time)));
};

template <>
struct Table<state::MetricRow> {
  using R = state::MetricRow;
  static constexpr std::string_view kName = "metric";
  static constexpr auto kColumns =
      std::make_tuple(fixed("id", &R::id), fixed("name", &R::name),
                      fixed("reporter", &R::reporter), fixed("value", &R::value),
                      fixed("time", &R::time));
};

template <>
struct Table<state::TaskMeterRow> {
  using R = state::TaskMeterRow;
  static constexpr std::string_view kName = "task_meter";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), fixed("worker", &R::worker), fixed("time", &R::time));
};

template <>
struct Table<state::SchemaLogRow> {
  using R = state::SchemaLogRow;
  static constexpr std::string_view kName = "schema_log";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), fixed("version", &R::version), fixed("time", &R::time));
};

template <>
struct Table<state::HiCommentRow> {
  using R = state::HiCommentRow;
  static constexpr std::string_view kName = "hi_comment";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), column("user_id", &R::user_id), fixed("task_id", &R::task_id),
      fixed("process_instance_id", &R::process_instance_id),
      column("root_process_instance_id", &R::root_process_instance_id),
      column("message", &R::message), column("time", &R::time),
      column("removal_time", &R::removal_time));
};

template <>
struct Table<state::HiAttachmentRow> {
  using R = state::HiAttachmentRow;
  static constexpr std::string_view kName = "hi_attachment";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), column("name", &R::name), column("description", &R::description),
      column("type", &R::type), column("url", &R::url), fixed("task_id", &R::task_id),
      fixed("process_instance_id", &R::process_instance_id),
      column("root_process_instance_id", &R::root_process_instance_id),
      column("create_time", &R::create_time), column("removal_time", &R::removal_time));
};

template <>
struct Table<state::HiAttachmentContentRow> {
  using R = state::HiAttachmentContentRow;
  static constexpr std::string_view kName = "hi_attachment_content";
  static constexpr auto kColumns =
      std::make_tuple(fixed("id", &R::id), blob("bytes", &R::bytes));
};

template <>
struct Table<state::FilterRow> {
  using R = state::FilterRow;
  static constexpr std::string_view kName = "filter";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), fixed("resource_type", &R::resource_type), column("name", &R::name),
      column("owner", &R::owner), column("query", &R::query),
      column("properties", &R::properties));
};

template <>
struct Table<state::HiUserOperationRow> {
  using R = state::HiUserOperationRow;
  static constexpr std::string_view kName = "hi_user_operation";
  static constexpr auto kColumns = std::make_tuple(
      fixed("id", &R::id), fixed("operation_id", &R::operation_id),
      fixed("operation_type", &R::operation_type), fixed("entity_type", &R::entity_type),
      fixed("category", &R::category), fixed("user_id", &R::user_id),
      column("annotation", &R::annotation), fixed("property", &R::property),
      fixed("org_value", &R::org_value), fixed("new_value", &R::new_value),
      fixed("deployment_id", &R::deployment_id),
      fixed("process_definition_id", &R::process_definition_id),
      fixed("process_definition_key", &R::process_definition_key),
      fixed("process_instance_id", &R::process_instance_id),
      fixed("root_process_instance_id", &R::root_process_instance_id),
      fixed("execution_id", &R::execution_id), fixed("task_id", &R::task_id),
      fixed("job_id", &R::job_id), fixed("job_definition_id", &R::job_definition_id),
      fixed("batch_id", &R::batch_id), fixed("external_task_id", &R::external_task_id),
      fixed("tenant_id", &R::tenant_id), fixed("time", &R::time),
      column("removal_time", &R::removal_time));
};

// ---- made from the lists --------------------------------------------------------------------

void append(std::string& list, std::string_view text, std::string_view separator = ", ") {
  if (!list.empty()) list += separator;
  list += text;
}

/// The columns of the database that a field takes: one, or the parts of a Value.
template <class Row, class T>
std::vector<std::string> column_names(const Column<Row, T>& column) {
  if constexpr (std::is_same_v<T, Value>) {
    std::vector<std::string> names;
    for (std::string_view part : kValueParts)
      names.push_back(std::string(column.name).append(part));
    return names;
  } else {
    return {std::string(column.name)};
  }
}

template <class Row>
TableSql make_sql() {
  TableSql sql;
  sql.name = Table<Row>::kName;
  std::string inserted, values, updated, beside_indices, unchanged;
  for_each_column(Table<Row>::kColumns, [&](const auto& column, int) {
    for (const std::string& name : column_names(column)) {
      sql.columns.push_back(name);
      append(inserted, name);
      append(values, "?");
      if (column.kind == Kind::kFixed) continue;
      append(updated, name + "=?");
      if (column.kind != Kind::kIndexed) append(beside_indices, name + "=?");
      if (column.kind == Kind::kIndexed)
        unchanged += " AND +" + name + " IS ?";  // found by id alone
    }
  });
  values = "(" + values + ")";
  for (std::string& insert : sql.insert) {
    insert = "INSERT INTO " + sql.name + " (" + inserted + ") VALUES " + values;
    values += ", " + values;
  }
  const std::string where = " WHERE id=?";
  const std::string update = "UPDATE " + sql.name + " SET ";
  if (!updated.empty()) sql.update = update + updated + where;
  if (!unchanged.empty()) sql.update_beside_indices = update + beside_indices + where + unchanged;
  sql.remove = "DELETE FROM " + sql.name + where;
  sql.find = "SELECT " + inserted + " FROM " + sql.name + where;
  return sql;
}

}  // namespace

std::string select_list(const TableSql& table) {
  std::string list;
  for (const std::string& column : table.columns) append(list, "r." + column);
  return list;
}

template <class Row>
const TableSql& table() {
  static const TableSql sql = make_sql<Row>();
  return sql;
}

template <class Row>
int bind_insert(Statement& statement, const Row& row, int first) {
  for_each_column(Table<Row>::kColumns, [&](const auto& column, int width) {
    bind_field(statement, first, row, column);
    first += width;
  });
  return first;
}

template <class Row>
void bind_update(Statement& statement, const Row& row) {
  int at = 1;
  for_each_column(Table<Row>::kColumns, [&](const auto& column, int width) {
    if (column.kind == Kind::kFixed) return;
    bind_field(statement, at, row, column);
    at += width;
  });
  statement.bind_id(at, row.id);
}

template <class Row>
void bind_update_beside_indices(Statement& statement, const Row& row) {
  int at = 1;
  const auto bind = [&](bool is_indexed) {
    for_each_column(Table<Row>::kColumns, [&](const auto& column, int width) {
      if (column.kind == Kind::kFixed || (column.kind == Kind::kIndexed) != is_indexed) return;
      bind_field(statement, at, row, column);
      at += width;
    });
  };
  bind(false);
  statement.bind_id(at++, row.id);
  bind(true);
}

template <class Row>
void read_row(const Statement& statement, Row& row) {
  int at = 0;
  for_each_column(Table<Row>::kColumns, [&](const auto& column, int width) {
    read_field(statement, at, row, column);
    at += width;
  });
}

#define PROCOS_TABLE(Row)                                   \
  template const TableSql& table<state::Row>();             \
  template int bind_insert(Statement&, const state::Row&, int); \
  template void bind_update(Statement&, const state::Row&); \
  template void bind_update_beside_indices(Statement&, const state::Row&); \
  template void read_row(const Statement&, state::Row&);

PROCOS_TABLE(DeploymentRow)
PROCOS_TABLE(ResourceRow)
PROCOS_TABLE(DefinitionRow)
PROCOS_TABLE(DecisionRequirementsDefinitionRow)
PROCOS_TABLE(DecisionDefinitionRow)
PROCOS_TABLE(JobDefinitionRow)
PROCOS_TABLE(ExecutionRow)
PROCOS_TABLE(TaskRow)
PROCOS_TABLE(VariableRow)
PROCOS_TABLE(IdentityLinkRow)
PROCOS_TABLE(ExternalTaskRow)
PROCOS_TABLE(JobRow)
PROCOS_TABLE(EventSubscriptionRow)
PROCOS_TABLE(IncidentRow)
PROCOS_TABLE(HiProcessInstanceRow)
PROCOS_TABLE(HiActivityRow)
PROCOS_TABLE(HiTaskRow)
PROCOS_TABLE(HiProcessInstanceEnd)
PROCOS_TABLE(HiActivityEnd)
PROCOS_TABLE(HiVariableChange)
PROCOS_TABLE(HiTaskEnd)
PROCOS_TABLE(HiVariableRow)
PROCOS_TABLE(HiIncidentRow)
PROCOS_TABLE(HiDecisionInstanceRow)
PROCOS_TABLE(HiDetailRow)
PROCOS_TABLE(HiJobLogRow)
PROCOS_TABLE(HiExternalTaskLogRow)
PROCOS_TABLE(HiIdentityLinkRow)
PROCOS_TABLE(UserRow)
PROCOS_TABLE(GroupRow)
PROCOS_TABLE(TenantRow)
PROCOS_TABLE(MembershipRow)
PROCOS_TABLE(TenantMembershipRow)
PROCOS_TABLE(AuthorizationRow)
PROCOS_TABLE(BatchRow)
PROCOS_TABLE(BatchChunkRow)
PROCOS_TABLE(HiBatchRow)
PROCOS_TABLE(MetricRow)
PROCOS_TABLE(TaskMeterRow)
PROCOS_TABLE(SchemaLogRow)
PROCOS_TABLE(HiCommentRow)
PROCOS_TABLE(HiAttachmentRow)
PROCOS_TABLE(HiAttachmentContentRow)
PROCOS_TABLE(FilterRow)
PROCOS_TABLE(HiUserOperationRow)

}  // namespace procos::store
