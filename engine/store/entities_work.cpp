// What can be asked of work that waits for somebody: external tasks and jobs.
#include "state/rows.h"
#include "store/entity.h"
#include "store/entity_text.h"

namespace procos::store {
namespace {

constexpr FilterDef kExternalTaskFilters[] = {
    {"externalTaskId", "r.id = $id"},
    {"externalTaskIdIn", "r.id IN $ids"},
    {"topicName", "r.topic = $1"},
    {"workerId", "r.worker_id = $1"},
    {"locked", "r.lock_expiration > $now"},
    {"notLocked", "(r.lock_expiration IS NULL OR r.lock_expiration < $now)"},
    {"withRetriesLeft", "(r.retries IS NULL OR r.retries > 0)"},
    {"noRetriesLeft", "r.retries = 0"},
    {"lockExpirationAfter", "r.lock_expiration > $1"},
    {"lockExpirationBefore", "r.lock_expiration < $1"},
    {"activityId", "r.activity_id = $1"},
    {"activityIdIn", "r.activity_id IN $list"},
    {"executionId", "r.execution_id = $id"},
    {"processInstanceId", "r.process_instance_id = $id"},
    {"processInstanceIdIn", "r.process_instance_id IN $ids"},
    {"processDefinitionId", "r.process_definition_id = $id"},
    {"processDefinitionIdIn", "r.process_definition_id IN $ids"},
    {"processDefinitionKey", "r.process_definition_key = $1"},
    {"processDefinitionKeyIn", "r.process_definition_key IN $list"},
    {"processDefinitionName",
     "r.process_definition_id IN (SELECT id FROM process_definition WHERE name = $1)"},
    {"processDefinitionNameLike",
     "r.process_definition_id IN (SELECT id FROM process_definition WHERE name LIKE $1 ESCAPE "
     "'\\')"},
    {"processDefinitionVersionTag",
     "r.process_definition_id IN (SELECT id FROM process_definition WHERE version_tag = $1)"},
    {"businessKey", "r.business_key = $1"},
    kTenantIdIn,
    {"withoutTenantId", "r.tenant_id IS NULL"},
    {.name = "active", .sql = "r.suspended = 0", .unless = "suspended"},
    {"suspended", "r.suspended = 1"},
    {"priorityHigherThanOrEquals", "r.priority >= $1"},
    {"priorityLowerThanOrEquals", "r.priority <= $1"},
    // What list_fetchable() is made of: in the words of the index external_task_fetch.
    {"fetchable", "r.suspended = 0 AND (r.retries IS NULL OR r.retries > 0)"},
    {"neverLocked", "r.lock_expiration IS NULL"},
    {"lockExpired", "r.lock_expiration <= $now"},
};
constexpr SortDef kExternalTaskSorts[] = {
    {"id", "r.id"},
    {"lockExpirationTime", "r.lock_expiration"},
    {"processInstanceId", "r.process_instance_id"},
    {"processDefinitionId", "id_text(r.process_definition_id)"},
    {"processDefinitionKey", "r.process_definition_key"},
    {"taskPriority", "r.priority"},
    {"tenantId", "r.tenant_id"},
    {"createTime", "r.create_time"},
};
constexpr VariableDef kExternalTaskVariables[] = {
    {"processVariables",
     "EXISTS (SELECT 1 FROM variable v WHERE v.process_instance_id = r.process_instance_id "
     "AND v.execution_id = r.process_instance_id AND v.task_id IS NULL AND $condition)",
     "v"},
};

constexpr FilterDef kJobFilters[] = {
    {"jobId", "r.id = $id"},
    {"jobIds", "r.id IN $ids"},
    {"jobDefinitionId", "r.job_definition_id = $id"},
    {"handler", "r.handler = $1"},
    {"ofBatches", "r.batch_id IS NOT NULL"},
    {"processInstanceId", "r.process_instance_id = $id"},
    {"processInstanceIds", "r.process_instance_id IN $ids"},
    {"rootProcessInstanceId", "r.root_process_instance_id = $id"},
    {"executionId", "r.execution_id = $id"},
    {"processDefinitionId", "r.process_definition_id = $id"},
    {"processDefinitionKey", "r.process_definition_key = $1"},
    {"deploymentId", "r.deployment_id = $id"},
    {"activityId", "r.activity_id = $1"},
    {"withRetriesLeft", "r.retries > 0"},
    {"noRetriesLeft", "r.retries = 0"},
    {"executable",
     "r.retries > 0 AND (r.due_date IS NULL OR r.due_date <= $now) AND (r.execution_id IS NULL OR "
     "NOT EXISTS (SELECT 1 FROM execution e WHERE e.id = r.process_instance_id AND e.suspended = "
     "1))"},
    {"timers", "r.type = 'timer'"},
    {"ofStartEvents", "r.process_instance_id IS NULL AND r.handler = 'timer-start-event'"},
    {"messages", "r.type = 'message'"},
    {"dueDates_gt", "r.due_date > $1"},
    {"dueDates_lt", "r.due_date < $1"},
    {"createTimes_gt", "r.create_time > $1"},
    {"createTimes_lt", "r.create_time <= $1"},
    {"withException", "(r.exception_message IS NOT NULL OR r.exception_stacktrace IS NOT NULL)"},
    {"exceptionMessage", "r.exception_message = $1"},
    {"failedActivityId", "r.failed_activity_id = $1"},
    {.name = "active", .sql = "r.suspended = 0", .unless = "suspended"},
    {"suspended", "r.suspended = 1"},
    {"acquired", "r.lock_expiration > $now"},
    {"priorityHigherThanOrEquals", "r.priority >= $1"},
    {"priorityLowerThanOrEquals", "r.priority <= $1"},
    {"tenantIdIn",
     "r.tenant_id IN $ids",
     {},
     "includeJobsWithoutTenantId",
     "(r.tenant_id IN $ids OR r.tenant_id IS NULL)",
     "withoutTenantId"},
    {"withoutTenantId", "r.tenant_id IS NULL"},
    {"includeJobsWithoutTenantId", ""},
    // What the job executor may take now: in the words of the index job_due.
    {"acquirable",
     "r.suspended = 0 AND r.retries > 0 AND ifnull(r.due_date, 0) <= $now "
     "AND (r.lock_expiration IS NULL OR r.lock_expiration <= $now)"},
};
constexpr SortDef kJobSorts[] = {
    {"jobId", "r.id"},
    {"executionId", "r.execution_id"},
    {"processInstanceId", "r.process_instance_id"},
    {"processDefinitionId", "id_text(r.process_definition_id)"},
    {"processDefinitionKey", "r.process_definition_key"},
    {"jobPriority", "r.priority"},
    {"jobRetries", "r.retries"},
    {"jobDueDate", "r.due_date"},
    {"tenantId", "r.tenant_id"},
};

constexpr Entity kExternalTask{.filters = kExternalTaskFilters,
                               .variables = kExternalTaskVariables,
                               .sorts = kExternalTaskSorts,
                               .incomparable = ErrorKind::kProcessEngine};
constexpr Entity kJob{.filters = kJobFilters, .sorts = kJobSorts};

}  // namespace

template <>
const Entity& entity<state::ExternalTaskRow>() {
  return kExternalTask;
}
template <>
const Entity& entity<state::JobRow>() {
  return kJob;
}

}  // namespace procos::store
