// Camunda's commands that make users members of groups, and users and groups members of tenants.
#include <algorithm>

#include "base/ids.h"
#include "command/identity_support.h"

namespace procos::command {
namespace {

using state::MembershipRow;
using state::TenantMembershipRow;

template <class Row>
Status require_named(Context& context, const std::string& what, const std::string& id) {
  if (context.session.get<Row>(id) != nullptr) return {};
  return is_null(ErrorKind::kNullValue, "No " + what + " found with id '" + id + "'.", what);
}

std::vector<store::Filter> tenant_member(const std::string& tenant_id, const std::string& user_id,
                                         const std::string& group_id) {
  return {{"tenantId", {tenant_id}},
          user_id.empty() ? store::Filter{"groupId", {group_id}}
                          : store::Filter{"userId", {user_id}}};
}

void log_membership(Context& context, std::string_view type, const std::string& user_id,
                    const std::string& group_id, const std::string& tenant_id = {}) {
  PropertyChanges ids;
  if (!user_id.empty()) ids.push_back({"userId", {}, user_id});
  if (!group_id.empty()) ids.push_back({"groupId", {}, group_id});
  if (!tenant_id.empty()) ids.push_back({"tenantId", {}, tenant_id});
  log_identity(context, type, tenant_id.empty() ? "Group membership" : "TenantMembership", ids,
               tenant_id);
}

/// Camunda leaves this one to the database.
template <class Row>
Status check_new(Context& context, std::vector<store::Filter> filters) {
  PROCOS_ASSIGN(const auto rows, find_rows<Row>(context, std::move(filters)));
  if (rows.empty()) return {};
  return fail(ErrorKind::kPersistence, "The membership already exists");
}

}  // namespace

Status create_membership(Context& context, const std::string& user_id,
                         const std::string& group_id) {
  PROCOS_TRY(authorize(context, Check::kCreateMembership, {.id = group_id}));
  PROCOS_TRY(require_named<state::UserRow>(context, "user", user_id));
  PROCOS_TRY(require_named<state::GroupRow>(context, "group", group_id));
  PROCOS_TRY(
      check_new<MembershipRow>(context, {{"userId", {user_id}}, {"groupId", {group_id}}}));
  context.session.insert(MembershipRow{new_id(), user_id, group_id});
  log_membership(context, "Create", user_id, group_id);
  return {};
}

Status delete_membership(Context& context, const std::string& user_id,
                         const std::string& group_id) {
  PROCOS_TRY(authorize(context, Check::kDeleteMembership, {.id = group_id}));
  PROCOS_TRY(forget_authorizations(context, state::Resource::kGroupMembership, group_id, user_id));
  PROCOS_ASSIGN(const bool was_member,
                erase_rows<MembershipRow>(context,
                                          {{"userId", {user_id}}, {"groupId", {group_id}}}));
  if (was_member) log_membership(context, "Delete", user_id, group_id);
  return {};
}

Status create_tenant_membership(Context& context, const std::string& tenant_id,
                                const std::string& user_id, const std::string& group_id) {
  PROCOS_TRY(authorize(context, Check::kCreateTenantMembership, {.id = tenant_id}));
  PROCOS_TRY(require_named<state::TenantRow>(context, "tenant", tenant_id));
  if (!user_id.empty()) PROCOS_TRY(require_named<state::UserRow>(context, "user", user_id));
  if (!group_id.empty()) PROCOS_TRY(require_named<state::GroupRow>(context, "group", group_id));
  PROCOS_TRY(check_new<TenantMembershipRow>(context, tenant_member(tenant_id, user_id, group_id)));
  context.session.insert(TenantMembershipRow{new_id(), tenant_id, user_id, group_id});
  log_membership(context, "Create", user_id, group_id, tenant_id);
  return grant_default(context, {.user_id = user_id,
                                 .group_id = group_id,
                                 .resource = state::Resource::kTenant,
                                 .resource_id = tenant_id,
                                 .permissions = kReadPermission});
}

Status delete_tenant_membership(Context& context, const std::string& tenant_id,
                                const std::string& user_id, const std::string& group_id) {
  PROCOS_TRY(authorize(context, Check::kDeleteTenantMembership, {.id = tenant_id}));
  PROCOS_TRY(
      forget_authorizations(context, state::Resource::kTenant, tenant_id, user_id, group_id));
  PROCOS_ASSIGN(
      const bool was_member,
      erase_rows<TenantMembershipRow>(context, tenant_member(tenant_id, user_id, group_id)));
  if (was_member) log_membership(context, "Delete", user_id, group_id, tenant_id);
  return {};
}

Result<state::Authentication> authentication_of(store::Connection& connection,
                                                   const std::string& user_id) {
  store::Query groups;
  groups.filters = {{"member", {user_id}}};
  store::Query tenants;
  tenants.filters = {{"userMember", {user_id}}, {"includingGroupsOfUser", {}}};
  state::Authentication found;
  found.user_id = user_id;
  PROCOS_ASSIGN(found.group_ids, store::list_ids<state::GroupRow>(connection, groups));
  PROCOS_ASSIGN(found.tenant_ids, store::list_ids<state::TenantRow>(connection, tenants));
  found.admin = std::ranges::find(found.group_ids, state::kAdminGroup) != found.group_ids.end();
  return found;
}

}  // namespace procos::command
