// What Camunda's DefaultAuthorizationProvider grants by itself, and what goes with a resource.
#pragma once

#include <string>

#include "command/context.h"
#include "state/permissions.h"

namespace procos::command {

inline constexpr std::int64_t kReadPermission = 2;
inline constexpr std::int64_t kUpdatePermission = 4;
inline constexpr std::int64_t kDeletePermission = 16;

/// For a user or a group; for nobody when both are empty.
struct Grant {
  std::string user_id{}, group_id{};
  state::Resource resource{};
  std::string resource_id{};
  std::int64_t permissions = 0;
};

/// Adds to what is granted already. Nothing without authorization.
Status grant_default(Context& context, const Grant& grant);
/// The same for those who have no context.
Status grant_default(state::Session& session, store::Connection& writer, const Grant& grant);

/// The resource is gone, or a user or a group has nothing to do with it any more. Nothing without
/// authorization.
Status forget_authorizations(Context& context, state::Resource resource, const std::string& id,
                             const std::string& user_id = {}, const std::string& group_id = {});

}  // namespace procos::command
