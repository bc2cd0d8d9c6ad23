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
      return fail(ErrorKind::kPersistence,
                  "An authorization of this type for this resource exists");
    }
  }
  return {};
}

std::string permissions_text(const AuthorizationRow& row) {
  constexpr std::size_t kLongest = 666;  // what Camunda's column holds
  std::string text;
  for (std::string_view name :
       state::permission_names(row.type, row.resource_type, row.permissions)) {
    text += (text.empty() ? "" : ", ") + std::string(name);
  }
  if (text.empty()) return "NONE";
  return text.substr(0, kLongest);
}

/// All that there is to say of it, with what was before; a null one is none.
void log_authorization(Context& context, std::string_view type, const AuthorizationRow& row,
                       const AuthorizationRow* before = nullptr) {
  PropertyChanges changes;
  const auto add = [&](const char* property, auto text) {
    changes.push_back({property, before == nullptr ? std::string() : text(*before), text(row)});
  };
  const auto add_subject = [&](const char* property, std::string AuthorizationRow::*id) {
    if ((row.*id).empty() && (before == nullptr || (before->*id).empty())) return;
    add(property, [&](const AuthorizationRow& of) { return of.*id; });
  };
  add("permissionBits",
      [](const AuthorizationRow& of) { return std::to_string(of.permissions); });
  add("permissions", permissions_text);
  add("type", [](const AuthorizationRow& of) { return std::to_string(of.type); });
  add("resource", [](const AuthorizationRow& of) {
    return std::string(state::resource_name(static_cast<state::Resource>(of.resource_type)));
  });
  add("resourceId", [](const AuthorizationRow& of) { return of.resource_id; });
  add_subject("userId", &AuthorizationRow::user_id);
  add_subject("groupId", &AuthorizationRow::group_id);
  Operation(context, type, "Authorization", kAdministrator).write(changes);
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
    log_authorization(context, "Create", row);
    return context.session.insert(std::move(row));
  }
  AuthorizationRow* known = context.session.get<AuthorizationRow>(row.id);
  if (known == nullptr) {
    return fail(ErrorKind::kNotFound, "Authorization with id " + row.id + " does not exist.");
  }
  log_authorization(context, "Update", row, known);
  *known = row;
  context.session.update(*known);
  return row;
}

Status delete_authorization(Context& context, const std::string& id) {
  const AuthorizationRow* row = context.session.get<AuthorizationRow>(id);
  if (row == nullptr) {
    return fail(ErrorKind::kNotFound, "Authorization with id " + id + " does not exist.");
  }
  PROCOS_TRY(authorize(context, Check::kDeleteAuthorization, {.id = id}));
  log_authorization(context, "Delete", *row);
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
  PROCOS_TRY(erase_rows<AuthorizationRow>(context, std::move(filters)));
  return {};
}

}  // namespace procos::command
