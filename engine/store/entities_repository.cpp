// What can be asked of deployments and definitions.
#include "state/rows.h"
#include "store/entity.h"
#include "store/entity_text.h"

namespace procos::store {
namespace {

constexpr FilterDef kDeploymentFilters[] = {
    {"id", "r.id = $id"},
    {"name", "r.name = $1"},
    {"nameLike", "r.name LIKE $1 ESCAPE '\\'"},
    {"source", "r.source = $1"},
    {"withoutSource", "r.source IS NULL"},
    {"before", "r.deploy_time < $1"},
    {"after", "r.deploy_time > $1"},
    {"tenantIdIn",
     "r.tenant_id IN $ids",
     {},
     "includeDeploymentsWithoutTenantId",
     "(r.tenant_id IN $ids OR r.tenant_id IS NULL)",
     "withoutTenantId"},
    {"withoutTenantId", "r.tenant_id IS NULL"},
    {"includeDeploymentsWithoutTenantId", ""},
};
constexpr SortDef kDeploymentSorts[] = {
    {"id", "r.id"},
    {"name", "r.name"},
    {"deploymentTime", "r.deploy_time"},
    {"tenantId", "r.tenant_id"},
};

constexpr FilterDef kResourceFilters[] = {
    {"deploymentId", "r.deployment_id = $id"},
    {"name", "r.name = $1"},
    {"nameLike", "r.name LIKE $1 ESCAPE '\\'"},
};
constexpr SortDef kResourceSorts[] = {{"id", "r.id"}, {"name", "r.name"}};

constexpr GroupDef kDefinitionGroups[] = {
    {"incident", "r.id IN (SELECT i.process_definition_id FROM incident i WHERE ", " AND ", ")"},
    {"starter", "r.id IN (SELECT l.process_definition_id FROM identity_link l WHERE ", " OR ", ")"},
};
constexpr FilterDef kDefinitionOwnRows[] = {
    {"processDefinitionId", "r.id = $id"},
    {"processDefinitionIdIn", "r.id IN $ids"},
    {"name", "r.name = $1"},
    {"nameLike", "upper(r.name) LIKE upper($1) ESCAPE '\\'"},
    {"deploymentId", "r.deployment_id = $id"},
    {"deployedAfter", "r.deployment_id IN (SELECT id FROM deployment WHERE deploy_time > $1)"},
    {"deployedAt", "r.deployment_id IN (SELECT id FROM deployment WHERE deploy_time = $1)"},
    {"key", "r.key = $1"},
    {"keysIn", "r.key IN $list"},
    {"keyLike", "r.key LIKE $1 ESCAPE '\\'"},
    {"category", "r.category = $1"},
    {"categoryLike", "r.category LIKE $1 ESCAPE '\\'"},
    {"version", "r.version = $1"},
    {"latestVersion",
     "r.version = (SELECT max(d.version) FROM process_definition d WHERE d.key = r.key "
     "AND d.tenant_id IS r.tenant_id)"},
    {"resourceName", "r.resource_name = $1"},
    {"resourceNameLike", "r.resource_name LIKE $1 ESCAPE '\\'"},
    {"startableBy",
     "(l.user_id = $id OR l.group_id IN (SELECT group_id FROM membership WHERE user_id = $id))",
     "starter"},
    {"startableByGroups", "l.group_id IN $ids", "starter"},
    {"tenantIdIn",
     "r.tenant_id IN $ids",
     {},
     "includeProcessDefinitionsWithoutTenantId",
     "(r.tenant_id IN $ids OR r.tenant_id IS NULL)",
     "withoutTenantId"},
    {"withoutTenantId", "r.tenant_id IS NULL"},
    {"includeProcessDefinitionsWithoutTenantId", ""},
    {"versionTag", "r.version_tag = $1"},
    {"versionTagLike", "r.version_tag LIKE $1 ESCAPE '\\'"},
    {"withoutVersionTag", "r.version_tag IS NULL"},
    {"startableInTasklist", "r.startable_in_tasklist = 1"},
    {"notStartableInTasklist", "r.startable_in_tasklist = 0"},
    {"startablePermissionCheck", ""},
};
constexpr auto kDefinitionFilters =
    together(kDefinitionOwnRows, kSuspensionRows, kWithIncidentRows);
constexpr FilterDef kJobDefinitionOwnRows[] = {
    {"jobDefinitionId", "r.id = $id"},
    {"activityIdIn", "r.activity_id IN $list"},
    {"processDefinitionId", "r.process_definition_id = $id"},
    {"processDefinitionKey", "r.process_definition_key = $1"},
    {"jobType", "r.job_type = $1"},
    {"jobConfiguration", "r.configuration = $id"},
    {"withOverridingJobPriority", "r.overriding_priority IS NOT NULL"},
    {"tenantIdIn",
     "r.tenant_id IN $ids",
     {},
     "includeJobDefinitionsWithoutTenantId",
     "(r.tenant_id IN $ids OR r.tenant_id IS NULL)",
     "withoutTenantId"},
    {"withoutTenantId", "r.tenant_id IS NULL"},
    {"includeJobDefinitionsWithoutTenantId", ""},
};
constexpr auto kJobDefinitionFilters = together(kJobDefinitionOwnRows, kSuspensionRows);
constexpr SortDef kJobDefinitionSorts[] = {
    {"jobDefinitionId", "r.id"},
    {"activityId", "r.activity_id"},
    {"processDefinitionId", "id_text(r.process_definition_id)"},
    {"processDefinitionKey", "r.process_definition_key"},
    {"jobType", "r.job_type"},
    {"jobConfiguration", "r.configuration"},
    {"tenantId", "r.tenant_id"},
};

constexpr Entity kDeployment{.filters = kDeploymentFilters, .sorts = kDeploymentSorts};
constexpr Entity kResource{.filters = kResourceFilters, .sorts = kResourceSorts};
constexpr Entity kDefinition{
    .filters = kDefinitionFilters, .groups = kDefinitionGroups, .sorts = kDefinitionSortRows,
    .order = "id_text(r.id)"};
constexpr Entity kJobDefinition{.filters = kJobDefinitionFilters, .sorts = kJobDefinitionSorts};

}  // namespace

template <>
const Entity& entity<state::DeploymentRow>() {
  return kDeployment;
}
template <>
const Entity& entity<state::ResourceRow>() {
  return kResource;
}
template <>
const Entity& entity<state::DefinitionRow>() {
  return kDefinition;
}
template <>
const Entity& entity<state::JobDefinitionRow>() {
  return kJobDefinition;
}

}  // namespace procos::store
