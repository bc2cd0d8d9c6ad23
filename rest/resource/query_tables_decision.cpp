// Parameters of the queries over decisions and their evaluations.
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using enum ParamType;

constexpr Param kDecisionDefinitionParams[] = {
    {"decisionDefinitionId", kString}, {"decisionDefinitionIdIn", kList}, {"category", kString},
    {"categoryLike", kString}, {"name", kString}, {"nameLike", kString},
    {"deploymentId", kString}, {"deployedAfter", kDate}, {"deployedAt", kDate}, {"key", kString},
    {"keyLike", kString}, {"resourceName", kString}, {"resourceNameLike", kString},
    {"version", kInteger}, {"latestVersion", kFlag},
    {"decisionRequirementsDefinitionId", kString}, {"decisionRequirementsDefinitionKey", kString},
    {"withoutDecisionRequirementsDefinition", kFlag}, {"tenantIdIn", kList},
    {"withoutTenantId", kFlag}, {"includeDecisionDefinitionsWithoutTenantId", kFlag},
    {"versionTag", kString}, {"versionTagLike", kString},
};
constexpr std::string_view kDecisionDefinitionSorts[] = {
    "category", "key", "id", "name", "version", "deploymentId", "deployTime", "tenantId",
    "versionTag", "decisionRequirementsDefinitionKey",
};

constexpr Param kDecisionRequirementsParams[] = {
    {"decisionRequirementsDefinitionId", kString}, {"decisionRequirementsDefinitionIdIn", kList},
    {"category", kString}, {"categoryLike", kString}, {"name", kString}, {"nameLike", kString},
    {"deploymentId", kString}, {"key", kString}, {"keyLike", kString}, {"resourceName", kString},
    {"resourceNameLike", kString}, {"version", kInteger}, {"latestVersion", kFlag},
    {"tenantIdIn", kList}, {"withoutTenantId", kFlag},
    {"includeDecisionRequirementsDefinitionsWithoutTenantId", kFlag},
};
constexpr std::string_view kDecisionRequirementsSorts[] = {
    "id", "key", "name", "version", "deploymentId", "category", "tenantId",
};

constexpr Param kHistoryDecisionInstanceParams[] = {
    {"decisionInstanceId", kString}, {"decisionInstanceIdIn", kArray},
    {"decisionDefinitionId", kString}, {"decisionDefinitionIdIn", kArray},
    {"decisionDefinitionKey", kString}, {"decisionDefinitionKeyIn", kArray},
    {"decisionDefinitionName", kString}, {"decisionDefinitionNameLike", kString},
    {"processDefinitionId", kString}, {"processDefinitionKey", kString},
    {"processInstanceId", kString}, {"caseDefinitionId", kString}, {"caseDefinitionKey", kString},
    {"caseInstanceId", kString}, {"activityIdIn", kArray}, {"activityInstanceIdIn", kArray},
    {"evaluatedBefore", kDate}, {"evaluatedAfter", kDate}, {"userId", kString},
    {"includeInputs", kUnused}, {"includeOutputs", kUnused}, {"disableBinaryFetching", kUnused},
    {"disableCustomObjectDeserialization", kUnused}, {"rootDecisionInstanceId", kString},
    {"rootDecisionInstancesOnly", kFlag}, {"decisionRequirementsDefinitionId", kString},
    {"decisionRequirementsDefinitionKey", kString}, {"tenantIdIn", kList},
    {"withoutTenantId", kFlag},
};
constexpr std::string_view kHistoryDecisionInstanceSorts[] = {"evaluationTime", "tenantId"};

constexpr Param kCleanableDecisionsParams[] = {
    {"decisionDefinitionIdIn", kArray}, {"decisionDefinitionKeyIn", kArray, "keyIn"},
    {"tenantIdIn", kArray}, {"withoutTenantId", kFlag}, {"compact", kUnused},
};
constexpr std::string_view kCleanableDecisionsSorts[] = {"finished"};

}  // namespace

constinit const QueryTable kDecisionDefinitionQuery{
    kDecisionDefinitionParams, kDecisionDefinitionSorts};
constinit const QueryTable kDecisionRequirementsDefinitionQuery{
    kDecisionRequirementsParams, kDecisionRequirementsSorts};
constinit const QueryTable kHistoryDecisionInstanceQuery{
    kHistoryDecisionInstanceParams, kHistoryDecisionInstanceSorts};
constinit const QueryTable kCleanableDecisionsQuery{
    kCleanableDecisionsParams, kCleanableDecisionsSorts};

}  // namespace procos::rest
