// What can be asked of deployed decisions and of their evaluations.
#include "state/rows.h"
#include "store/entity.h"
#include "store/entity_text.h"

namespace procos::store {
namespace {

constexpr FilterDef kDecisionDefinitionFilters[] = {
    {"decisionDefinitionId", "r.id = $id"},
    {"decisionDefinitionIdIn", "r.id IN $ids"},
    {"name", "r.name = $1"},
    {"nameLike", "r.name LIKE $1 ESCAPE '\\'"},
    {"deploymentId", "r.deployment_id = $id"},
    {"deployedAfter", "r.deployment_id IN (SELECT id FROM deployment WHERE deploy_time > $1)"},
    {"deployedAt", "r.deployment_id IN (SELECT id FROM deployment WHERE deploy_time = $1)"},
    {"key", "r.key = $1"},
    {"keyIn", "r.key IN $list"},
    {"keyLike", "r.key LIKE $1 ESCAPE '\\'"},
    {"category", "r.category = $1"},
    {"categoryLike", "r.category LIKE $1 ESCAPE '\\'"},
    {"version", "r.version = $1"},
    {"latestVersion",
     "r.version = (SELECT max(d.version) FROM decision_definition d WHERE d.key = r.key "
     "AND d.tenant_id IS r.tenant_id)"},
    {"resourceName", "r.resource_name = $1"},
    {"resourceNameLike", "r.resource_name LIKE $1 ESCAPE '\\'"},
    {"decisionRequirementsDefinitionId", "r.decision_requirements_definition_id = $id"},
    {"decisionRequirementsDefinitionKey", "r.decision_requirements_definition_key = $1"},
    {"withoutDecisionRequirementsDefinition", "r.decision_requirements_definition_id IS NULL"},
    {"tenantIdIn",
     "r.tenant_id IN $ids",
     {},
     "includeDecisionDefinitionsWithoutTenantId",
     "(r.tenant_id IN $ids OR r.tenant_id IS NULL)"},
    {"withoutTenantId", "r.tenant_id IS NULL"},
    {"includeDecisionDefinitionsWithoutTenantId", ""},
    {"versionTag", "r.version_tag = $1"},
    {"versionTagLike", "r.version_tag LIKE $1 ESCAPE '\\'"},
};
constexpr SortDef kDecisionDefinitionOwnSorts[] = {
    {"decisionRequirementsDefinitionKey", "r.decision_requirements_definition_key"},
};
constexpr auto kDecisionDefinitionSorts =
    together(kDefinitionSortRows, kDecisionDefinitionOwnSorts);

constexpr FilterDef kDecisionRequirementsFilters[] = {
    {"decisionRequirementsDefinitionId", "r.id = $id"},
    {"decisionRequirementsDefinitionIdIn", "r.id IN $ids"},
    {"name", "r.name = $1"},
    {"nameLike", "r.name LIKE $1 ESCAPE '\\'"},
    {"deploymentId", "r.deployment_id = $id"},
    {"key", "r.key = $1"},
    {"keyLike", "r.key LIKE $1 ESCAPE '\\'"},
    {"category", "r.category = $1"},
    {"categoryLike", "r.category LIKE $1 ESCAPE '\\'"},
    {"version", "r.version = $1"},
    {"latestVersion",
     "r.version = (SELECT max(d.version) FROM decision_requirements_definition d "
     "WHERE d.key = r.key AND d.tenant_id IS r.tenant_id)"},
    {"resourceName", "r.resource_name = $1"},
    {"resourceNameLike", "r.resource_name LIKE $1 ESCAPE '\\'"},
    {"tenantIdIn",
     "r.tenant_id IN $ids",
     {},
     "includeDecisionRequirementsDefinitionsWithoutTenantId",
     "(r.tenant_id IN $ids OR r.tenant_id IS NULL)"},
    {"withoutTenantId", "r.tenant_id IS NULL"},
    {"includeDecisionRequirementsDefinitionsWithoutTenantId", ""},
};
constexpr SortDef kDecisionRequirementsSorts[] = {
    {"category", "r.category"}, {"key", "r.key"},
    {"id", "id_text(r.id)"},    {"name", "r.name"},
    {"version", "r.version"},   {"deploymentId", "r.deployment_id"},
    {"tenantId", "r.tenant_id"},
};

constexpr FilterDef kHiDecisionInstanceFilters[] = {
    {"decisionInstanceId", "r.id = $id"},
    {"decisionInstanceIdIn", "r.id IN $ids"},
    {"decisionDefinitionId", "r.decision_definition_id = $id"},
    {"decisionDefinitionIdIn", "r.decision_definition_id IN $ids"},
    {"decisionDefinitionKey", "r.decision_definition_key = $1"},
    {"decisionDefinitionKeyIn", "r.decision_definition_key IN $list"},
    {"decisionDefinitionName", "r.decision_definition_name = $1"},
    {"decisionDefinitionNameLike", "r.decision_definition_name LIKE $1 ESCAPE '\\'"},
    {"processDefinitionId", "r.process_definition_id = $id"},
    {"processDefinitionKey", "r.process_definition_key = $1"},
    {"processInstanceId", "r.process_instance_id = $id"},
    // There are no cases here.
    {"caseDefinitionId", "$1 IS NULL"},
    {"caseDefinitionKey", "$1 IS NULL"},
    {"caseInstanceId", "$1 IS NULL"},
    {"activityIdIn", "r.activity_id IN $list"},
    {"activityInstanceIdIn", "r.activity_instance_id IN $ids"},
    {"tenantIdIn", "r.tenant_id IN $ids"},
    {"withoutTenantId", "r.tenant_id IS NULL"},
    {"evaluatedBefore", "r.evaluation_time <= $1"},
    {"evaluatedAfter", "r.evaluation_time >= $1"},
    // What the history cleanup may take; its jobs share the minutes of the hour.
    {"removable", "r.removal_time <= $now"},
    {"removalMinutes", "r.removal_time / 60000 % 60 BETWEEN $1 AND $2"},
    {"evaluationTime_gt", "r.evaluation_time > $1"},
    {"evaluationTime_eq", "r.evaluation_time = $1"},
    {"userId", "r.user_id = $id"},
    {"rootDecisionInstanceId", "(r.id = $id OR r.root_decision_instance_id = $id)"},
    {"rootDecisionInstancesOnly", "r.root_decision_instance_id IS NULL"},
    {"decisionRequirementsDefinitionId", "r.decision_requirements_definition_id = $id"},
    {"decisionRequirementsDefinitionKey", "r.decision_requirements_definition_key = $1"},
};
constexpr SortDef kHiDecisionInstanceSorts[] = {
    {"evaluationTime", "r.evaluation_time"},
    {"tenantId", "r.tenant_id"},
    {"decisionDefinitionKey", "r.decision_definition_key"},
};

constexpr Entity kDecisionDefinition{.filters = kDecisionDefinitionFilters,
                                     .sorts = kDecisionDefinitionSorts,
                                     .order = "id_text(r.id)"};
constexpr Entity kDecisionRequirements{.filters = kDecisionRequirementsFilters,
                                       .sorts = kDecisionRequirementsSorts};
constexpr Entity kHiDecisionInstance{.filters = kHiDecisionInstanceFilters,
                                     .sorts = kHiDecisionInstanceSorts};

}  // namespace

template <>
const Entity& entity<state::DecisionDefinitionRow>() {
  return kDecisionDefinition;
}
template <>
const Entity& entity<state::DecisionRequirementsDefinitionRow>() {
  return kDecisionRequirements;
}
template <>
const Entity& entity<state::HiDecisionInstanceRow>() {
  return kHiDecisionInstance;
}

}  // namespace procos::store
