// Camunda's SaveUserCmd, DeleteUserCmd, UnlockUserCmd and CheckPassword.
#include <algorithm>
#include <cctype>

#include "command/identity_support.h"

namespace procos::command {

using state::UserRow;

namespace {

void log_user(Context& context, std::string_view type, const std::string& id) {
  log_identity(context, type, "User", {{"userId", {}, id}});
}

}  // namespace

Status check_resource_id(const std::string& what, const std::string& argument,
                         const std::string& id) {
  if (id.empty()) return is_null(ErrorKind::kNullValue, "", argument);
  const bool plain = std::ranges::all_of(
      id, [](unsigned char c) { return c < 0x80 && std::isalnum(c) != 0; });
  if (plain || id == state::kAdminGroup) return {};
  return fail(ErrorKind::kProcessEngine,
              what + " has an invalid id: '" + id + "' is not a valid resource identifier.");
}

Status create_user(Context& context, const UserRow& user) {
  PROCOS_TRY(authorize(context, Check::kCreateUser, {}));
  PROCOS_TRY(create_named(context, "User", "userId", user));
  return grant_default(context, {.user_id = user.id,
                                 .resource = state::Resource::kUser,
                                 .resource_id = user.id,
                                 .permissions = state::kAllPermissions});
}

Status update_user_profile(Context& context, const std::string& id, const UserRow& profile) {
  PROCOS_ASSIGN(UserRow * user,
                named_for_update<UserRow>(context, "User", "userId", id, profile.id));
  PROCOS_TRY(authorize(context, Check::kUpdateUser, {.id = id}));
  user->first_name = profile.first_name;
  user->last_name = profile.last_name;
  user->email = profile.email;
  context.session.update(*user);
  log_user(context, "Update", id);
  return {};
}

Status set_user_password(Context& context, const std::string& id, const std::string& hash) {
  if (context.session.get<UserRow>(id) == nullptr) {
    return fail(ErrorKind::kNotFound, "User with id " + id + " does not exist");
  }
  PROCOS_TRY(authorize(context, Check::kUpdateUser, {.id = id}));
  context.session.change<UserRow>(id, [&](UserRow& user) { user.password = hash; });
  log_user(context, "Update", id);
  return {};
}

Status delete_user(Context& context, const std::string& id) {
  PROCOS_TRY(authorize(context, Check::kDeleteUser, {.id = id}));
  if (context.session.get<UserRow>(id) == nullptr) return {};
  PROCOS_TRY(forget_authorizations(context, state::Resource::kUser, id));
  PROCOS_ASSIGN(const auto tenants,
                find_rows<state::TenantMembershipRow>(context, {{"userId", {id}}}));
  for (const state::TenantMembershipRow& row : tenants) {
    PROCOS_TRY(forget_authorizations(context, state::Resource::kTenant, row.tenant_id, id));
  }
  PROCOS_TRY(erase_rows<state::MembershipRow>(context, {{"userId", {id}}}));
  PROCOS_TRY(erase_rows<state::TenantMembershipRow>(context, {{"userId", {id}}}));
  context.session.erase<UserRow>(id);
  log_user(context, "Delete", id);
  return {};
}

Status unlock_user(Context& context, const std::string& id) {
  PROCOS_TRY(authorize(context, Check::kAdmin, {}));
  const UserRow* user = context.session.get<UserRow>(id);
  if (user == nullptr || (user->attempts == 0 && !user->lock_expiration)) return {};
  context.session.change<UserRow>(id, [](UserRow& row) {
    row.attempts = 0;
    row.lock_expiration.reset();
  });
  log_user(context, "Unlock", id);
  return {};
}

Status record_failed_login(Context& context, const std::string& id) {
  constexpr std::int64_t kFirstDelayMs = 3000;
  constexpr std::int64_t kLongestDelayMs = 60'000;
  context.session.change<UserRow>(id, [&](UserRow& user) {
    // Doubles with every attempt; the exponent is bounded only to keep the number a number.
    const std::int64_t exponent = std::min<std::int64_t>(user.attempts, 10);
    ++user.attempts;
    user.lock_expiration =
        context.session.now() + std::min(kFirstDelayMs << exponent, kLongestDelayMs);
  });
  return {};
}

}  // namespace procos::command
