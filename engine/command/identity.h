// Verbs on users, groups, tenants, memberships and authorizations. They are no part of processes,
// so nothing of them is told as a fact, but for the operation log.
#pragma once

#include <string>

#include "command/context.h"
#include "state/permissions.h"

namespace procos::command {

// ---- users -------------------------------------------------------------------------------------

/// `password` is hashed already, or empty.
Status create_user(Context& context, const state::UserRow& user);
/// Everything but the password. `id` names the user; another id in the row is kOptimisticLocking,
/// because Camunda looks for a user of that id in the same revision.
Status update_user_profile(Context& context, const std::string& id, const state::UserRow& profile);
/// kNotFound when there is no such user.
Status set_user_password(Context& context, const std::string& id, const std::string& hash);
/// With memberships; no error when there is none.
Status delete_user(Context& context, const std::string& id);
/// Forgets failed attempts to sign in.
Status unlock_user(Context& context, const std::string& id);
/// Counts an attempt with a wrong password, after which the user has to wait longer and longer.
Status record_failed_login(Context& context, const std::string& id);

/// After so many wrong passwords only unlock_user() helps.
inline constexpr int kMaxLoginAttempts = 10;

/// The user, the group camunda-admin with all rights, and the user in it; nothing if there is a
/// user of this id.
Status create_admin_user(Context& context, const state::UserRow& user);

// ---- groups and tenants
// --------------------------------------------------------------------------

Status create_group(Context& context, const state::GroupRow& group);
Status update_group(Context& context, const std::string& id, const state::GroupRow& group);
Status delete_group(Context& context, const std::string& id);

Status create_tenant(Context& context, const state::TenantRow& tenant);
Status update_tenant(Context& context, const std::string& id, const state::TenantRow& tenant);
Status delete_tenant(Context& context, const std::string& id);

// ---- memberships
// -----------------------------------------------------------------------------------

/// kNullValue when user or group is missing, kPersistence when the membership exists.
Status create_membership(Context& context, const std::string& user_id, const std::string& group_id);
Status delete_membership(Context& context, const std::string& user_id, const std::string& group_id);
/// Of a user or of a group, the other is empty.
Status create_tenant_membership(Context& context, const std::string& tenant_id,
                                const std::string& user_id, const std::string& group_id);
Status delete_tenant_membership(Context& context, const std::string& tenant_id,
                                const std::string& user_id, const std::string& group_id);

// ---- authorizations
// --------------------------------------------------------------------------------

/// Creates it, or replaces the one of this id. kPersistence when there is another one for the same
/// user or group, type and resource.
Result<state::AuthorizationRow> save_authorization(Context& context, state::AuthorizationRow row);
/// kNotFound when there is none.
Status delete_authorization(Context& context, const std::string& id);
/// The user with his groups and tenants.
Result<state::Authentication> authentication_of(store::Connection& connection,
                                                   const std::string& user_id);

}  // namespace procos::command
