// Authorizations in SQL: what is granted to a user, directly, through his groups or to everybody.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "state/authentication.h"
#include "state/permissions.h"
#include "store/compile.h"
#include "store/visible.h"

namespace procos::store {

/// A permission on one resource; an empty id, and "*", mean any of its type.
struct PermissionCheck {
  state::Resource resource;
  std::string_view permission;
  std::string id;
};

/// Whether the user has one of the permissions. They are asked in their order, and the first that
/// is either granted or revoked decides, as in Camunda.
bool is_authorized(Connection& connection, const state::Authentication& user,
                   std::span<const PermissionCheck> any_of);

/// The condition that narrows a query to what a user may see, and `for_work` may also work on;
/// empty when he may see everything.
std::string narrowed(Connection& connection, const state::Authentication& viewer,
                     const VisibleDef& visible, bool for_work, Parameters& parameters);

}  // namespace procos::store
