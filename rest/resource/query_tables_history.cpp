// Parameters of the queries over history.
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using enum ParamType;
using enum ParamRule;

constexpr Param kHistoryProcessInstanceParams[] = {
    // Up to processDefinitionKeyIn in the order of Camunda's SQL, which counts in orQueries.
    {"orQueries", kOrQueries}, {"processInstanceId", kString},
    {"rootProcessInstanceId", kString}, {"processInstanceIds", kArray, {}, kRequired},
    {"processInstanceIdNotIn", kList}, {"caseInstanceId", kString},
    {"processDefinitionId", kString}, {"processDefinitionKey", kString},
    {"processDefinitionKeyIn", kList}, {"processDefinitionName", kString},
    {"processDefinitionNameLike", kString},
    {"processDefinitionKeyNotIn", kList, {}, kNotEmpty}, {"processInstanceBusinessKey", kString},
    {"processInstanceBusinessKeyIn", kList}, {"processInstanceBusinessKeyLike", kString},
    {"rootProcessInstances", kFlag}, {"finished", kFlag}, {"unfinished", kFlag},
    {"withJobsRetrying", kFlag}, {"withIncidents", kFlag}, {"withRootIncidents", kFlag},
    {"incidentStatus", kString}, {"incidentMessage", kString}, {"incidentMessageLike", kString},
    {"startedBefore", kDate}, {"startedAfter", kDate}, {"finishedBefore", kDate},
    {"finishedAfter", kDate}, {"startedBy", kString}, {"superProcessInstanceId", kString},
    {"subProcessInstanceId", kString}, {"superCaseInstanceId", kString},
    {"subCaseInstanceId", kString},
    {"variables", kVariables, {}, kNoNotLike}, {"variableNamesIgnoreCase", kIgnoreNameCase},
    {"variableValuesIgnoreCase", kIgnoreValueCase}, {"incidentType", kString},
    {"incidentIdIn", kList}, {"tenantIdIn", kList}, {"withoutTenantId", kFlag},
    {"executedActivityAfter", kDate}, {"executedActivityIdIn", kList},
    {"executedActivityBefore", kDate}, {"activeActivityIdIn", kList}, {"activityIdIn", kList},
    {"executedJobAfter", kDate}, {"executedJobBefore", kDate}, {"active", kFlag},
    {"suspended", kFlag}, {"completed", kFlag}, {"externallyTerminated", kFlag},
    {"internallyTerminated", kFlag},
};
constexpr std::string_view kHistoryProcessInstanceSorts[] = {
    "instanceId", "definitionId", "businessKey", "startTime", "endTime", "duration",
    "definitionKey", "definitionName", "definitionVersion", "tenantId",
};
constexpr Exclusive kHistoryProcessInstanceExclusives[] = {
    {"active suspended completed externallyTerminated internallyTerminated", 400,
     "BadUserRequestException"},
    {"rootProcessInstances superProcessInstanceId", 400, "BadUserRequestException"},
    {"rootProcessInstances superCaseInstanceId", 400, "BadUserRequestException"},
};

constexpr Param kHistoryActivityInstanceParams[] = {
    {"activityInstanceId", kString}, {"processInstanceId", kString},
    {"processDefinitionId", kString}, {"executionId", kString}, {"activityId", kString},
    {"activityName", kString}, {"activityNameLike", kString}, {"activityType", kString},
    {"taskAssignee", kString}, {"finished", kFlag}, {"unfinished", kFlag},
    {"completeScope", kFlag}, {"canceled", kFlag}, {"startedBefore", kDate},
    {"startedAfter", kDate}, {"finishedBefore", kDate}, {"finishedAfter", kDate},
    {"tenantIdIn", kList}, {"withoutTenantId", kFlag},
};
constexpr std::string_view kHistoryActivityInstanceSorts[] = {
    "activityInstanceId", "instanceId", "executionId", "activityId", "activityName",
    "activityType", "startTime", "endTime", "duration", "definitionId", "occurrence", "tenantId",
};
constexpr Exclusive kHistoryActivityInstanceExclusives[] = {{"canceled completeScope"}};

constexpr Param kHistoryVariableInstanceParams[] = {
    {"processInstanceId", kString},
    {"processDefinitionId", kString},
    {"processDefinitionKey", kString},
    {"caseInstanceId", kString},
    {"variableName", kString},
    {"variableNameLike", kString},
    {"variableValue", kAnyValue},
    {"variableTypeIn", kArray, {}, kTypeNames},
    {"variableValuesIgnoreCase", kIgnoreValueCase},
    {"variableNamesIgnoreCase", kIgnoreNameCase},
    {"executionIdIn", kArray},
    {"taskIdIn", kArray},
    {"processInstanceIdIn", kArray},
    {"activityInstanceIdIn", kArray},
    {"caseExecutionIdIn", kArray},
    {"caseActivityIdIn", kArray},
    {"tenantIdIn", kList},
    {"withoutTenantId", kFlag},
    {"includeDeleted", kFlag},
    {"variableNameIn", kArray},
};
constexpr std::string_view kHistoryVariableInstanceSorts[] = {
    "instanceId", "variableName", "tenantId",
};

constexpr Param kHistoryTaskParams[] = {
    {"orQueries", kOrQueries}, {"taskId", kString}, {"taskParentTaskId", kString},
    {"processInstanceId", kString}, {"rootProcessInstanceId", kString},
    {"processInstanceBusinessKey", kString}, {"processInstanceBusinessKeyIn", kArray},
    {"processInstanceBusinessKeyLike", kString}, {"executionId", kString},
    {"activityInstanceIdIn", kArray}, {"processDefinitionId", kString},
    {"processDefinitionKey", kString}, {"processDefinitionName", kString}, {"taskName", kString},
    {"taskNameLike", kString}, {"taskDescription", kString}, {"taskDescriptionLike", kString},
    {"taskDefinitionKey", kString}, {"taskDefinitionKeyIn", kArray},
    {"taskDeleteReason", kString}, {"taskDeleteReasonLike", kString}, {"assigned", kPresence},
    {"unassigned", kPresence}, {"taskAssignee", kString}, {"taskAssigneeLike", kString},
    {"taskOwner", kString}, {"taskOwnerLike", kString}, {"taskPriority", kInteger},
    {"finished", kPresence}, {"unfinished", kPresence}, {"processFinished", kPresence},
    {"processUnfinished", kPresence}, {"taskDueDate", kDate}, {"taskDueDateBefore", kDate},
    {"taskDueDateAfter", kDate}, {"withoutTaskDueDate", kFlag}, {"taskFollowUpDate", kDate},
    {"taskFollowUpDateBefore", kDate}, {"taskFollowUpDateAfter", kDate},
    {"taskVariables", kVariables, {}, kEqual}, {"processVariables", kVariables, {}, kAll},
    {"variableValuesIgnoreCase", kIgnoreValueCase}, {"variableNamesIgnoreCase", kIgnoreNameCase},
    {"caseDefinitionId", kString}, {"caseDefinitionKey", kString},
    {"caseDefinitionName", kString}, {"caseInstanceId", kString}, {"caseExecutionId", kString},
    {"tenantIdIn", kList}, {"withoutTenantId", kFlag}, {"taskInvolvedUser", kString},
    {"taskInvolvedGroup", kString}, {"taskHadCandidateUser", kString},
    {"taskHadCandidateGroup", kString}, {"withCandidateGroups", kPresence},
    {"withoutCandidateGroups", kPresence}, {"startedBefore", kDate}, {"startedAfter", kDate},
    {"finishedBefore", kDate}, {"finishedAfter", kDate},
};
constexpr std::string_view kHistoryTaskSorts[] = {
    "taskId", "activityInstanceId", "processDefinitionId", "processInstanceId", "executionId",
    "caseDefinitionId", "caseInstanceId", "caseExecutionId", "duration", "duration", "endTime",
    "startTime", "taskName", "taskDescription", "assignee", "owner", "dueDate", "followUpDate",
    "deleteReason", "taskDefinitionKey", "priority", "tenantId",
};
constexpr Exclusive kHistoryTaskExclusives[] = {
    {"withoutTaskDueDate taskDueDate"},
    {"withoutTaskDueDate taskDueDateBefore"},
    {"withoutTaskDueDate taskDueDateAfter"},
};

constexpr Param kHistoryDetailParams[] = {
    {"processInstanceId", kString}, {"executionId", kString}, {"activityInstanceId", kString},
    {"caseInstanceId", kString}, {"caseExecutionId", kString}, {"variableInstanceId", kString},
    {"variableTypeIn", kArray, {}, kTypeNames}, {"variableNameLike", kString}, {"taskId", kString},
    {"formFields", kPresence}, {"variableUpdates", kPresence}, {"excludeTaskDetails", kPresence},
    {"tenantIdIn", kList}, {"withoutTenantId", kFlag}, {"processInstanceIdIn", kArray},
    {"userOperationId", kString}, {"occurredBefore", kDate}, {"occurredAfter", kDate},
    {"initial", kFlag},
};
constexpr std::string_view kHistoryDetailSorts[] = {
    "processInstanceId", "variableName", "variableType", "variableRevision", "formPropertyId",
    "time", "occurrence", "tenantId",
};

constexpr Param kHistoryIncidentParams[] = {
    {"incidentId", kString}, {"incidentType", kString}, {"incidentMessage", kString},
    {"incidentMessageLike", kString}, {"processDefinitionId", kString},
    {"processDefinitionKey", kString}, {"processDefinitionKeyIn", kArray},
    {"processInstanceId", kString}, {"executionId", kString}, {"createTimeBefore", kDate},
    {"createTimeAfter", kDate}, {"endTimeBefore", kDate}, {"endTimeAfter", kDate},
    {"activityId", kString}, {"failedActivityId", kString}, {"causeIncidentId", kString},
    {"rootCauseIncidentId", kString}, {"configuration", kString},
    {"historyConfiguration", kString}, {"open", kPresence}, {"resolved", kFlag}, {"deleted", kFlag},
    {"tenantIdIn", kList}, {"withoutTenantId", kFlag}, {"jobDefinitionIdIn", kList},
};
constexpr std::string_view kHistoryIncidentSorts[] = {
    "incidentId", "incidentMessage", "createTime", "endTime", "incidentType", "executionId",
    "activityId", "processInstanceId", "processDefinitionId", "processDefinitionKey",
    "causeIncidentId", "rootCauseIncidentId", "configuration", "historyConfiguration", "tenantId",
    "incidentState",
};
constexpr Exclusive kHistoryIncidentExclusives[] = {{"open resolved deleted"}};

constexpr Param kHistoryJobLogParams[] = {
    {"logId", kString}, {"jobId", kString}, {"jobExceptionMessage", kString},
    {"jobDefinitionId", kString}, {"jobDefinitionType", kString},
    {"jobDefinitionConfiguration", kString}, {"activityIdIn", kArray},
    {"failedActivityIdIn", kArray}, {"executionIdIn", kArray}, {"processInstanceId", kString},
    {"processDefinitionId", kString}, {"processDefinitionKey", kString},
    {"deploymentId", kString}, {"creationLog", kFlag}, {"failureLog", kFlag},
    {"successLog", kFlag}, {"deletionLog", kFlag}, {"jobPriorityHigherThanOrEquals", kLong},
    {"jobPriorityLowerThanOrEquals", kLong}, {"tenantIdIn", kList}, {"withoutTenantId", kFlag},
    {"hostname", kString},
};
constexpr std::string_view kHistoryJobLogSorts[] = {
    "timestamp", "jobId", "jobDueDate", "jobRetries", "jobPriority", "jobDefinitionId",
    "activityId", "executionId", "processInstanceId", "processDefinitionId",
    "processDefinitionKey", "deploymentId", "occurrence", "tenantId", "hostname",
};

constexpr Param kHistoryExternalTaskLogParams[] = {
    {"logId", kString}, {"externalTaskId", kString}, {"topicName", kString},
    {"workerId", kString}, {"errorMessage", kString}, {"activityIdIn", kArray},
    {"activityInstanceIdIn", kArray}, {"executionIdIn", kArray}, {"processInstanceId", kString},
    {"processDefinitionId", kString}, {"processDefinitionKey", kString},
    {"priorityHigherThanOrEquals", kLong}, {"priorityLowerThanOrEquals", kLong},
    {"tenantIdIn", kArray}, {"withoutTenantId", kFlag}, {"creationLog", kFlag},
    {"failureLog", kFlag}, {"successLog", kFlag}, {"deletionLog", kFlag},
};
constexpr std::string_view kHistoryExternalTaskLogSorts[] = {
    "timestamp", "externalTaskId", "retries", "priority", "topicName", "workerId", "activityId",
    "activityInstanceId", "executionId", "processInstanceId", "processDefinitionId",
    "processDefinitionKey", "tenantId",
};

constexpr Param kHistoryIdentityLinkLogParams[] = {
    {"type", kString}, {"userId", kString}, {"groupId", kString}, {"dateBefore", kDate},
    {"dateAfter", kDate}, {"taskId", kString}, {"processDefinitionId", kString},
    {"processDefinitionKey", kString}, {"operationType", kString}, {"assignerId", kString},
    {"tenantIdIn", kList}, {"withoutTenantId", kFlag},
};
constexpr std::string_view kHistoryIdentityLinkLogSorts[] = {
    "time", "type", "userId", "groupId", "taskId", "processDefinitionId", "processDefinitionKey",
    "operationType", "assignerId", "tenantId",
};

}  // namespace

constinit const QueryTable kHistoryProcessInstanceQuery{
    .params = kHistoryProcessInstanceParams, .sorts = kHistoryProcessInstanceSorts,
    .exclusives = kHistoryProcessInstanceExclusives};
constinit const QueryTable kHistoryActivityInstanceQuery{
    .params = kHistoryActivityInstanceParams, .sorts = kHistoryActivityInstanceSorts,
    .exclusives = kHistoryActivityInstanceExclusives};
constinit const QueryTable kHistoryVariableInstanceQuery{
    kHistoryVariableInstanceParams, kHistoryVariableInstanceSorts};
constinit const QueryTable kHistoryTaskQuery{
    .params = kHistoryTaskParams, .sorts = kHistoryTaskSorts, .task_like = true,
    .exclusives = kHistoryTaskExclusives,
    .not_in_or = "withCandidateGroups withoutCandidateGroups"};
constinit const QueryTable kHistoryDetailQuery{
    kHistoryDetailParams, kHistoryDetailSorts, {}, false, true};
constinit const QueryTable kHistoryIncidentQuery{
    .params = kHistoryIncidentParams, .sorts = kHistoryIncidentSorts,
    .exclusives = kHistoryIncidentExclusives};
constinit const QueryTable kHistoryJobLogQuery{kHistoryJobLogParams, kHistoryJobLogSorts};
constinit const QueryTable kHistoryExternalTaskLogQuery{
    kHistoryExternalTaskLogParams, kHistoryExternalTaskLogSorts};
constinit const QueryTable kHistoryIdentityLinkLogQuery{
    kHistoryIdentityLinkLogParams, kHistoryIdentityLinkLogSorts};

}  // namespace procos::rest
