// What can be asked of users, groups, tenants, memberships and authorizations.
#include "state/rows.h"
#include "store/entity.h"

namespace procos::store {
namespace {

constexpr FilterDef kUserFilters[] = {
    {"id", "r.id = $id"},
    {"idIn", "r.id IN $ids"},
    {"firstName", "r.first_name = $1"},
    {"firstNameLike", "r.first_name LIKE $1 ESCAPE '\\'"},
    {"lastName", "r.last_name = $1"},
    {"lastNameLike", "r.last_name LIKE $1 ESCAPE '\\'"},
    {"email", "r.email = $1"},
    {"emailLike", "r.email LIKE $1 ESCAPE '\\'"},
    {"memberOfGroup", "r.id IN (SELECT user_id FROM membership WHERE group_id = $id)"},
    {"memberOfTenant", "r.id IN (SELECT user_id FROM tenant_membership WHERE tenant_id = $id)"},
    {"potentialStarter",
     "r.id IN (SELECT user_id FROM identity_link WHERE process_definition_id = $id)"},
};
constexpr SortDef kUserSorts[] = {
    {"userId", "r.id"},
    {"firstName", "r.first_name"},
    {"lastName", "r.last_name"},
    {"email", "r.email"},
};

constexpr FilterDef kGroupFilters[] = {
    {"id", "r.id = $id"},
    {"idIn", "r.id IN $ids"},
    {"name", "r.name = $1"},
    {"nameLike", "r.name LIKE $1 ESCAPE '\\'"},
    {"type", "r.type = $1"},
    {"member", "r.id IN (SELECT group_id FROM membership WHERE user_id = $id)"},
    {"memberOfTenant", "r.id IN (SELECT group_id FROM tenant_membership WHERE tenant_id = $id)"},
};
constexpr SortDef kGroupSorts[] = {{"id", "r.id"}, {"name", "r.name"}, {"type", "r.type"}};

constexpr GroupDef kTenantGroups[] = {
    {"member", "EXISTS (SELECT 1 FROM tenant_membership m WHERE m.tenant_id = r.id AND ", " AND ",
     ")"},
};
constexpr FilterDef kTenantFilters[] = {
    {"id", "r.id = $id"},
    {"name", "r.name = $1"},
    {"nameLike", "r.name LIKE $1 ESCAPE '\\'"},
    {"userMember", "m.user_id = $id", "member", "includingGroupsOfUser",
     "(m.user_id = $id OR m.group_id IN (SELECT group_id FROM membership WHERE user_id = $id))"},
    {"groupMember", "m.group_id = $id", "member"},
    {"includingGroupsOfUser", ""},
};
constexpr SortDef kTenantSorts[] = {{"id", "r.id"}, {"name", "r.name"}};

constexpr FilterDef kMembershipFilters[] = {
    {"userId", "r.user_id = $id"},
    {"groupId", "r.group_id = $id"},
};
constexpr FilterDef kTenantMembershipFilters[] = {
    {"tenantId", "r.tenant_id = $id"},
    {"userId", "r.user_id = $id"},
    {"groupId", "r.group_id = $id"},
};
constexpr SortDef kMembershipSorts[] = {{"id", "r.id"}};

constexpr FilterDef kAuthorizationFilters[] = {
    {"id", "r.id = $id"},
    {"type", "r.type = $1"},
    {"userIdIn", "r.user_id IN $ids"},
    {"groupIdIn", "r.group_id IN $ids"},
    {"resourceType", "r.resource_type = $1"},
    {"resourceId", "r.resource_id = $id"},
    {"withoutResourceId", "r.resource_id IS NULL"},
    {"rootProcessInstanceId", "r.root_process_instance_id = $id"},
};
constexpr SortDef kAuthorizationSorts[] = {
    {"resourceType", "r.resource_type"},
    {"resourceId", "id_text(r.resource_id)"},
};

constexpr Entity kUserEntity{.filters = kUserFilters, .sorts = kUserSorts};
constexpr Entity kGroupEntity{.filters = kGroupFilters, .sorts = kGroupSorts};
constexpr Entity kTenantEntity{
    .filters = kTenantFilters, .groups = kTenantGroups, .sorts = kTenantSorts};
constexpr Entity kMembershipEntity{.filters = kMembershipFilters, .sorts = kMembershipSorts};
constexpr Entity kTenantMembershipEntity{.filters = kTenantMembershipFilters,
                                         .sorts = kMembershipSorts};
constexpr Entity kAuthorizationEntity{.filters = kAuthorizationFilters,
                                      .sorts = kAuthorizationSorts};

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
