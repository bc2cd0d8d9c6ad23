// Users, groups, tenants, who belongs to which, and what they may do. As in rows.h an empty string
// is stored as NULL.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"

namespace procos::state {

struct UserRow {
  std::string id, first_name, last_name, email;
  std::string password;       ///< hashed (base/password.h); empty: nobody can sign in
  std::int64_t attempts = 0;  ///< to sign in with a wrong password, since the last right one
  std::optional<TimeMs> lock_expiration;
};

struct GroupRow {
  std::string id, name, type;
};

struct TenantRow {
  std::string id, name;
};

struct MembershipRow {  ///< of a user in a group
  std::string id, user_id, group_id;
};

struct TenantMembershipRow {  ///< of a user or of a group in a tenant
  std::string id, tenant_id, user_id, group_id;
};

struct AuthorizationRow {
  std::string id, user_id, group_id, resource_id;
  std::int64_t type = 0;           ///< 0 global, 1 grant, 2 revoke
  std::int64_t resource_type = 0;  ///< the number of a resource (state/permissions.h)
  /// Bits of permissions; of a revocation those that stay allowed.
  std::int64_t permissions = 0;
  std::string root_process_instance_id;
  std::optional<TimeMs> removal_time;
};

}  // namespace procos::state
