// What Camunda's configuration of an admin user does at the start.
#include "base/ids.h"
#include "command/identity_support.h"

namespace procos::command {
namespace {

Status grant_everything(Context& context, state::Resource resource) {
  const auto type = static_cast<std::int64_t>(resource);
  const std::string group(state::kAdminGroup);
  const std::string any(state::kAnyId);
  PROCOS_ASSIGN(const auto granted,
                find_rows<state::AuthorizationRow>(
                    context,
                    {{"groupIdIn", {group}}, {"resourceType", {type}}, {"resourceId", {any}}}));
  if (!granted.empty()) return {};
  state::AuthorizationRow row;
  row.id = new_id();
  row.type = static_cast<std::int64_t>(state::AuthorizationType::kGrant);
  row.group_id = group;
  row.resource_type = type;
  row.resource_id = any;
  row.permissions = state::kAllPermissions;
  context.session.insert(std::move(row));
  return {};
}

}  // namespace

Status create_admin_user(Context& context, const state::UserRow& user) {
  const std::string group(state::kAdminGroup);
  if (context.session.get<state::UserRow>(user.id) != nullptr) return {};
  PROCOS_TRY(create_user(context, user));
  if (context.session.get<state::GroupRow>(group) == nullptr) {
    PROCOS_TRY(create_group(context, {group, "camunda BPM Administrators", "SYSTEM"}));
  }
  for (int type = 0; type < state::kResourceCount; ++type) {
    PROCOS_TRY(grant_everything(context, static_cast<state::Resource>(type)));
  }
  context.session.insert(state::MembershipRow{new_id(), user.id, group});
  return {};
}

}  // namespace procos::command
