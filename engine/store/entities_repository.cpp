// What can be asked of deployments and definitions.
#include "state/rows.h"
#include "store/entity.h"

namespace procos::store {
namespace {

constexpr FilterDef kDeploymentFilters[] = {
    {"id", "r.id = $1"},
    {"name", "r.name = $1"},
    {"nameLike", "r.name LIKE $1 ESCAPE '\\'"},
    {"source", "r.source = $1"},
    {"withoutSource", "r.source IS NULL"},
    {"before", "r.deploy_time < $1"},
    {"after", "r.deploy_time > $1"},
    {"tenantIdIn",
     "r.tenant_id IN $list",
     {},
     "includeDeploymentsWithoutTenantId",
     "(r.tenant_id IN $list OR r.tenant_id IS NULL)",
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
    {"deploymentId", "r.deployment_id = $1"},
    {"name", "r.name = $1"},
    {"nameLike", "r.name LIKE $1 ESCAPE '\\'"},
};
constexpr SortDef kResourceSorts[] = {{"id", "r.id"}, {"name", "r.name"}};

constexpr GroupDef kDefinitionGroups[] = {
    {"incident", "r.id IN (SELECT i.process_definition_id FROM incident i WHERE ", " AND ", ")"},
    {"starter", "r.id IN (SELECT l.process_definition_id FROM identity_link l WHERE ", " OR ", ")"},
};
constexpr FilterDef kDefinitionFilters[] = {
    {"processDefinitionId", "r.id = $1"},
    {"processDefinitionIdIn", "r.id IN $list"},
    {"name", "r.name = $1"},
    {"nameLike", "upper(r.name) LIKE upper($1) ESCAPE '\\'"},
    {"deploymentId", "r.deployment_id = $1"},
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
    {"startableBy", "l.user_id = $1", "starter"},
    {"startableByGroups", "l.group_id IN $list", "starter"},
    {.name = "active", .sql = "r.suspended = 0", .unless = "suspended"},
    {"suspended", "r.suspended = 1"},
    {"incidentId", "i.id = $1", "incident"},
    {"incidentType", "i.type = $1", "incident"},
    {"incidentMessage", "i.message = $1", "incident"},
    {"incidentMessageLike", "i.message LIKE $1 ESCAPE '\\'", "incident"},
    {"tenantIdIn",
     "r.tenant_id IN $list",
     {},
     "includeProcessDefinitionsWithoutTenantId",
     "(r.tenant_id IN $list OR r.tenant_id IS NULL)",
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
constexpr SortDef kDefinitionSorts[] = {
    {"category", "r.category"},
    {"key", "r.key"},
    {"id", "r.id"},
    {"name", "r.name"},
    {"version", "r.version"},
    {"deploymentId", "r.deployment_id"},
    {"deployTime", "(SELECT d.deploy_time FROM deployment d WHERE d.id = r.deployment_id)"},
    {"tenantId", "r.tenant_id"},
    {"versionTag", "r.version_tag"},
};

constexpr FilterDef kJobDefinitionFilters[] = {
    {"jobDefinitionId", "r.id = $1"},
    {"activityIdIn", "r.activity_id IN $list"},
    {"processDefinitionId", "r.process_definition_id = $1"},
    {"processDefinitionKey", "r.process_definition_key = $1"},
    {"jobType", "r.job_type = $1"},
    {"jobConfiguration", "r.configuration = $1"},
    {.name = "active", .sql = "r.suspended = 0", .unless = "suspended"},
    {"suspended", "r.suspended = 1"},
    {"withOverridingJobPriority", "r.overriding_priority IS NOT NULL"},
    {"tenantIdIn",
     "r.tenant_id IN $list",
     {},
     "includeJobDefinitionsWithoutTenantId",
     "(r.tenant_id IN $list OR r.tenant_id IS NULL)",
     "withoutTenantId"},
    {"withoutTenantId", "r.tenant_id IS NULL"},
    {"includeJobDefinitionsWithoutTenantId", ""},
};
constexpr SortDef kJobDefinitionSorts[] = {
    {"jobDefinitionId", "r.id"},
    {"activityId", "r.activity_id"},
    {"processDefinitionId", "r.process_definition_id"},
    {"processDefinitionKey", "r.process_definition_key"},
    {"jobType", "r.job_type"},
    {"jobConfiguration", "r.configuration"},
    {"tenantId", "r.tenant_id"},
};

constexpr Entity kDeployment{.filters = kDeploymentFilters, .sorts = kDeploymentSorts};
constexpr Entity kResource{.filters = kResourceFilters, .sorts = kResourceSorts};
constexpr Entity kDefinition{
    .filters = kDefinitionFilters, .groups = kDefinitionGroups, .sorts = kDefinitionSorts};
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
