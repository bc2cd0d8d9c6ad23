// Who stands behind a command or a query.
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace procos::state {

/// The user who signed in, with the groups and tenants that he is a member of. A member of the
/// group camunda-admin sees the data of all tenants.
struct Authentication {
  std::string user_id;
  std::vector<std::string> group_ids;
  std::vector<std::string> tenant_ids;
  bool admin = false;
};

/// Null: nobody signed in, so nothing is checked. That is the engine itself, its job executor, a
/// program that embeds it, and every caller while authentication is off.
using AuthenticationPtr = std::shared_ptr<const Authentication>;

}  // namespace procos::state
