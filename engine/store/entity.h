// What can be asked of an entity, as data: its filters, variable filters and sort keys with their
// SQL. The entity's table stands under the alias r.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"

namespace procos::store {

/// In `sql`, $1 stands for the filter's value, $list for all of its values in parentheses, $now for
/// the time; $id and $ids for the same where a column of ids is compared with them; text with $each
/// is repeated for every value. SQL without any of them is a flag.
struct FilterDef {
  std::string_view name;
  std::string_view sql;    ///< empty: only switches other filters
  std::string_view group{};  ///< conditions of one group are about the same row elsewhere
  std::string_view when{};   ///< a filter of the query, or one of several between spaces, that ...
  std::string_view then{};   ///< ... replaces `sql` by this
  std::string_view unless{};  ///< filters of the query, between spaces, that take this one's place
  /// Where any of several filters may hold, and Camunda asks something else: SQL outside of the
  /// group; a blank: nothing.
  std::string_view in_any{};
  bool with_previous = false;  ///< there it holds together with the filter before it
};

/// Conditions of one group stand between `open` and `close`.
struct GroupDef {
  std::string_view name, open, joiner, close;
  std::string_view when{};  ///< a flag that ...
  std::string_view then{};  ///< ... replaces `open` by this
};

/// $condition stands for the comparison of one variable, in the row under `alias`.
struct VariableDef {
  std::string_view name, sql, alias;
};

/// In `sql`, $1 and $2 stand for the sort's parameters: the variable's name and type.
struct SortDef {
  std::string_view name, sql;
};

/// A column whose value is made when it is read.
struct ColumnDef {
  std::string_view column, sql;
};

struct Entity {
  std::string_view base{};         ///< condition of every query
  std::string_view base_unless{};  ///< ... but those with this flag
  std::span<const FilterDef> filters;
  std::span<const GroupDef> groups{};
  std::span<const VariableDef> variables{};
  std::span<const SortDef> sorts;
  std::span<const ColumnDef> columns{};
  /// Orders what the sort keys leave equal, so that pages fit together: oldest first.
  std::string_view order = "r.id";
  /// Of an ordering comparison with a boolean or null, where Camunda is not of one mind.
  ErrorKind incomparable = ErrorKind::kNotValid;
};

/// Defined in entities_*.cpp for every row that can be listed.
template <class Row>
const Entity& entity();

}  // namespace procos::store
