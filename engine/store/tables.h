// What the rest of the store needs of a table; all of it is made from the lists in tables.cpp.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "store/connection.h"

namespace procos::store {

struct TableSql {
  std::string name;
  std::vector<std::string> columns;  ///< in the order in which read_row expects them
  /// Of 1, 2, 4 and 8 rows; parameters: bind_insert, row after row.
  std::array<std::string, 4> insert;
  std::string update;  ///< parameters: bind_update; empty when nothing of a row ever changes
  /// Changes a row whose indexed columns stay as they are, and no other; parameters:
  /// bind_update_beside_indices; empty when the table has no such columns.
  std::string update_beside_indices;
  std::string remove;  ///< parameter: id
  std::string find;    ///< parameter: id
};

/// `r.a, r.b, ...` for a table that stands under the alias r in a statement.
std::string select_list(const TableSql& table);

// Defined for every row of state/rows.h.
template <class Row>
const TableSql& table();
/// Returns the parameter after the row's last.
template <class Row>
int bind_insert(Statement& statement, const Row& row, int first);
template <class Row>
void bind_update(Statement& statement, const Row& row);
template <class Row>
void bind_update_beside_indices(Statement& statement, const Row& row);
/// Reads the columns of a row that select_list asked for.
template <class Row>
void read_row(const Statement& statement, Row& row);

}  // namespace procos::store
