// What the verbs on users, groups and tenants share.
#pragma once

#include <string>

#include "command/default_grants.h"
#include "command/identity.h"
#include "command/support.h"

namespace procos::command {

/// Camunda takes letters and digits, and the name of its own group of administrators.
Status check_resource_id(const std::string& what, const std::string& argument,
                         const std::string& id);

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
  return {};
}

/// The row that is to be changed: there, and under the id that the caller says it has.
template <class Row>
Result<Row*> named_for_update(Context& context, const std::string& what, const std::string& argument,
                              const std::string& id, const std::string& said_id) {
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

/// Removes all rows of a kind that pass the filters.
template <class Row>
Status erase_rows(Context& context, std::vector<store::Filter> filters) {
  PROCOS_ASSIGN(const auto rows, find_rows<Row>(context, std::move(filters)));
  for (const Row& row : rows) context.session.erase<Row>(row.id);
  return {};
}

}  // namespace procos::command
