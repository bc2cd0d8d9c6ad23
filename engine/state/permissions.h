// What can be authorized, as data: Camunda's resources, and the permissions that each of them
// knows.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace procos::state {

/// In the order of Camunda's numbers, which AuthorizationRow::resource_type holds.
enum class Resource : std::uint8_t {
  kApplication, kUser, kGroup, kGroupMembership, kAuthorization, kFilter, kProcessDefinition,
  kTask, kProcessInstance, kDeployment, kDecisionDefinition, kTenant, kTenantMembership, kBatch,
  kDecisionRequirementsDefinition, kReport, kDashboard, kOperationLogCategory, kOptimize,
  kHistoricTask, kHistoricProcessInstance, kSystem,
};
inline constexpr int kResourceCount = 22;

/// "ProcessInstance", as errors spell it.
std::string_view resource_name(Resource resource);
/// "PROCESS_INSTANCE", the name of Camunda's constant; empty for a number that is no resource.
std::string_view resource_constant(std::int64_t resource_type);

struct Permission {
  std::string_view name;
  std::int64_t bits = 0;
  std::uint32_t resources = 0;  ///< a bit for each resource that knows it

  constexpr bool fits(std::int64_t resource_type) const {
    return resource_type >= 0 && resource_type < kResourceCount &&
           ((resources >> resource_type) & 1) != 0;
  }
};

/// The permission of this name, as Camunda finds it for this type of resource: resources that share
/// their permissions with others also find those of the others, which do not fit() them.
std::optional<Permission> find_permission(std::string_view name, std::int64_t resource_type);
/// The permissions that a type of resource knows, without NONE and ALL.
std::vector<Permission> permissions_of(std::int64_t resource_type);

/// What is granted, or what is revoked: of a revocation the bits are what stays allowed. "ALL" for
/// everything.
std::vector<std::string_view> permission_names(std::int64_t authorization_type,
                                               std::int64_t resource_type, std::int64_t bits);

inline constexpr std::int64_t kAllPermissions = 2147483647;
inline constexpr std::string_view kAnyId = "*";            ///< any resource, any user
inline constexpr std::string_view kAdminGroup = "camunda-admin";

enum class AuthorizationType : std::uint8_t { kGlobal, kGrant, kRevoke };

}  // namespace procos::state
