// What can be asked of the history's logs: incidents, details, jobs, external tasks, identity
// links.
#include "state/rows.h"
#include "store/entity.h"
#include "store/entity_text.h"

namespace procos::store {
namespace {

constexpr FilterDef kHiIncidentOwnRows[] = {
    {"createTimeBefore", "r.create_time < $1"},
    {"createTimeAfter", "r.create_time > $1"},
    {"endTimeBefore", "r.end_time < $1"},
    {"endTimeAfter", "r.end_time > $1"},
    {"historyConfiguration", "r.history_configuration = $id"},
    {"open", "r.state = 0"},
    {"resolved", "r.state = 1"},
    {"deleted", "r.state = 2"},
    {"ended", "r.end_time IS NOT NULL"},
    // With an operator in the name: what is read after a time, and at one.
    {"createTime_gt", "r.create_time > $1"},
    {"createTime_eq", "r.create_time = $1"},
    {"endTime_gt", "r.end_time > $1"},
    {"endTime_eq", "r.end_time = $1"},
};
constexpr auto kHiIncidentFilters = together(kHiIncidentOwnRows, kIncidentRows);
constexpr SortDef kHiIncidentSorts[] = {
    {"incidentId", "r.id"},
    {"incidentMessage", "r.message"},
    {"createTime", "r.create_time"},
    {"endTime", "r.end_time"},
    {"incidentType", "r.type"},
    {"executionId", "r.execution_id"},
    {"activityId", "r.activity_id"},
    {"processInstanceId", "r.process_instance_id"},
    {"processDefinitionId", "id_text(r.process_definition_id)"},
    {"processDefinitionKey", "r.process_definition_key"},
    {"causeIncidentId", "r.cause_incident_id"},
    {"rootCauseIncidentId", "r.root_cause_incident_id"},
    {"configuration", "r.configuration"},
    {"historyConfiguration", "r.history_configuration"},
    {"tenantId", "r.tenant_id"},
    {"incidentState", "r.state"},
};

constexpr FilterDef kDetailFilters[] = {
    {"detailId", "r.id = $id"},
    {"processInstanceId", "r.process_instance_id = $id"},
    {"processInstanceIdIn", "r.process_instance_id IN $ids"},
    {"executionId", "r.execution_id = $id"},
    {"taskId", "r.task_id = $id"},
    {.name = "excludeTaskDetails", .sql = "r.task_id IS NULL", .unless = "taskId"},
    {"activityInstanceId", "r.activity_instance_id = $id"},
    {"variableInstanceId", "r.variable_instance_id = $id"},
    // A submitted form field has no variable type.
    {"variableTypeIn", "r.type = 'variableUpdate' AND " PROCOS_VALUE_TYPE_NAME " IN $list"},
    {"variableNameLike", "upper(r.name) LIKE upper($1) ESCAPE '\\'"},
    kTenantIdIn,
    {"withoutTenantId", "r.tenant_id IS NULL"},
    {"userOperationId", "r.user_operation_id = $id"},
    {.name = "formFields", .sql = "r.type = 'formField'", .unless = "variableUpdates"},
    {"variableUpdates", "r.type = 'variableUpdate'"},
    {"initial", "r.initial = 1"},
    {"occurredBefore", "r.time <= $1"},
    {"occurredAfter", "r.time >= $1"},
    {"caseInstanceId", "$1 IS NULL"},
    {"caseExecutionId", "$1 IS NULL"},
    {"time_gt", "r.time > $1"},
    {"time_eq", "r.time = $1"},
};
constexpr SortDef kDetailSorts[] = {
    {"processInstanceId", "r.process_instance_id"},
    {"variableName", "r.name"},
    {"variableType", PROCOS_VALUE_TYPE_NAME},
    {"variableRevision", "r.revision"},
    {"formPropertyId", "r.name"},
    {"time", "r.time"},
    {"occurrence", "r.id"},
    {"tenantId", "r.tenant_id"},
};

constexpr FilterDef kJobLogFilters[] = {
    {"logId", "r.id = $id"},
    {"jobId", "r.job_id = $id"},
    {"jobExceptionMessage", "r.exception_message = $1"},
    {"jobDefinitionId", "r.job_definition_id = $id"},
    {"jobDefinitionType", "r.handler = $1"},
    {"jobDefinitionConfiguration", "r.configuration = $id"},
    {"activityIdIn", "r.activity_id IN $list"},
    {"failedActivityIdIn", "r.failed_activity_id IN $list"},
    {"executionIdIn", "r.execution_id IN $ids"},
    {"processInstanceId", "r.process_instance_id = $id"},
    {"processDefinitionId", "r.process_definition_id = $id"},
    {"processDefinitionKey", "r.process_definition_key = $1"},
    {"deploymentId", "r.deployment_id = $id"},
    kTenantIdIn,
    {"withoutTenantId", "r.tenant_id IS NULL"},
    {"hostname", "r.hostname = $1"},
    {"jobPriorityHigherThanOrEquals", "r.priority >= $1"},
    {"jobPriorityLowerThanOrEquals", "r.priority <= $1"},
    {.name = "creationLog", .sql = "r.state = 0", .unless = "failureLog successLog deletionLog"},
    {.name = "failureLog", .sql = "r.state = 1", .unless = "successLog deletionLog"},
    {.name = "successLog", .sql = "r.state = 2", .unless = "deletionLog"},
    {"deletionLog", "r.state = 3"},
};
constexpr SortDef kJobLogSorts[] = {
    {"timestamp", "r.time"},
    {"jobId", "r.job_id"},
    {"jobDefinitionId", "r.job_definition_id"},
    {"jobDueDate", "r.due_date"},
    {"jobRetries", "r.retries"},
    {"jobPriority", "r.priority"},
    {"activityId", "r.activity_id"},
    {"executionId", "r.execution_id"},
    {"processInstanceId", "r.process_instance_id"},
    {"processDefinitionId", "id_text(r.process_definition_id)"},
    {"processDefinitionKey", "r.process_definition_key"},
    {"deploymentId", "r.deployment_id"},
    {"hostname", "r.hostname"},
    {"occurrence", "r.id"},
    {"tenantId", "r.tenant_id"},
};

constexpr FilterDef kExternalTaskLogFilters[] = {
    {"logId", "r.id = $id"},
    {"externalTaskId", "r.external_task_id = $id"},
    {"topicName", "r.topic = $1"},
    {"workerId", "r.worker_id = $1"},
    {"errorMessage", "r.error_message = $1"},
    {"activityIdIn", "r.activity_id IN $list"},
    {"activityInstanceIdIn", "r.activity_instance_id IN $ids"},
    {"executionIdIn", "r.execution_id IN $ids"},
    {"processInstanceId", "r.process_instance_id = $id"},
    {"processDefinitionId", "r.process_definition_id = $id"},
    {"processDefinitionKey", "r.process_definition_key = $1"},
    kTenantIdIn,
    {"withoutTenantId", "r.tenant_id IS NULL"},
    {"priorityHigherThanOrEquals", "r.priority >= $1"},
    {"priorityLowerThanOrEquals", "r.priority <= $1"},
    {.name = "creationLog", .sql = "r.state = 0", .unless = "failureLog successLog deletionLog"},
    {.name = "failureLog", .sql = "r.state = 1", .unless = "successLog deletionLog"},
    {.name = "successLog", .sql = "r.state = 2", .unless = "deletionLog"},
    {"deletionLog", "r.state = 3"},
};
constexpr SortDef kExternalTaskLogSorts[] = {
    {"timestamp", "r.time"},
    {"externalTaskId", "r.external_task_id"},
    {"topicName", "r.topic"},
    {"workerId", "r.worker_id"},
    {"retries", "r.retries"},
    {"priority", "r.priority"},
    {"activityId", "r.activity_id"},
    {"activityInstanceId", "id_text(r.activity_instance_id)"},
    {"executionId", "r.execution_id"},
    {"processInstanceId", "r.process_instance_id"},
    {"processDefinitionId", "id_text(r.process_definition_id)"},
    {"processDefinitionKey", "r.process_definition_key"},
    {"tenantId", "r.tenant_id"},
};

constexpr FilterDef kHiLinkFilters[] = {
    {"type", "r.type = $1"},
    {"userId", "r.user_id = $id"},
    {"groupId", "r.group_id = $id"},
    {"dateBefore", "r.time <= $1"},
    {"dateAfter", "r.time >= $1"},
    {"taskId", "r.task_id = $id"},
    {"processDefinitionId", "r.process_definition_id = $id"},
    {"processDefinitionKey", "r.process_definition_key = $1"},
    {"operationType", "r.operation_type = $1"},
    {"assignerId", "r.assigner_id = $id"},
    kTenantIdIn,
    {"withoutTenantId", "r.tenant_id IS NULL"},
    {"time_gt", "r.time > $1"},
    {"time_eq", "r.time = $1"},
};
constexpr SortDef kHiLinkSorts[] = {
    {"time", "r.time"},
    {"type", "r.type"},
    {"userId", "r.user_id"},
    {"groupId", "r.group_id"},
    {"taskId", "r.task_id"},
    {"processDefinitionId", "id_text(r.process_definition_id)"},
    {"processDefinitionKey", "r.process_definition_key"},
    {"operationType", "r.operation_type"},
    {"assignerId", "r.assigner_id"},
    {"tenantId", "r.tenant_id"},
};

// What belongs to no instance is removed with its batch.
constexpr ColumnDef kHiIncidentColumns[] = {
    {"removal_time",
     "CASE WHEN r.process_instance_id IS NULL THEN (SELECT b.removal_time FROM hi_job_log l "
     "JOIN hi_batch b ON b.id = l.batch_id WHERE l.id = r.history_configuration) "
     "ELSE r.removal_time END"},
};
constexpr ColumnDef kJobLogColumns[] = {
    {"removal_time",
     "CASE WHEN r.batch_id IS NULL THEN r.removal_time "
     "ELSE (SELECT b.removal_time FROM hi_batch b WHERE b.id = r.batch_id) END"},
};

constexpr Entity kHiIncident{
    .filters = kHiIncidentFilters, .sorts = kHiIncidentSorts, .columns = kHiIncidentColumns};
constexpr Entity kDetail{.filters = kDetailFilters, .sorts = kDetailSorts};
constexpr Entity kJobLog{
    .filters = kJobLogFilters, .sorts = kJobLogSorts, .columns = kJobLogColumns};
constexpr Entity kExternalTaskLog{.filters = kExternalTaskLogFilters,
                                  .sorts = kExternalTaskLogSorts};
constexpr Entity kHiLink{.filters = kHiLinkFilters, .sorts = kHiLinkSorts};

}  // namespace

template <>
const Entity& entity<state::HiIncidentRow>() {
  return kHiIncident;
}
template <>
const Entity& entity<state::HiDetailRow>() {
  return kDetail;
}
template <>
const Entity& entity<state::HiJobLogRow>() {
  return kJobLog;
}
template <>
const Entity& entity<state::HiExternalTaskLogRow>() {
  return kExternalTaskLog;
}
template <>
const Entity& entity<state::HiIdentityLinkRow>() {
  return kHiLink;
}

}  // namespace procos::store
