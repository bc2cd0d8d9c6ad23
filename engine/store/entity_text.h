// SQL that several entities share.
#pragma once

#include <array>

#include "store/entity.h"

/// The type of the value in row r as Camunda's queries spell it; in the order of ValueType
/// (model/value.h).
#define PROCOS_VALUE_TYPE_NAME                                                          \
  "(CASE r.value_type WHEN 0 THEN 'null' WHEN 1 THEN 'boolean' WHEN 2 THEN 'short' "    \
  "WHEN 3 THEN 'integer' WHEN 4 THEN 'long' WHEN 5 THEN 'double' WHEN 6 THEN 'string' " \
  "WHEN 7 THEN 'date' WHEN 8 THEN 'bytes' WHEN 9 THEN 'file' WHEN 10 THEN 'object' "    \
  "WHEN 11 THEN 'json' WHEN 12 THEN 'xml' END)"

namespace procos::store {

/// Whoever asks for what has no tenant does not ask for tenants.
inline constexpr FilterDef kTenantIdIn{
    .name = "tenantIdIn", .sql = "r.tenant_id IN $ids", .unless = "withoutTenantId"};

/// One table of what several hold: rows of a kind stand once, and each entity names the kinds it
/// has.
template <class Def, std::size_t... N>
constexpr auto together(const Def (&... parts)[N]) {
  std::array<Def, (N + ...)> all{};
  Def* next = all.data();
  (..., [&](const auto& part) {
    for (const Def& row : part) *next++ = row;
  }(parts));
  return all;
}

/// Incidents, running and past.
inline constexpr FilterDef kIncidentRows[] = {
    {"incidentId", "r.id = $id"},
    {"incidentType", "r.type = $1"},
    {"incidentMessage", "r.message = $1"},
    {"incidentMessageLike", "r.message LIKE $1 ESCAPE '\\'"},
    {"processDefinitionId", "r.process_definition_id = $id"},
    {"processDefinitionKey", "r.process_definition_key = $1"},
    {"processDefinitionKeyIn", "r.process_definition_key IN $list"},
    {"processInstanceId", "r.process_instance_id = $id"},
    {"executionId", "r.execution_id = $id"},
    {"activityId", "r.activity_id = $1"},
    {"failedActivityId", "r.failed_activity_id = $1"},
    {"causeIncidentId", "r.cause_incident_id = $id"},
    {"rootCauseIncidentId", "r.root_cause_incident_id = $id"},
    {"configuration", "r.configuration = $id"},
    kTenantIdIn,
    {"withoutTenantId", "r.tenant_id IS NULL"},
    {"jobDefinitionIdIn", "r.job_definition_id IN $ids"},
};

/// What can be suspended, and have an incident i.
inline constexpr FilterDef kSuspensionRows[] = {
    {.name = "active", .sql = "r.suspended = 0", .unless = "suspended"},
    {"suspended", "r.suspended = 1"},
};
inline constexpr FilterDef kWithIncidentRows[] = {
    {"incidentId", "i.id = $id", "incident"},
    {"incidentType", "i.type = $1", "incident"},
    {"incidentMessage", "i.message = $1", "incident"},
    {"incidentMessageLike", "i.message LIKE $1 ESCAPE '\\'", "incident"},
};

/// Activities and tasks of the history. With an operator in the name: what is read after a time,
/// and at one.
inline constexpr FilterDef kSpanRows[] = {
    {"startTime_gt", "r.start_time > $1"},
    {"startTime_eq", "r.start_time = $1"},
    {"endTime_gt", "r.end_time > $1"},
    {"endTime_eq", "r.end_time = $1"},
};
inline constexpr FilterDef kFinishedRows[] = {
    {"finished", "r.end_time IS NOT NULL"},
    {"unfinished", "r.end_time IS NULL"},
    {"startedBefore", "r.start_time <= $1"},
    {"startedAfter", "r.start_time >= $1"},
    {"finishedBefore", "r.end_time <= $1"},
    {"finishedAfter", "r.end_time >= $1"},
    kTenantIdIn,
    {"withoutTenantId", "r.tenant_id IS NULL"},
};

/// Definitions of processes and decisions.
inline constexpr SortDef kDefinitionSortRows[] = {
    {"category", "r.category"},
    {"key", "r.key"},
    {"id", "id_text(r.id)"},
    {"name", "r.name"},
    {"version", "r.version"},
    {"deploymentId", "r.deployment_id"},
    {"deployTime", "(SELECT d.deploy_time FROM deployment d WHERE d.id = r.deployment_id)"},
    {"tenantId", "r.tenant_id"},
    {"versionTag", "r.version_tag"},
};

}  // namespace procos::store
