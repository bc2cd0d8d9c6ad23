#include "store/authorize.h"

#include <nlohmann/json.hpp>

#include "base/check.h"

namespace procos::store {
namespace {

std::int64_t number_of(state::Resource resource) { return static_cast<std::int64_t>(resource); }

std::int64_t bits_of(state::Resource resource, std::string_view permission) {
  const auto known = state::find_permission(permission, number_of(resource));
  PROCOS_CHECK(known.has_value());
  return known->bits;
}

/// The text that decides one permission: 1 granted, 0 revoked, NULL neither. What is said about the
/// user himself counts before what is said about his groups, and that before what holds for
/// everybody; what is said about this resource counts before what is said about all of its type;
/// and a grant before a revocation. Only where something is revoked does an authorization for
/// everybody take away what it does not give, as in Camunda.
class Decision {
 public:
  Decision(const state::Authentication& user, bool revocations, Parameters& parameters)
      : user_(parameters.add_id(user.user_id)),
        groups_(parameters.add_ids(user.group_ids)),
        revocations_(revocations),
        parameters_(parameters) {}

  /// `id` is SQL; empty: any resource of the type.
  std::string of(state::Resource resource, std::string_view permission, const std::string& id) {
    const std::string type = parameters_.add(number_of(resource));
    const std::string bits = parameters_.add(bits_of(resource, permission));
    const std::string allowed = "(a.permissions & " + bits + ") = " + bits;
    const std::string about =
        id.empty() ? "a.resource_id = '*'" : "a.resource_id IN (" + id + ", '*')";
    const std::string own = "(a.user_id = " + user_ + " OR a.group_id IN " + groups_ + ")";
    std::string who = "a.type = 1 AND " + allowed + " AND " + own +
                      " OR a.type = 0 AND a.user_id = '*'" +
                      (revocations_ ? "" : " AND " + allowed);
    if (revocations_) who += " OR a.type = 2 AND NOT " + allowed + " AND " + own;
    return "(SELECT a.type < 2 AND " + allowed + " FROM authorization a WHERE a.resource_type = " +
           type + " AND " + about + " AND (" + who +
           ") ORDER BY (a.type = 0) * 8 + (a.group_id IS NOT NULL) * 4 + (a.resource_id = '*') * 2 "
           "+ NOT " + allowed + " LIMIT 1)";
  }

 private:
  const std::string user_, groups_;
  const bool revocations_;
  Parameters& parameters_;
};

bool has_revocations(Connection& connection, const state::Authentication& user) {
  Parameters parameters;
  const std::string sql =
      "SELECT EXISTS (SELECT 1 FROM authorization WHERE type = 2 AND (user_id IN (" +
      parameters.add_id(user.user_id) + ", '*') OR group_id IN " +
      parameters.add_ids(user.group_ids) + "))";
  Use statement(connection.query(sql));
  parameters.bind_to(*statement);
  statement->step();
  return statement->integer(0) != 0;
}

/// Where all resources of a type are granted, no row has to be looked at.
bool may_all(Connection& connection, const state::Authentication& viewer,
             std::span<const ReadDef> reads) {
  std::vector<PermissionCheck> any;
  for (const ReadDef& read : reads) any.push_back({read.resource, read.permission, {}});
  return is_authorized(connection, viewer, any);
}

std::string tenant_condition(const state::Authentication& viewer, std::string_view column,
                             Parameters& parameters) {
  const std::string tenant(column);
  return "(" + tenant + " IS NULL OR " + tenant + " IN " + parameters.add_ids(viewer.tenant_ids) +
         ")";
}

}  // namespace

bool is_authorized(Connection& connection, const state::Authentication& user,
                   std::span<const PermissionCheck> any_of) {
  Parameters parameters;
  Decision decision(user, has_revocations(connection, user), parameters);
  std::string sql = "SELECT coalesce(";
  for (const PermissionCheck& check : any_of) {
    const bool any = check.id.empty() || check.id == state::kAnyId;
    const std::string id = any ? std::string() : parameters.add_id(check.id);
    sql += decision.of(check.resource, check.permission, id) + ", ";
  }
  Use statement(connection.query(sql + "0)"));
  parameters.bind_to(*statement);
  statement->step();
  return statement->integer(0) != 0;
}

std::string narrowed(Connection& connection, const state::Authentication& viewer,
                     const VisibleDef& visible, bool for_work, Parameters& parameters) {
  std::string conditions;
  const auto add = [&](const std::string& condition) {
    conditions += (conditions.empty() ? "" : " AND ") + condition;
  };
  if (!visible.tenant.empty() && !viewer.admin) {
    add(tenant_condition(viewer, visible.tenant, parameters));
  }
  const bool revocations = has_revocations(connection, viewer);
  const auto add_permissions = [&](std::span<const ReadDef> reads) {
    if (reads.empty() || (!revocations && may_all(connection, viewer, reads))) return;
    Decision decision(viewer, revocations, parameters);
    std::string one_of;
    for (const ReadDef& read : reads) {
      one_of += decision.of(read.resource, read.permission, std::string(read.id)) + ", ";
    }
    const std::string free(visible.everybodys);
    add("(" + (free.empty() ? free : free + " OR ") + "coalesce(" + one_of + "0))");
  };
  add_permissions(visible.any_of);
  if (for_work) add_permissions(visible.work);
  return conditions;
}

}  // namespace procos::store
