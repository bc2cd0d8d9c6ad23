// What can be asked of running instances: executions, variables, subscriptions, incidents.
#include "store/entity.h"
#include "store/entity_text.h"
#include "store/query.h"

namespace procos::store {
namespace {

// ---- process instances ----------------------------------------------------------------------

constexpr GroupDef kInstanceGroups[] = {
    {"incident", "r.id IN (SELECT i.process_instance_id FROM incident i WHERE ", " AND ", ")"},
};
constexpr FilterDef kInstanceOwnRows[] = {
    {"processInstanceIds", "r.id IN $ids"},
    {"processInstanceId", "r.id = $id"},
    {"businessKey", "r.business_key = $1"},
    {"businessKeyLike", "r.business_key LIKE $1 ESCAPE '\\'"},
    {"caseInstanceId", "r.case_instance_id = $1"},
    {"superCaseInstance", "$1 IS NULL"},
    {"subCaseInstance", "$1 IS NULL"},
    {"processDefinitionId", "r.process_definition_id = $id"},
    {"processDefinitionKey",
     "r.process_definition_id IN (SELECT id FROM process_definition WHERE key = $1)"},
    {"processDefinitionKeyIn",
     "r.process_definition_id IN (SELECT id FROM process_definition WHERE key IN $list)"},
    {"processDefinitionKeyNotIn", "r.process_definition_key NOT IN $list"},
    {"deploymentId",
     "r.process_definition_id IN (SELECT id FROM process_definition WHERE deployment_id = $id)"},
    {"superProcessInstance",
     "r.super_execution_id IN (SELECT s.id FROM execution s WHERE s.process_instance_id = $id)"},
    {"subProcessInstance",
     "r.id = (SELECT s.process_instance_id FROM execution s WHERE s.id = "
     "(SELECT c.super_execution_id FROM execution c WHERE c.id = $id))"},
    {"rootProcessInstanceId", "r.root_process_instance_id = $id"},
    {"rootProcessInstances", "r.super_execution_id IS NULL"},
    {.name = "leafProcessInstances",
     .sql = "r.id NOT IN (SELECT s.process_instance_id FROM execution c JOIN execution s "
            "ON s.id = c.super_execution_id WHERE c.super_execution_id IS NOT NULL)",
     .with_previous = true},
    {.name = "withIncident", .sql = "1", .group = "incident", .in_any = " "},
    kTenantIdIn,
    {"withoutTenantId", "r.tenant_id IS NULL"},
    {"processDefinitionWithoutTenantId",
     "r.process_definition_id IN (SELECT id FROM process_definition WHERE tenant_id IS NULL)"},
    {"activityIdIn",
     "EXISTS (SELECT 1 FROM execution e WHERE e.process_instance_id = r.id AND e.event_scope = 0 "
     "AND e.activity_id IN $list)"},
};
constexpr auto kInstanceFilters = together(kInstanceOwnRows, kSuspensionRows, kWithIncidentRows);
constexpr SortDef kInstanceSorts[] = {
    {"instanceId", "r.id"},
    {"definitionKey", "r.process_definition_key"},
    {"definitionId", "id_text(r.process_definition_id)"},
    {"tenantId", "r.tenant_id"},
    {"businessKey", "r.business_key"},
};
constexpr VariableDef kInstanceVariables[] = {
    {"variables",
     "EXISTS (SELECT 1 FROM variable v WHERE v.process_instance_id = r.id AND v.execution_id = "
     "r.id "
     "AND $condition)",
     "v"},
};

// ---- executions -----------------------------------------------------------------------------

constexpr GroupDef kExecutionGroups[] = {
    {"incident", "r.id IN (SELECT i.execution_id FROM incident i WHERE ", " AND ", ")"},
};
/// With one of these the executions of few instances are looked at: a subscription is then looked
/// for among those of the instance, not the execution among all that subscribed; the + keeps it
/// from the index of the event.
constexpr std::string_view kFewInstances = "businessKey processInstanceId executionId";
#define PROCOS_SUBSCRIBES(condition)                                   \
  "EXISTS (SELECT 1 FROM event_subscription e "                        \
  "WHERE e.process_instance_id = r.process_instance_id " condition " " \
  "AND e.execution_id = r.id)"
constexpr FilterDef kExecutionOwnRows[] = {
    {"executionId", "r.id = $id"},
    {"businessKey", "r.process_instance_id IN (SELECT id FROM execution WHERE business_key = $1)"},
    {"processDefinitionId", "r.process_definition_id = $id"},
    {"processDefinitionKey", "r.process_definition_key = $1"},
    {"processInstanceId", "r.process_instance_id = $id"},
    {"activityId", "r.activity_id = $1"},
    {"signalEventSubscriptionName",
     "r.id IN (SELECT e.execution_id FROM event_subscription e WHERE e.event_name = $1 "
     "AND e.event_type = 'signal')",
     {}, kFewInstances, PROCOS_SUBSCRIBES("AND +e.event_name = $1 AND +e.event_type = 'signal'")},
    {"messageEventSubscriptionName",
     "r.id IN (SELECT e.execution_id FROM event_subscription e WHERE e.event_name = $1 "
     "AND e.event_type = 'message')",
     {}, kFewInstances, PROCOS_SUBSCRIBES("AND +e.event_name = $1 AND +e.event_type = 'message'")},
    {"messageEventSubscription",
     "r.id IN (SELECT e.execution_id FROM event_subscription e WHERE e.event_type = 'message')",
     {}, kFewInstances, PROCOS_SUBSCRIBES("AND +e.event_type = 'message'")},
    kTenantIdIn,
    {"withoutTenantId", "r.tenant_id IS NULL"},
};
constexpr auto kExecutionFilters = together(kExecutionOwnRows, kSuspensionRows, kWithIncidentRows);
constexpr SortDef kExecutionSorts[] = {
    {"instanceId", "r.process_instance_id"},
    {"definitionKey", "r.process_definition_key"},
    {"definitionId", "id_text(r.process_definition_id)"},
    {"tenantId", "r.tenant_id"},
};
constexpr VariableDef kExecutionVariables[] = {
    {"variables",
     "EXISTS (SELECT 1 FROM variable v WHERE v.process_instance_id = r.process_instance_id "
     "AND v.execution_id = r.id AND $condition)",
     "v"},
    {"processVariables",
     "EXISTS (SELECT 1 FROM variable v WHERE v.process_instance_id = r.process_instance_id "
     "AND v.task_id IS NULL AND $condition)",
     "v"},
};

// ---- variables ------------------------------------------------------------------------------

/// The activity instance to whose scope a variable belongs; it moves with the execution, so it is
/// not stored.
#define PROCOS_VARIABLE_SCOPE                                                                    \
  "(SELECT CASE WHEN r.task_id IS NOT NULL THEN e.activity_instance_id "                          \
  "WHEN e.parent_id IS NULL AND r.concurrent_local = 0 THEN e.id "                                \
  "WHEN e.scope = 1 AND e.parent_id IS NOT NULL AND r.concurrent_local = 0 THEN "                 \
  "(SELECT p.activity_instance_id FROM execution p WHERE p.id = e.parent_id) "                    \
  "ELSE e.activity_instance_id END FROM execution e WHERE e.id = r.execution_id)"
constexpr ColumnDef kVariableColumns[] = {{"activity_instance_id", PROCOS_VARIABLE_SCOPE}};

// Executions and tasks lead to their instance first, by which variables are indexed.
constexpr FilterDef kVariableFilters[] = {
    {"variableId", "r.id = $id"},
    {"variableName", "r.name = $1"},
    {"variableNameIn", "r.name IN $list"},
    {"variableNameLike", "r.name LIKE $1 ESCAPE '\\'"},
    {"processInstanceIdIn", "r.process_instance_id IN $ids"},
    {"executionIdIn",
     "r.process_instance_id IN (SELECT e.process_instance_id FROM execution e WHERE e.id IN $ids) "
     "AND r.execution_id IN $ids"},
    {"taskIdIn", "r.task_id IN $ids"},
    {"variableScopeIdIn", "r.scope_id IN $ids"},
    {"activityInstanceIdIn", PROCOS_VARIABLE_SCOPE " IN $ids"},
    kTenantIdIn,
    {"caseInstanceIdIn", "r.id IS NULL AND r.id IN $ids"},
    {"caseExecutionIdIn", "r.id IS NULL AND r.id IN $ids"},
    {"batchIdIn", "r.batch_id IN $ids"},
};
constexpr SortDef kVariableSorts[] = {
    {"variableName", "r.name"},
    {"variableType", PROCOS_VALUE_TYPE_NAME},
    {"activityInstanceId", PROCOS_VARIABLE_SCOPE},
    {"tenantId", "r.tenant_id"},
};
constexpr VariableDef kVariableVariables[] = {{"variableValues", "($condition)", "r"}};

// ---- subscriptions, incidents, identity links -------------------------------------------------

constexpr FilterDef kSubscriptionFilters[] = {
    {"eventSubscriptionId", "r.id = $id"},
    {"eventName", "r.event_name = $1"},
    {"eventType", "r.event_type = $1"},
    {"executionId", "r.execution_id = $id"},
    {"processInstanceId", "r.process_instance_id = $id"},
    {"processDefinitionId", "r.process_definition_id = $id"},
    {"activityId", "r.activity_id = $1"},
    {"ofStartEvents", "r.process_instance_id IS NULL"},
    {"tenantIdIn", "r.tenant_id IN $ids", {}, "includeEventSubscriptionsWithoutTenantId",
     "(r.tenant_id IN $ids OR r.tenant_id IS NULL)",
     "withoutTenantId"},
    {"withoutTenantId", "r.tenant_id IS NULL"},
    {"includeEventSubscriptionsWithoutTenantId", ""},
};
constexpr SortDef kSubscriptionSorts[] = {{"created", "r.created"}, {"tenantId", "r.tenant_id"}};

constexpr FilterDef kIncidentOwnRows[] = {
    {"incidentTimestampBefore", "r.created < $1"},
    {"incidentTimestampAfter", "r.created > $1"},
};
constexpr auto kIncidentFilters = together(kIncidentOwnRows, kIncidentRows);
constexpr SortDef kIncidentSorts[] = {
    {"incidentId", "r.id"},
    {"incidentMessage", "r.message"},
    {"incidentTimestamp", "r.created"},
    {"incidentType", "r.type"},
    {"executionId", "r.execution_id"},
    {"activityId", "r.activity_id"},
    {"processInstanceId", "r.process_instance_id"},
    {"processDefinitionId", "id_text(r.process_definition_id)"},
    {"causeIncidentId", "r.cause_incident_id"},
    {"rootCauseIncidentId", "r.root_cause_incident_id"},
    {"configuration", "r.configuration"},
    {"tenantId", "r.tenant_id"},
};

constexpr FilterDef kLinkFilters[] = {
    {"taskId", "r.task_id = $id"},
    {"processDefinitionId", "r.process_definition_id = $id"},
    {"type", "r.type = $1"},
    {"userId", "r.user_id = $id"},
    {"groupId", "r.group_id = $id"},
};
constexpr SortDef kLinkSorts[] = {{"id", "r.id"}};

constexpr Entity kInstance{.base = "r.parent_id IS NULL",
                           .filters = kInstanceFilters,
                           .groups = kInstanceGroups,
                           .variables = kInstanceVariables,
                           .sorts = kInstanceSorts};
constexpr Entity kExecution{.filters = kExecutionFilters,
                            .groups = kExecutionGroups,
                            .variables = kExecutionVariables,
                            .sorts = kExecutionSorts};
constexpr Entity kVariable{
    .filters = kVariableFilters, .variables = kVariableVariables, .sorts = kVariableSorts,
    .columns = kVariableColumns};
constexpr Entity kSubscription{.filters = kSubscriptionFilters, .sorts = kSubscriptionSorts};
constexpr Entity kIncident{.filters = kIncidentFilters, .sorts = kIncidentSorts};
constexpr Entity kLink{.filters = kLinkFilters, .sorts = kLinkSorts};

}  // namespace

template <>
const Entity& entity<ProcessInstanceRow>() { return kInstance; }
template <>
const Entity& entity<state::ExecutionRow>() { return kExecution; }
template <>
const Entity& entity<state::VariableRow>() { return kVariable; }
template <>
const Entity& entity<state::EventSubscriptionRow>() { return kSubscription; }
template <>
const Entity& entity<state::IncidentRow>() { return kIncident; }
template <>
const Entity& entity<state::IdentityLinkRow>() { return kLink; }

}  // namespace procos::store
