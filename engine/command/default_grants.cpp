#include "command/default_grants.h"

#include "base/ids.h"
#include "store/query.h"

namespace procos::command {
namespace {

using state::AuthorizationRow;

constexpr auto kGrantType = static_cast<std::int64_t>(state::AuthorizationType::kGrant);

/// The grant that there is already, if only since this command.
Result<AuthorizationRow*> granted(state::Session& session, store::Connection& writer,
                                  const Grant& grant) {
  const auto type = static_cast<std::int64_t>(grant.resource);
  const auto same = [&](const AuthorizationRow& row) {
    return row.type == kGrantType && row.resource_type == type &&
           row.resource_id == grant.resource_id && row.user_id == grant.user_id &&
           row.group_id == grant.group_id;
  };
  if (AuthorizationRow* row = session.find_loose<AuthorizationRow>(same)) return row;
  store::Query query;
  query.filters = {{"type", {kGrantType}},
                   {"resourceType", {type}},
                   {"resourceId", {grant.resource_id}},
                   grant.user_id.empty() ? store::Filter{"groupIdIn", {grant.group_id}}
                                         : store::Filter{"userIdIn", {grant.user_id}}};
  PROCOS_ASSIGN(const auto ids, store::list_ids<AuthorizationRow>(writer, query));
  return ids.empty() ? nullptr : session.get<AuthorizationRow>(ids.front());
}

}  // namespace

Status grant_default(state::Session& session, store::Connection& writer, const Grant& grant) {
  if (grant.user_id.empty() && grant.group_id.empty()) return {};
  PROCOS_ASSIGN(AuthorizationRow * known, granted(session, writer, grant));
  if (known != nullptr) {
    if ((known->permissions & grant.permissions) == grant.permissions) return {};
    known->permissions |= grant.permissions;
    session.update(*known);
    return {};
  }
  AuthorizationRow row;
  row.id = new_id();
  row.type = kGrantType;
  row.user_id = grant.user_id;
  row.group_id = grant.group_id;
  row.resource_type = static_cast<std::int64_t>(grant.resource);
  row.resource_id = grant.resource_id;
  row.permissions = grant.permissions;
  session.insert(std::move(row));
  return {};
}

Status grant_default(Context& context, const Grant& grant) {
  if (!context.authorization) return {};
  return grant_default(context.session, context.store.writer(), grant);
}

}  // namespace procos::command
