// Camunda's SaveAuthorizationCmd and DeleteAuthorizationCmd.
#include "base/ids.h"
#include "command/identity_support.h"

namespace procos::command {
namespace {

using state::AuthorizationRow;

/// Others for the same user or group, type and resource. Camunda's database does not compare
/// authorizations without a resource id.
Status check_unique(Context& context, const AuthorizationRow& row) {
  if (row.resource_id.empty()) return {};
  PROCOS_ASSIGN(const auto equal,
                find_rows<AuthorizationRow>(
                    context, {{"type", {row.type}},
                              {"resourceType", {row.resource_type}},
                              {"resourceId", {row.resource_id}},
                              row.user_id.empty() ? store::Filter{"groupIdIn", {row.group_id}}
                                                  : store::Filter{"userIdIn", {row.user_id}}}));
  for (const AuthorizationRow& other : equal) {
    if (other.id != row.id) {
      return fail(ErrorKind::kPersistence, "An authorization of this type for this resource exists");
    }
  }
  return {};
}

}  // namespace

Result<AuthorizationRow> save_authorization(Context& context, AuthorizationRow row) {
  if (row.user_id.empty() == row.group_id.empty()) {
    return fail(ErrorKind::kNullValue,
                "Authorization must either have a 'userId' or a 'groupId'.");
  }
  const bool is_new = row.id.empty();
  PROCOS_TRY(authorize(context,
                       is_new ? Check::kCreateAuthorization : Check::kUpdateAuthorization,
                       {.id = row.id}));
  PROCOS_TRY(check_unique(context, row));
  if (is_new) {
    row.id = new_id();
    return context.session.insert(std::move(row));
  }
  AuthorizationRow* known = context.session.get<AuthorizationRow>(row.id);
  if (known == nullptr) {
    return fail(ErrorKind::kNotFound, "Authorization with id " + row.id + " does not exist.");
  }
  *known = row;
  context.session.update(*known);
  return row;
}

Status delete_authorization(Context& context, const std::string& id) {
  if (context.session.get<AuthorizationRow>(id) == nullptr) {
    return fail(ErrorKind::kNotFound, "Authorization with id " + id + " does not exist.");
  }
  PROCOS_TRY(authorize(context, Check::kDeleteAuthorization, {.id = id}));
  PROCOS_TRY(forget_authorizations(context, state::Resource::kAuthorization, id));
  context.session.erase<AuthorizationRow>(id);
  return {};
}

Status forget_authorizations(Context& context, state::Resource resource, const std::string& id,
                             const std::string& user_id, const std::string& group_id) {
  if (!context.authorization) return {};
  std::vector<store::Filter> filters{{"resourceType", {static_cast<std::int64_t>(resource)}},
                                     {"resourceId", {id}}};
  if (!user_id.empty()) filters.push_back({"userIdIn", {user_id}});
  if (!group_id.empty()) filters.push_back({"groupIdIn", {group_id}});
  return erase_rows<AuthorizationRow>(context, std::move(filters));
}

}  // namespace procos::command
