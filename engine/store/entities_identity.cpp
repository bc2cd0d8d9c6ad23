// What can be asked of users, groups, tenants, memberships and authorizations.
#include "state/rows.h"
#include "store/entity.h"

namespace procos::store {
namespace {

constexpr FilterDef kUserFilters[] = {
    {"id", "r.id = $1"},
    {"idIn", "r.id IN $list"},
    {"firstName", "r.first_name = $1"},
    {"firstNameLike", "r.first_name LIKE $1 ESCAPE '\\'"},
    {"lastName", "r.last_name = $1"},
    {"lastNameLike", "r.last_name LIKE $1 ESCAPE '\\'"},
    {"email", "r.email = $1"},
    {"emailLike", "r.email LIKE $1 ESCAPE '\\'"},
    {"memberOfGroup", "r.id IN (SELECT user_id FROM membership WHERE group_id = $1)"},
    {"memberOfTenant", "r.id IN (SELECT user_id FROM tenant_membership WHERE tenant_id = $1)"},
    {"potentialStarter",
     "r.id IN (SELECT user_id FROM identity_link WHERE process_definition_id = $1)"},
};
constexpr SortDef kUserSorts[] = {
    {"userId", "r.id"},
    {"firstName", "r.first_name"},
    {"lastName", "r.last_name"},
    {"email", "r.email"},
};

constexpr FilterDef kGroupFilters[] = {
    {"id", "r.id = $1"},
    {"idIn", "r.id IN $list"},
    {"name", "r.name = $1"},
    {"nameLike", "r.name LIKE $1 ESCAPE '\\'"},
    {"type", "r.type = $1"},
    {"member", "r.id IN (SELECT group_id FROM membership WHERE user_id = $1)"},
    {"memberOfTenant", "r.id IN (SELECT group_id FROM tenant_membership WHERE tenant_id = $1)"},
};
constexpr SortDef kGroupSorts[] = {{"id", "r.id"}, {"name", "r.name"}, {"type", "r.type"}};

constexpr GroupDef kTenantGroups[] = {
    {"member", "EXISTS (SELECT 1 FROM tenant_membership m WHERE m.tenant_id = r.id AND ", " AND ",
     ")"},
};
constexpr FilterDef kTenantFilters[] = {
    {"id", "r.id = $1"},
    {"name", "r.name = $1"},
    {"nameLike", "r.name LIKE $1 ESCAPE '\\'"},
    {"userMember", "m.user_id = $1", "member", "includingGroupsOfUser",
     "(m.user_id = $1 OR m.group_id IN (SELECT group_id FROM membership WHERE user_id = $1))"},
    {"groupMember", "m.group_id = $1", "member"},
    {"includingGroupsOfUser", ""},
};
constexpr SortDef kTenantSorts[] = {{"id", "r.id"}, {"name", "r.name"}};

constexpr FilterDef kMembershipFilters[] = {
    {"userId", "r.user_id = $1"},
    {"groupId", "r.group_id = $1"},
};
constexpr FilterDef kTenantMembershipFilters[] = {
    {"tenantId", "r.tenant_id = $1"},
    {"userId", "r.user_id = $1"},
    {"groupId", "r.group_id = $1"},
};
constexpr SortDef kMembershipSorts[] = {{"id", "r.id"}};

constexpr FilterDef kAuthorizationFilters[] = {
    {"id", "r.id = $1"},
    {"type", "r.type = $1"},
    {"userIdIn", "r.user_id IN $list"},
    {"groupIdIn", "r.group_id IN $list"},
    {"resourceType", "r.resource_type = $1"},
    {"resourceId", "r.resource_id = $1"},
    {"withoutResourceId", "r.resource_id IS NULL"},
    {"rootProcessInstanceId", "r.root_process_instance_id = $1"},
};
constexpr SortDef kAuthorizationSorts[] = {
    {"resourceType", "r.resource_type"},
    {"resourceId", "r.resource_id"},
};

constexpr Entity kUserEntity{.filters = kUserFilters, .sorts = kUserSorts};
constexpr Entity kGroupEntity{.filters = kGroupFilters, .sorts = kGroupSorts};
constexpr Entity kTenantEntity{
    .filters = kTenantFilters, .groups = kTenantGroups, .sorts = kTenantSorts};
constexpr Entity kMembershipEntity{.filters = kMembershipFilters, .sorts = kMembershipSorts};
constexpr Entity kTenantMembershipEntity{.filters = kTenantMembershipFilters, .sorts = kMembershipSorts};
constexpr Entity kAuthorizationEntity{.filters = kAuthorizationFilters, .sorts = kAuthorizationSorts};

}  // namespace

template <>
const Entity& entity<state::UserRow>() {
  return kUserEntity;
}
template <>
const Entity& entity<state::GroupRow>() {
  return kGroupEntity;
}
template <>
const Entity& entity<state::TenantRow>() {
  return kTenantEntity;
}
template <>
const Entity& entity<state::MembershipRow>() {
  return kMembershipEntity;
}
template <>
const Entity& entity<state::TenantMembershipRow>() {
  return kTenantMembershipEntity;
}
template <>
const Entity& entity<state::AuthorizationRow>() {
  return kAuthorizationEntity;
}

}  // namespace procos::store
