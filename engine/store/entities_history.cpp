// What can be asked of the history of instances: processes, activities, variables.
#include "state/rows.h"
#include "store/entity.h"
#include "store/entity_text.h"

namespace procos::store {
namespace {

// ---- process instances ----------------------------------------------------------------------

constexpr GroupDef kHiInstanceGroups[] = {
    {"incident", "r.id IN (SELECT i.process_instance_id FROM hi_incident i WHERE ", " AND ", ")"},
    {"executed activity",
     "EXISTS (SELECT 1 FROM hi_activity a WHERE a.process_instance_id = r.id AND ", " AND ", ")"},
    {"executed job", "EXISTS (SELECT 1 FROM hi_job_log j WHERE j.process_instance_id = r.id AND ",
     " AND ", ")"},
};
constexpr FilterDef kHiInstanceOwnRows[] = {
    {"processInstanceId", "r.id = $id"},
    {"processInstanceIds", "r.id IN $ids"},
    {"processInstanceIdNotIn", "r.id NOT IN $ids"},
    {"processDefinitionId", "r.process_definition_id = $id"},
    {"processDefinitionIdIn", "r.process_definition_id IN $ids"},
    {"processDefinitionKey", "r.process_definition_key = $1"},
    {.name = "processDefinitionKeyIn", .sql = "r.process_definition_key IN $list",
     .with_previous = true},
    {"processDefinitionKeyNotIn", "r.process_definition_key NOT LIKE $each ESCAPE '\\'"},
    {"processDefinitionName", "r.process_definition_name = $1"},
    {"processDefinitionNameLike", "r.process_definition_name LIKE $1 ESCAPE '\\'"},
    {"processInstanceBusinessKey", "r.business_key = $1"},
    {"processInstanceBusinessKeyIn", "r.business_key IN $list"},
    {"processInstanceBusinessKeyLike", "r.business_key LIKE $1 ESCAPE '\\'"},
    {"rootProcessInstances", "r.super_process_instance_id IS NULL"},
    {"rootProcessInstanceId", "r.root_process_instance_id = $id"},
    {"superProcessInstanceId", "r.super_process_instance_id = $id"},
    {"subProcessInstanceId",
     "r.id = (SELECT c.super_process_instance_id FROM hi_process_instance c WHERE c.id = $id)"},
    {"finished", "r.end_time IS NOT NULL"},
    {"unfinished", "r.end_time IS NULL"},
    {"startedBefore", "r.start_time <= $1"},
    {"startedAfter", "r.start_time >= $1"},
    // Both also ask for what is finished, which alone is enough where any may hold.
    {.name = "finishedBefore", .sql = "r.end_time <= $1", .in_any = "r.end_time IS NOT NULL"},
    {.name = "finishedAfter", .sql = "r.end_time >= $1", .in_any = "r.end_time IS NOT NULL"},
    {"startedBy", "r.start_user_id = $id"},
    {.name = "withIncidents", .sql = "1", .group = "incident", .in_any = " "},
    {"withRootIncidents", "i.id = i.root_cause_incident_id", "incident"},
    {"incidentIdIn", "i.id IN $ids", "incident"},
    {"incidentType", "i.type = $1", "incident"},
    {"incidentMessage", "i.message = $1", "incident"},
    {"incidentMessageLike", "i.message LIKE $1 ESCAPE '\\'", "incident"},
    // Where any may hold, an instance without incidents has none that is resolved.
    {.name = "incidentStatus",
     .sql = "CASE $1 WHEN 'open' THEN i.end_time IS NULL WHEN 'resolved' THEN i.end_time IS NOT "
            "NULL ELSE 1 END",
     .group = "incident",
     .in_any = "CASE $1 WHEN 'open' THEN EXISTS (SELECT 1 FROM hi_incident i WHERE "
               "i.process_instance_id = r.id AND i.end_time IS NULL) OR NOT EXISTS (SELECT 1 FROM "
               "hi_incident i WHERE i.process_instance_id = r.id) WHEN 'resolved' THEN EXISTS "
               "(SELECT 1 FROM hi_incident i WHERE i.process_instance_id = r.id AND i.end_time IS "
               "NOT NULL) ELSE 0 END"},
    {"executedActivityAfter", "(a.start_time >= $1 OR a.end_time >= $1)", "executed activity"},
    {"executedActivityBefore", "(a.start_time <= $1 OR a.end_time <= $1)", "executed activity"},
    {"executedJobAfter", "j.time >= $1", "executed job"},
    {"executedJobBefore", "j.time <= $1", "executed job"},
    {"withJobsRetrying",
     "r.id IN (SELECT j.process_instance_id FROM job j WHERE j.retries > 0 AND "
     "(j.exception_message IS NOT NULL OR j.exception_stacktrace IS NOT NULL))"},
    {"activityIdIn",
     "EXISTS (SELECT 1 FROM execution e WHERE e.process_instance_id = r.id AND e.event_scope = 0 "
     "AND e.activity_id IN $list)"},
    {"executedActivityIdIn",
     "EXISTS (SELECT 1 FROM hi_activity a WHERE a.process_instance_id = r.id "
     "AND a.end_time IS NOT NULL AND a.activity_id IN $list)"},
    {"activeActivityIdIn",
     "EXISTS (SELECT 1 FROM hi_activity a WHERE a.process_instance_id = r.id "
     "AND a.end_time IS NULL AND a.activity_id IN $list)"},
    {"active", "r.state = 'ACTIVE'"},
    {"suspended", "r.state = 'SUSPENDED'"},
    {"completed", "r.state = 'COMPLETED'"},
    {"externallyTerminated", "r.state = 'EXTERNALLY_TERMINATED'"},
    {"internallyTerminated", "r.state = 'INTERNALLY_TERMINATED'"},
    kTenantIdIn,
    {"withoutTenantId", "r.tenant_id IS NULL"},
    // What the history cleanup may take; its jobs share the minutes of the hour.
    {"removable", "r.removal_time <= $now"},
    {"removalMinutes", "r.removal_time / 60000 % 60 BETWEEN $1 AND $2"},
    {"caseInstanceId", "r.case_instance_id = $1"},
    {"superCaseInstanceId", "$1 IS NULL"},
    {"subCaseInstanceId", "$1 IS NULL"},
};
constexpr auto kHiInstanceFilters = together(kHiInstanceOwnRows, kSpanRows);
constexpr SortDef kHiInstanceSorts[] = {
    {"instanceId", "r.id"},
    {"definitionId", "id_text(r.process_definition_id)"},
    {"definitionKey", "r.process_definition_key"},
    {"definitionName", "r.process_definition_name"},
    {"definitionVersion", "r.process_definition_version"},
    {"businessKey", "r.business_key"},
    {"startTime", "r.start_time"},
    {"endTime", "r.end_time"},
    {"duration", "(r.end_time - r.start_time)"},
    {"tenantId", "r.tenant_id"},
};
constexpr VariableDef kHiInstanceVariables[] = {
    {"variables",
     "EXISTS (SELECT 1 FROM hi_variable v WHERE v.process_instance_id = r.id AND $condition)", "v"},
};

// ---- activities -----------------------------------------------------------------------------

constexpr FilterDef kActivityOwnRows[] = {
    {"activityInstanceId", "r.id = $id"},
    {"processInstanceId", "r.process_instance_id = $id"},
    {"processInstanceIdIn", "r.process_instance_id IN $ids"},
    {"processDefinitionId", "r.process_definition_id = $id"},
    {"executionId", "r.execution_id = $id"},
    {"activityId", "r.activity_id = $1"},
    {"activityName", "r.activity_name = $1"},
    {"activityNameLike", "r.activity_name LIKE $1 ESCAPE '\\'"},
    {"activityType", "r.activity_type = $1"},
    {"taskAssignee", "r.assignee = $1"},
    {"canceled", "r.state & 2"},
    {"completeScope", "r.state & 1"},
};
constexpr auto kActivityFilters = together(kActivityOwnRows, kFinishedRows, kSpanRows);
constexpr SortDef kActivitySorts[] = {
    {"activityInstanceId", "id_text(r.id)"},
    {"instanceId", "r.process_instance_id"},
    {"executionId", "r.execution_id"},
    {"activityId", "r.activity_id"},
    {"activityName", "r.activity_name"},
    {"activityType", "r.activity_type"},
    {"startTime", "r.start_time"},
    {"endTime", "r.end_time"},
    {"duration", "(r.end_time - r.start_time)"},
    {"definitionId", "id_text(r.process_definition_id)"},
    {"occurrence", "r.sequence"},
    {"tenantId", "r.tenant_id"},
};

// ---- variables ------------------------------------------------------------------------------

constexpr FilterDef kHiVariableFilters[] = {
    {"variableId", "r.id = $id"},
    {"variableName", "r.name = $1", {}, "variableNamesIgnoreCase", "upper(r.name) = upper($1)"},
    {"variableNameIn", "r.name IN $list"},
    {"variableNameLike",
     "r.name LIKE $1 ESCAPE '\\'",
     {},
     "variableNamesIgnoreCase",
     "upper(r.name) LIKE upper($1) ESCAPE '\\'"},
    {"variableNamesIgnoreCase", ""},
    {"variableTypeIn", PROCOS_VALUE_TYPE_NAME " IN $list"},
    {"includeDeleted", ""},
    {"processInstanceId", "r.process_instance_id = $id"},
    {"processInstanceIdIn", "r.process_instance_id IN $ids"},
    {"processDefinitionId", "r.process_definition_id = $id"},
    {"processDefinitionKey", "r.process_definition_key = $1"},
    {"executionIdIn", "r.execution_id IN $ids"},
    {"taskIdIn", "r.task_id IN $ids"},
    {"activityInstanceIdIn", "r.activity_instance_id IN $ids"},
    kTenantIdIn,
    {"withoutTenantId", "r.tenant_id IS NULL"},
    {"caseInstanceId", "$1 IS NULL"},
    {"caseExecutionIdIn", "r.id IS NULL AND r.id IN $ids"},
    {"caseActivityIdIn", "r.id IS NULL AND r.id IN $ids"},
};
constexpr SortDef kHiVariableSorts[] = {
    {"instanceId", "r.process_instance_id"},
    {"variableName", "r.name"},
    {"tenantId", "r.tenant_id"},
};
constexpr VariableDef kHiVariableVariables[] = {{"variableValue", "($condition)", "r"}};

constexpr Entity kHiInstance{.filters = kHiInstanceFilters,
                           .groups = kHiInstanceGroups,
                           .variables = kHiInstanceVariables,
                           .sorts = kHiInstanceSorts};
// Ids of activity instances begin with the activity's name, so they say nothing of the time.
constexpr Entity kActivity{
    .filters = kActivityFilters, .sorts = kActivitySorts, .order = "r.id"};
constexpr Entity kHiVariable{.base = "r.state IS NOT 'DELETED'",
                           .base_unless = "includeDeleted",
                           .filters = kHiVariableFilters,
                           .variables = kHiVariableVariables,
                           .sorts = kHiVariableSorts};

}  // namespace

template <>
const Entity& entity<state::HiProcessInstanceRow>() {
  return kHiInstance;
}
template <>
const Entity& entity<state::HiActivityRow>() {
  return kActivity;
}
template <>
const Entity& entity<state::HiVariableRow>() {
  return kHiVariable;
}

}  // namespace procos::store
