// Camunda's SaveGroupCmd, DeleteGroupCmd, SaveTenantCmd and DeleteTenantCmd.
#include "command/identity_support.h"

namespace procos::command {

using state::GroupRow;
using state::TenantRow;

Status create_group(Context& context, const GroupRow& group) {
  PROCOS_TRY(authorize(context, Check::kCreateGroup, {}));
  PROCOS_TRY(create_named(context, "Group", "groupId", group));
  return grant_default(context, {.group_id = group.id,
                                 .resource = state::Resource::kGroup,
                                 .resource_id = group.id,
                                 .permissions = kReadPermission});
}

Status update_group(Context& context, const std::string& id, const GroupRow& group) {
  PROCOS_ASSIGN(GroupRow * row,
                named_for_update<GroupRow>(context, "Group", "groupId", id, group.id));
  PROCOS_TRY(authorize(context, Check::kUpdateGroup, {.id = id}));
  *row = group;
  context.session.update(*row);
  log_identity(context, "Update", "Group", {{"groupId", {}, id}});
  return {};
}

Status delete_group(Context& context, const std::string& id) {
  PROCOS_TRY(authorize(context, Check::kDeleteGroup, {.id = id}));
  if (context.session.get<GroupRow>(id) == nullptr) return {};
  PROCOS_TRY(forget_authorizations(context, state::Resource::kGroup, id));
  PROCOS_ASSIGN(const auto tenants,
                find_rows<state::TenantMembershipRow>(context, {{"groupId", {id}}}));
  for (const state::TenantMembershipRow& row : tenants) {
    PROCOS_TRY(forget_authorizations(context, state::Resource::kTenant, row.tenant_id, {}, id));
  }
  PROCOS_TRY(erase_rows<state::MembershipRow>(context, {{"groupId", {id}}}));
  PROCOS_TRY(erase_rows<state::TenantMembershipRow>(context, {{"groupId", {id}}}));
  context.session.erase<GroupRow>(id);
  log_identity(context, "Delete", "Group", {{"groupId", {}, id}});
  return {};
}

Status create_tenant(Context& context, const TenantRow& tenant) {
  PROCOS_TRY(authorize(context, Check::kCreateTenant, {}));
  return create_named(context, "Tenant", "tenantId", tenant);
}

Status update_tenant(Context& context, const std::string& id, const TenantRow& tenant) {
  PROCOS_ASSIGN(TenantRow * row,
                named_for_update<TenantRow>(context, "Tenant", "tenantId", id, tenant.id));
  PROCOS_TRY(authorize(context, Check::kUpdateTenant, {.id = id}));
  *row = tenant;
  context.session.update(*row);
  log_identity(context, "Update", "Tenant", {{"tenantId", {}, id}}, id);
  return {};
}

Status delete_tenant(Context& context, const std::string& id) {
  PROCOS_TRY(authorize(context, Check::kDeleteTenant, {.id = id}));
  if (context.session.get<TenantRow>(id) == nullptr) return {};
  PROCOS_TRY(forget_authorizations(context, state::Resource::kTenant, id));
  PROCOS_TRY(erase_rows<state::TenantMembershipRow>(context, {{"tenantId", {id}}}));
  context.session.erase<TenantRow>(id);
  log_identity(context, "Delete", "Tenant", {{"tenantId", {}, id}}, id);
  return {};
}

}  // namespace procos::command
