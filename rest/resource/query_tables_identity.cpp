#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using enum ParamType;

constexpr Param kUserParams[] = {
    {"id", kString}, {"idIn", kList}, {"firstName", kString}, {"firstNameLike", kString},
    {"lastName", kString}, {"lastNameLike", kString}, {"email", kString}, {"emailLike", kString},
    {"memberOfGroup", kString}, {"memberOfTenant", kString}, {"potentialStarter", kString},
};
constexpr std::string_view kUserSorts[] = {"userId", "firstName", "lastName", "email"};

constexpr Param kGroupParams[] = {
    {"id", kString}, {"idIn", kList}, {"name", kString}, {"nameLike", kString},
    {"type", kString}, {"member", kString}, {"memberOfTenant", kString},
};
constexpr std::string_view kGroupSorts[] = {"id", "name", "type"};

constexpr Param kTenantParams[] = {
    {"id", kString}, {"name", kString}, {"nameLike", kString}, {"userMember", kString},
    {"groupMember", kString}, {"includingGroupsOfUser", kFlag},
};
constexpr std::string_view kTenantSorts[] = {"id", "name"};

constexpr Param kAuthorizationParams[] = {
    {"id", kString}, {"type", kInteger}, {"userIdIn", kArray}, {"groupIdIn", kArray},
    {"resourceType", kInteger}, {"resourceId", kString},
};
constexpr std::string_view kAuthorizationSorts[] = {"resourceType", "resourceId"};

}  // namespace

constinit const QueryTable kUserQuery{kUserParams, kUserSorts};
constinit const QueryTable kGroupQuery{kGroupParams, kGroupSorts};
constinit const QueryTable kTenantQuery{kTenantParams, kTenantSorts};
constinit const QueryTable kAuthorizationQuery{kAuthorizationParams, kAuthorizationSorts};

}  // namespace procos::rest
