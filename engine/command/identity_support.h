// What the verbs on users, groups and tenants share.
#pragma once

#include <string>
#include <type_traits>

#include "command/default_grants.h"
#include "command/identity.h"
#include "command/operation_log.h"
#include "command/support.h"

namespace procos::command {

/// Camunda takes letters and digits, and the name of its own group of administrators.
Status check_resource_id(const std::string& what, const std::string& argument,
                         const std::string& id);

/// What administrators do with users and groups: a row for each id, as Camunda's identity
/// operations.
inline void log_identity(Context& context, std::string_view type, std::string_view entity,
                         const PropertyChanges& ids, const std::string& tenant_id = {}) {
  Operation(context, type, entity, kAdministrator).in_tenant(tenant_id).write(ids);
}

/// A tenant belongs to itself.
template <class Row>
std::string tenant_of(const Row& row) {
  return std::is_same_v<Row, state::TenantRow> ? row.id : std::string();
}

/// A new row of a kind whose ids are the caller's own: `what` is "User" and `argument` "userId".
template <class Row>
Status create_named(Context& context, const std::string& what, const std::string& argument,
                    const Row& row) {
  PROCOS_TRY(check_resource_id(what, argument, row.id));
  if (context.session.get<Row>(row.id) != nullptr) {
    std::string name = what;
    name[0] = static_cast<char>(name[0] - 'A' + 'a');
    return fail(ErrorKind::kBadUserRequest, "The " + name + " already exists");
  }
  context.session.insert(row);
  log_identity(context, "Create", what, {{argument, {}, row.id}}, tenant_of(row));
  return {};
}

/// The row that is to be changed: there, and under the id that the caller says it has.
template <class Row>
Result<Row*> named_for_update(Context& context, const std::string& what,
                              const std::string& argument, const std::string& id,
                              const std::string& said_id) {
  Row* row = context.session.get<Row>(id);
  if (row == nullptr) {
    return fail(ErrorKind::kNotFound, what + " with id " + id + " does not exist");
  }
  PROCOS_TRY(check_resource_id(what, argument, said_id));
  if (said_id != id) {
    return fail(ErrorKind::kOptimisticLocking,
                "ENGINE-03005 Execution of 'UPDATE " + what + "Entity[" + said_id +
                    "]' failed. Entity was updated by another transaction concurrently.");
  }
  return row;
}

/// Removes all rows of a kind that pass the filters; answers whether there were any.
template <class Row>
Result<bool> erase_rows(Context& context, std::vector<store::Filter> filters) {
  PROCOS_ASSIGN(const auto rows, find_rows<Row>(context, std::move(filters)));
  for (const Row& row : rows) context.session.erase<Row>(row.id);
  return !rows.empty();
}

}  // namespace procos::command
