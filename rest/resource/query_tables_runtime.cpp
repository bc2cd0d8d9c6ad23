// Parameters of the queries over deployed definitions and running instances.
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using enum ParamType;
using enum ParamRule;

constexpr Param kProcessDefinitionParams[] = {
    {"processDefinitionId", kString}, {"processDefinitionIdIn", kList}, {"category", kString},
    {"categoryLike", kString}, {"name", kString}, {"nameLike", kString},
    {"deploymentId", kString}, {"deployedAfter", kDate}, {"deployedAt", kDate}, {"key", kString},
    {"keysIn", kList}, {"keyLike", kString}, {"ver", kInteger, "version"}, {"version", kInteger},
    {"latest", kFlag, "latestVersion"}, {"latestVersion", kFlag}, {"resourceName", kString},
    {"resourceNameLike", kString}, {"startableBy", kString}, {"active", kFlag},
    {"suspended", kFlag}, {"incidentId", kString}, {"incidentType", kString},
    {"incidentMessage", kString}, {"incidentMessageLike", kString}, {"tenantIdIn", kList},
    {"withoutTenantId", kFlag}, {"includeProcessDefinitionsWithoutTenantId", kFlag},
    {"versionTag", kString}, {"versionTagLike", kString}, {"withoutVersionTag", kFlag},
    {"startableInTasklist", kFlag}, {"notStartableInTasklist", kFlag},
    {"startablePermissionCheck", kUnused},
};
constexpr std::string_view kProcessDefinitionSorts[] = {
    "category", "key", "id", "name", "version", "deploymentId", "tenantId", "versionTag",
    "deployTime",
};
constexpr Exclusive kProcessDefinitionExclusives[] = {
    {"latestVersion processDefinitionId"},
    {"latestVersion version"},
    {"latestVersion deploymentId"},
};

constexpr Param kDeploymentParams[] = {
    {"id", kString}, {"name", kString}, {"nameLike", kString}, {"source", kString},
    {"withoutSource", kFlag}, {"before", kDate}, {"after", kDate}, {"tenantIdIn", kList},
    {"withoutTenantId", kFlag}, {"includeDeploymentsWithoutTenantId", kFlag},
};
constexpr std::string_view kDeploymentSorts[] = {
    "id", "name", "deploymentTime", "tenantId",
};

constexpr Param kProcessInstanceParams[] = {
    // In the order of Camunda's SQL, which counts in orQueries.
    {"orQueries", kOrQueries}, {"processDefinitionId", kString},
    {"processDefinitionKey", kString}, {"processDefinitionKeyIn", kList},
    {"processDefinitionKeyNotIn", kList}, {"deploymentId", kString},
    {"rootProcessInstanceId", kString}, {"processInstanceIds", kArray, {}, kRequired},
    {"businessKey", kString}, {"businessKeyLike", kString}, {"superProcessInstance", kString},
    {"rootProcessInstances", kFlag}, {"leafProcessInstances", kFlag},
    {"subProcessInstance", kString}, {"active", kFlag}, {"suspended", kFlag},
    {"caseInstanceId", kString}, {"superCaseInstance", kString}, {"subCaseInstance", kString},
    {"variables", kVariables, {}, kNoNotLike}, {"variableNamesIgnoreCase", kIgnoreNameCase},
    {"variableValuesIgnoreCase", kIgnoreValueCase}, {"withIncident", kFlag},
    {"incidentType", kString}, {"incidentId", kString}, {"incidentMessage", kString},
    {"incidentMessageLike", kString}, {"processDefinitionWithoutTenantId", kFlag},
    {"tenantIdIn", kList}, {"withoutTenantId", kFlag}, {"activityIdIn", kList},
};
constexpr std::string_view kProcessInstanceSorts[] = {
    "instanceId", "definitionKey", "definitionId", "tenantId", "businessKey",
};
constexpr Exclusive kProcessInstanceExclusives[] = {
    {"rootProcessInstances superProcessInstance"},
    {"leafProcessInstances subProcessInstance"},
};

constexpr Param kExecutionParams[] = {
    {"processDefinitionKey", kString}, {"businessKey", kString}, {"processDefinitionId", kString},
    {"processInstanceId", kString}, {"activityId", kString},
    {"signalEventSubscriptionName", kString}, {"messageEventSubscriptionName", kString},
    {"variables", kVariables, {}, kNoNotLike}, {"processVariables", kVariables, {}, kEquality},
    {"variableValuesIgnoreCase", kIgnoreValueCase}, {"variableNamesIgnoreCase", kIgnoreNameCase},
    {"active", kFlag}, {"suspended", kFlag}, {"incidentId", kString}, {"incidentType", kString},
    {"incidentMessage", kString}, {"incidentMessageLike", kString}, {"tenantIdIn", kList},
};
constexpr std::string_view kExecutionSorts[] = {
    "instanceId", "definitionKey", "definitionId", "tenantId",
};

constexpr Param kTaskParams[] = {
    {"orQueries", kOrQueries}, {"processInstanceBusinessKey", kString},
    {"processInstanceBusinessKeyExpression", kExpression},
    {"processInstanceBusinessKeyIn", kArray}, {"processInstanceBusinessKeyLike", kString},
    {"processInstanceBusinessKeyLikeExpression", kExpression}, {"processDefinitionKey", kString},
    {"processDefinitionKeyIn", kArray}, {"processDefinitionId", kString},
    {"executionId", kString}, {"activityInstanceIdIn", kArray}, {"tenantIdIn", kArray},
    {"withoutTenantId", kFlag}, {"processDefinitionName", kString},
    {"processDefinitionNameLike", kString}, {"processInstanceId", kString},
    {"processInstanceIdIn", kArray}, {"assignee", kString}, {"assigneeExpression", kExpression},
    {"assigneeLike", kString}, {"assigneeIn", kArray}, {"assigneeNotIn", kArray},
    {"assigneeLikeExpression", kExpression}, {"candidateGroup", kString},
    {"candidateGroupExpression", kExpression}, {"candidateGroupLike", kString},
    {"withCandidateGroups", kFlag}, {"withoutCandidateGroups", kFlag},
    {"withCandidateUsers", kFlag}, {"withoutCandidateUsers", kFlag}, {"candidateUser", kString},
    {"candidateUserExpression", kExpression}, {"includeAssignedTasks", kFlag},
    {"taskId", kString}, {"taskIdIn", kArray}, {"taskDefinitionKey", kString},
    {"taskDefinitionKeyIn", kArray}, {"taskDefinitionKeyNotIn", kArray},
    {"taskDefinitionKeyLike", kString}, {"description", kString}, {"descriptionLike", kString},
    {"involvedUser", kString}, {"involvedUserExpression", kExpression}, {"maxPriority", kInteger},
    {"minPriority", kInteger}, {"name", kString}, {"nameNotEqual", kString},
    {"nameLike", kString}, {"nameNotLike", kString}, {"owner", kString},
    {"ownerExpression", kExpression}, {"priority", kInteger}, {"parentTaskId", kString},
    {"assigned", kFlag}, {"unassigned", kFlag}, {"active", kFlag}, {"suspended", kFlag},
    {"dueAfter", kDate}, {"dueAfterExpression", kExpression}, {"dueBefore", kDate},
    {"dueBeforeExpression", kExpression}, {"dueDate", kDate}, {"due", kDate, "dueDate"},
    {"dueDateExpression", kExpression}, {"withoutDueDate", kFlag}, {"followUpAfter", kDate},
    {"followUpAfterExpression", kExpression}, {"followUpBefore", kDate},
    {"followUpBeforeOrNotExistentExpression", kExpression},
    {"followUpBeforeOrNotExistent", kDate}, {"followUpBeforeExpression", kExpression},
    {"followUpDate", kDate}, {"followUp", kDate, "followUpDate"},
    {"followUpDateExpression", kExpression}, {"createdAfter", kDate},
    {"createdAfterExpression", kExpression}, {"createdBefore", kDate},
    {"createdBeforeExpression", kExpression}, {"createdOn", kDate},
    {"created", kDate, "createdOn"}, {"createdOnExpression", kExpression},
    {"updatedAfter", kDate}, {"updatedAfterExpression", kExpression},
    {"delegationState", kDelegationState}, {"candidateGroups", kList, {}, kRequired},
    {"candidateGroupsExpression", kExpression}, {"taskVariables", kVariables, {}, kNoNotLike},
    {"processVariables", kVariables, {}, kAll}, {"caseDefinitionId", kString},
    {"caseDefinitionKey", kString}, {"caseDefinitionName", kString},
    {"caseDefinitionNameLike", kString}, {"caseExecutionId", kString},
    {"caseInstanceBusinessKey", kString}, {"caseInstanceBusinessKeyLike", kString},
    {"caseInstanceId", kString}, {"caseInstanceVariables", kVariables, {}, kNoNotLike},
    {"variableNamesIgnoreCase", kIgnoreNameCase}, {"variableValuesIgnoreCase", kIgnoreValueCase},
    {"withCommentAttachmentInfo", kUnused}, {"withTaskVariablesInReturn", kUnused},
    {"withTaskLocalVariablesInReturn", kUnused},
};
constexpr std::string_view kTaskSorts[] = {
    "instanceId", "caseInstanceId", "dueDate", "followUpDate", "executionId", "caseExecutionId",
    "assignee", "created", "lastUpdated", "description", "id", "name", "nameCaseInsensitive",
    "priority", "tenantId",
};
// Known in bodies only, where they come with the name and type of a variable.
constexpr std::string_view kTaskVariableSorts[] = {
    "processVariable", "executionVariable", "taskVariable", "caseInstanceVariable",
    "caseExecutionVariable",
};
constexpr Exclusive kTaskExclusives[] = {
    {"tenantIdIn withoutTenantId"},
    {"withoutDueDate dueDate"},
    {"withoutDueDate dueBefore"},
    {"withoutDueDate dueAfter"},
    {"candidateUser candidateGroup"},
    {"candidateUser candidateGroupLike"},
    {"candidateUser candidateGroups"},
};

constexpr Param kExternalTaskParams[] = {
    {"externalTaskId", kString}, {"externalTaskIdIn", kArray}, {"activityId", kString},
    {"activityIdIn", kList}, {"lockExpirationBefore", kDate}, {"lockExpirationAfter", kDate},
    {"topicName", kString}, {"locked", kFlag}, {"notLocked", kFlag}, {"executionId", kString},
    {"processInstanceId", kString}, {"processInstanceIdIn", kList},
    {"processDefinitionKey", kString}, {"processDefinitionKeyIn", kArray},
    {"processDefinitionId", kString}, {"processDefinitionName", kString},
    {"processDefinitionNameLike", kString}, {"active", kFlag}, {"suspended", kFlag},
    {"withRetriesLeft", kFlag}, {"noRetriesLeft", kFlag}, {"workerId", kString},
    {"tenantIdIn", kList}, {"priorityHigherThanOrEquals", kLong},
    {"variableNamesIgnoreCase", kIgnoreNameCase}, {"variableValuesIgnoreCase", kIgnoreValueCase},
    {"processVariables", kVariables, {}, kAll}, {"priorityLowerThanOrEquals", kLong},
};
constexpr std::string_view kExternalTaskSorts[] = {
    "id", "lockExpirationTime", "processInstanceId", "processDefinitionId",
    "processDefinitionKey", "tenantId", "taskPriority", "createTime",
};

constexpr Param kJobParams[] = {
    {"activityId", kString}, {"failedActivityId", kString}, {"jobId", kString},
    {"jobIds", kArray}, {"executionId", kString}, {"processInstanceId", kString},
    {"processInstanceIds", kArray}, {"processDefinitionId", kString},
    {"processDefinitionKey", kString}, {"withRetriesLeft", kFlag}, {"executable", kFlag},
    {"timers", kFlag}, {"withException", kFlag}, {"messages", kFlag},
    {"exceptionMessage", kString}, {"dueDates", kConditions}, {"createTimes", kConditions},
    {"noRetriesLeft", kFlag}, {"active", kFlag}, {"suspended", kFlag},
    {"priorityHigherThanOrEquals", kLong}, {"priorityLowerThanOrEquals", kLong},
    {"jobDefinitionId", kString}, {"tenantIdIn", kList}, {"withoutTenantId", kFlag},
    {"includeJobsWithoutTenantId", kFlag}, {"acquired", kFlag},
};
constexpr std::string_view kJobSorts[] = {
    "jobId", "executionId", "processInstanceId", "processDefinitionId", "processDefinitionKey",
    "jobRetries", "jobDueDate", "jobPriority", "tenantId",
};
constexpr Exclusive kJobExclusives[] = {
    {"timers messages", 400, "InvalidRequestException", std::nullopt},
};

constexpr Param kJobDefinitionParams[] = {
    {"jobDefinitionId", kString}, {"activityIdIn", kArray}, {"processDefinitionId", kString},
    {"processDefinitionKey", kString}, {"jobType", kString}, {"jobConfiguration", kString},
    {"active", kFlag}, {"suspended", kFlag}, {"withOverridingJobPriority", kFlag},
    {"tenantIdIn", kList}, {"withoutTenantId", kFlag},
    {"includeJobDefinitionsWithoutTenantId", kFlag},
};
constexpr std::string_view kJobDefinitionSorts[] = {
    "jobDefinitionId", "activityId", "processDefinitionId", "processDefinitionKey", "jobType",
    "jobConfiguration", "tenantId",
};

constexpr Param kEventSubscriptionParams[] = {
    {"eventSubscriptionId", kString}, {"eventName", kString}, {"eventType", kString},
    {"executionId", kString}, {"processInstanceId", kString}, {"activityId", kString},
    {"tenantIdIn", kList}, {"withoutTenantId", kFlag},
    {"includeEventSubscriptionsWithoutTenantId", kFlag},
};
constexpr std::string_view kEventSubscriptionSorts[] = {
    "tenantId", "created",
};

constexpr Param kIncidentParams[] = {
    {"incidentId", kString}, {"incidentType", kString}, {"incidentMessage", kString},
    {"incidentMessageLike", kString}, {"processDefinitionId", kString},
    {"processDefinitionKeyIn", kArray}, {"processInstanceId", kString}, {"executionId", kString},
    {"incidentTimestampAfter", kDate}, {"incidentTimestampBefore", kDate},
    {"activityId", kString}, {"failedActivityId", kString}, {"causeIncidentId", kString},
    {"rootCauseIncidentId", kString}, {"configuration", kString}, {"tenantIdIn", kList},
    {"jobDefinitionIdIn", kList},
};
constexpr std::string_view kIncidentSorts[] = {
    "incidentId", "incidentMessage", "incidentTimestamp", "incidentType", "executionId",
    "activityId", "processInstanceId", "processDefinitionId", "causeIncidentId",
    "rootCauseIncidentId", "configuration", "tenantId",
};

constexpr Param kVariableInstanceParams[] = {
    {"variableName", kString}, {"variableNameLike", kString},
    {"variableValues", kVariables, {}, kNoNotLike}, {"variableNamesIgnoreCase", kIgnoreNameCase},
    {"variableValuesIgnoreCase", kIgnoreValueCase}, {"executionIdIn", kArray},
    {"processInstanceIdIn", kArray}, {"caseExecutionIdIn", kArray}, {"caseInstanceIdIn", kArray},
    {"taskIdIn", kArray}, {"batchIdIn", kArray}, {"variableScopeIdIn", kArray},
    {"activityInstanceIdIn", kArray}, {"tenantIdIn", kList},
};
constexpr std::string_view kVariableInstanceSorts[] = {
    "variableName", "variableType", "activityInstanceId", "tenantId",
};

}  // namespace

constinit const QueryTable kProcessDefinitionQuery{
    .params = kProcessDefinitionParams, .sorts = kProcessDefinitionSorts,
    .exclusives = kProcessDefinitionExclusives};
constinit const QueryTable kDeploymentQuery{kDeploymentParams, kDeploymentSorts};
constinit const QueryTable kProcessInstanceQuery{
    .params = kProcessInstanceParams, .sorts = kProcessInstanceSorts,
    .exclusives = kProcessInstanceExclusives};
constinit const QueryTable kExecutionQuery{kExecutionParams, kExecutionSorts};
constinit const QueryTable kTaskQuery{
    .params = kTaskParams, .sorts = kTaskSorts, .variable_sorts = kTaskVariableSorts,
    .task_like = true, .exclusives = kTaskExclusives,
    .not_in_or = "withCandidateGroups withoutCandidateGroups withCandidateUsers "
                 "withoutCandidateUsers"};
constinit const QueryTable kExternalTaskQuery{kExternalTaskParams, kExternalTaskSorts, {}, true};
constinit const QueryTable kJobQuery{
    .params = kJobParams, .sorts = kJobSorts, .exclusives = kJobExclusives};
constinit const QueryTable kJobDefinitionQuery{kJobDefinitionParams, kJobDefinitionSorts};
constinit const QueryTable kEventSubscriptionQuery{
    kEventSubscriptionParams, kEventSubscriptionSorts};
constinit const QueryTable kIncidentQuery{kIncidentParams, kIncidentSorts};
constinit const QueryTable kVariableInstanceQuery{kVariableInstanceParams, kVariableInstanceSorts};

}  // namespace procos::rest
