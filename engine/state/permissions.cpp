#include "state/permissions.h"

#include <array>

namespace procos::state {
namespace {

struct ResourceText {
  Resource resource;
  std::string_view name, constant;
};

// The spelling of the name of the operation log's category is Camunda's.
constexpr std::array kResourceTexts{
    ResourceText{Resource::kApplication, "Application", "APPLICATION"},
    ResourceText{Resource::kUser, "User", "USER"},
    ResourceText{Resource::kGroup, "Group", "GROUP"},
    ResourceText{Resource::kGroupMembership, "Group membership", "GROUP_MEMBERSHIP"},
    ResourceText{Resource::kAuthorization, "Authorization", "AUTHORIZATION"},
    ResourceText{Resource::kFilter, "Filter", "FILTER"},
    ResourceText{Resource::kProcessDefinition, "ProcessDefinition", "PROCESS_DEFINITION"},
    ResourceText{Resource::kTask, "Task", "TASK"},
    ResourceText{Resource::kProcessInstance, "ProcessInstance", "PROCESS_INSTANCE"},
    ResourceText{Resource::kDeployment, "Deployment", "DEPLOYMENT"},
    ResourceText{Resource::kDecisionDefinition, "DecisionDefinition", "DECISION_DEFINITION"},
    ResourceText{Resource::kTenant, "Tenant", "TENANT"},
    ResourceText{Resource::kTenantMembership, "TenantMembership", "TENANT_MEMBERSHIP"},
    ResourceText{Resource::kBatch, "Batch", "BATCH"},
    ResourceText{Resource::kDecisionRequirementsDefinition, "DecisionRequirementsDefinition",
                 "DECISION_REQUIREMENTS_DEFINITION"},
    ResourceText{Resource::kReport, "Report", "REPORT"},
    ResourceText{Resource::kDashboard, "Dashboard", "DASHBOARD"},
    ResourceText{Resource::kOperationLogCategory, "OperationLogCatgeory",
                 "OPERATION_LOG_CATEGORY"},
    ResourceText{Resource::kOptimize, "Optimize", "OPTIMIZE"},
    ResourceText{Resource::kHistoricTask, "HistoricTask", "HISTORIC_TASK"},
    ResourceText{Resource::kHistoricProcessInstance, "HistoricProcessInstance",
                 "HISTORIC_PROCESS_INSTANCE"},
    ResourceText{Resource::kSystem, "System", "SYSTEM"},
};

constexpr bool resources_in_order() {
  for (std::size_t i = 0; i < kResourceTexts.size(); ++i) {
    if (static_cast<std::size_t>(kResourceTexts[i].resource) != i) return false;
  }
  return kResourceTexts.size() == kResourceCount;
}
static_assert(resources_in_order(), "the table has one row for every Resource, in its order");

constexpr std::uint32_t resource_mask() { return 0; }
template <class... More>
constexpr std::uint32_t resource_mask(Resource first, More... more) {
  return (std::uint32_t{1} << static_cast<int>(first)) | resource_mask(more...);
}

using enum Resource;
constexpr std::uint32_t kEveryResource = (std::uint32_t{1} << kResourceCount) - 1;
/// Resources with permissions of their own only; the others share one set.
constexpr std::uint32_t kWithOwnSet =
    resource_mask(kBatch, kProcessDefinition, kProcessInstance, kTask, kHistoricTask,
         kHistoricProcessInstance, kOperationLogCategory, kOptimize, kSystem);

// In the order in which Camunda lists the permissions of an authorization.
constexpr Permission kSharedPermissions[] = {
    {"NONE", 0, kEveryResource},
    {"ALL", kAllPermissions, kEveryResource},
    {"READ", 2,
     resource_mask(kAuthorization, kBatch, kDashboard, kDecisionDefinition,
                   kDecisionRequirementsDefinition, kDeployment, kFilter, kGroup,
                   kProcessDefinition, kProcessInstance, kReport, kTask, kTenant, kUser,
                   kHistoricTask, kHistoricProcessInstance, kOperationLogCategory, kSystem)},
    {"UPDATE", 4,
     resource_mask(kAuthorization, kBatch, kDashboard, kDecisionDefinition, kFilter, kGroup,
                   kProcessDefinition, kProcessInstance, kReport, kTask, kTenant, kUser,
                   kOperationLogCategory)},
    {"CREATE", 8,
     resource_mask(kAuthorization, kBatch, kDashboard, kDeployment, kFilter, kGroup,
                   kGroupMembership, kProcessInstance, kReport, kTask, kTenant, kTenantMembership,
                   kUser)},
    {"DELETE", 16,
     resource_mask(kAuthorization, kBatch, kDashboard, kDeployment, kFilter, kGroup,
                   kGroupMembership, kProcessDefinition, kProcessInstance, kReport, kTask, kTenant,
                   kTenantMembership, kUser, kOperationLogCategory)},
    {"ACCESS", 32, resource_mask(kApplication)},
    {"READ_TASK", 64, resource_mask(kProcessDefinition)},
    {"UPDATE_TASK", 128, resource_mask(kProcessDefinition)},
    {"CREATE_INSTANCE", 256, resource_mask(kDecisionDefinition, kProcessDefinition)},
    {"READ_INSTANCE", 512, resource_mask(kProcessDefinition)},
    {"UPDATE_INSTANCE", 1024, resource_mask(kProcessDefinition)},
    {"DELETE_INSTANCE", 2048, resource_mask(kProcessDefinition)},
    {"READ_HISTORY", 4096, resource_mask(kBatch, kDecisionDefinition, kProcessDefinition, kTask)},
    {"DELETE_HISTORY", 8192, resource_mask(kBatch, kDecisionDefinition, kProcessDefinition)},
    {"TASK_WORK", 16384, resource_mask(kProcessDefinition, kTask)},
    {"TASK_ASSIGN", 32768, resource_mask(kProcessDefinition, kTask)},
    {"MIGRATE_INSTANCE", 65536, resource_mask(kProcessDefinition)},
};
constexpr Permission kOwnPermissions[] = {
    {"RETRY_JOB", 32, resource_mask(kProcessDefinition, kProcessInstance)},
    {"SUSPEND", 1048576, resource_mask(kProcessDefinition)},
    {"SUSPEND_INSTANCE", 131072, resource_mask(kProcessDefinition)},
    {"UPDATE_INSTANCE_VARIABLE", 262144, resource_mask(kProcessDefinition)},
    {"UPDATE_TASK_VARIABLE", 524288, resource_mask(kProcessDefinition)},
    {"READ_INSTANCE_VARIABLE", 2097152, resource_mask(kProcessDefinition)},
    {"READ_HISTORY_VARIABLE", 4194304, resource_mask(kProcessDefinition)},
    {"READ_TASK_VARIABLE", 8388608, resource_mask(kProcessDefinition)},
    {"UPDATE_HISTORY", 16777216, resource_mask(kProcessDefinition)},
    {"SUSPEND", 64, resource_mask(kProcessInstance)},
    {"UPDATE_VARIABLE", 128, resource_mask(kProcessInstance)},
    {"UPDATE_VARIABLE", 32, resource_mask(kTask)},
    {"READ_VARIABLE", 64, resource_mask(kTask, kHistoricTask)},
    {"CREATE_BATCH_MIGRATE_PROCESS_INSTANCES", 32, resource_mask(kBatch)},
    {"CREATE_BATCH_MODIFY_PROCESS_INSTANCES", 64, resource_mask(kBatch)},
    {"CREATE_BATCH_RESTART_PROCESS_INSTANCES", 128, resource_mask(kBatch)},
    {"CREATE_BATCH_DELETE_RUNNING_PROCESS_INSTANCES", 256, resource_mask(kBatch)},
    {"CREATE_BATCH_DELETE_FINISHED_PROCESS_INSTANCES", 512, resource_mask(kBatch)},
    {"CREATE_BATCH_DELETE_DECISION_INSTANCES", 1024, resource_mask(kBatch)},
    {"CREATE_BATCH_SET_JOB_RETRIES", 2048, resource_mask(kBatch)},
    {"CREATE_BATCH_SET_EXTERNAL_TASK_RETRIES", 16384, resource_mask(kBatch)},
    {"CREATE_BATCH_UPDATE_PROCESS_INSTANCES_SUSPEND", 32768, resource_mask(kBatch)},
    {"CREATE_BATCH_SET_REMOVAL_TIME", 65536, resource_mask(kBatch)},
    {"CREATE_BATCH_SET_VARIABLES", 131072, resource_mask(kBatch)},
    {"CREATE_BATCH_CORRELATE_MESSAGE", 262144, resource_mask(kBatch)},
    {"SET", 4, resource_mask(kSystem)},
    {"DELETE", 8, resource_mask(kSystem)},
    {"EDIT", 2, resource_mask(kOptimize)},
    {"SHARE", 4, resource_mask(kOptimize)},
};

bool has_own_set(std::int64_t resource_type) {
  return resource_type >= 0 && resource_type < kResourceCount &&
         ((kWithOwnSet >> resource_type) & 1) != 0;
}

}  // namespace

std::string_view resource_name(Resource resource) {
  return kResourceTexts[static_cast<std::size_t>(resource)].name;
}

std::string_view resource_constant(std::int64_t resource_type) {
  if (resource_type < 0 || resource_type >= kResourceCount) return {};
  return kResourceTexts[static_cast<std::size_t>(resource_type)].constant;
}

std::optional<Permission> find_permission(std::string_view name, std::int64_t resource_type) {
  for (const Permission& permission : kSharedPermissions) {
    if (permission.name != name) continue;
    if (permission.fits(resource_type) || !has_own_set(resource_type)) return permission;
  }
  for (const Permission& permission : kOwnPermissions) {
    if (permission.name == name && permission.fits(resource_type)) return permission;
  }
  return std::nullopt;
}

std::vector<Permission> permissions_of(std::int64_t resource_type) {
  std::vector<Permission> found;
  for (const Permission& permission : kSharedPermissions) {
    const bool plain = permission.bits != 0 && permission.bits != kAllPermissions;
    if (plain && permission.fits(resource_type)) found.push_back(permission);
  }
  for (const Permission& permission : kOwnPermissions) {
    if (permission.fits(resource_type)) found.push_back(permission);
  }
  return found;
}

std::vector<std::string_view> permission_names(std::int64_t authorization_type,
                                               std::int64_t resource_type, std::int64_t bits) {
  const bool revokes = authorization_type == static_cast<std::int64_t>(AuthorizationType::kRevoke);
  if (bits == (revokes ? 0 : kAllPermissions)) return {"ALL"};
  std::vector<std::string_view> names;
  for (const Permission& permission : permissions_of(resource_type)) {
    const bool has = (bits & permission.bits) == permission.bits;
    if (has != revokes) names.push_back(permission.name);
  }
  return names;
}

}  // namespace procos::state
