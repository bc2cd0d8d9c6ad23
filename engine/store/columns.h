// From a table's list of columns (tables.cpp): its SQL texts, and the code that binds and reads a
// row.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "model/value.h"
#include "store/connection.h"

namespace procos::store {

/// How a column takes part in updates. Fixed columns are written once, so that their indices are
/// left alone when the row changes; indexed ones rarely change, and are written when they did.
enum class Kind { kFixed, kIndexed, kMutable, kBlob };

/// Whether a column is one of ids, by its name: those of elements of a model, workers and cases are
/// names that others gave.
constexpr bool holds_ids(std::string_view name) {
  if (name == "configuration" || name == "history_configuration") return true;
  if (name == "transition_id" || name == "worker_id" || name == "case_instance_id") return false;
  return name == "id" || (name.ends_with("_id") && !name.ends_with("activity_id"));
}

template <class Row, class T>
struct Column {
  std::string_view name;
  T Row::*member;
  Kind kind;
  bool is_id = holds_ids(name);
};

template <class Row, class T>
constexpr Column<Row, T> fixed(std::string_view name, T Row::*member) {
  return {name, member, Kind::kFixed};
}
template <class Row, class T>
constexpr Column<Row, T> indexed(std::string_view name, T Row::*member) {
  return {name, member, Kind::kIndexed};
}
template <class Row, class T>
constexpr Column<Row, T> column(std::string_view name, T Row::*member) {
  return {name, member, Kind::kMutable};
}
template <class Row>
constexpr Column<Row, std::string> blob(std::string_view name, std::string Row::*member) {
  return {name, member, Kind::kBlob};
}

/// What a Value is split into, so that queries can compare it: after the column's name.
inline constexpr std::string_view kValueParts[] = {"_type", "_int",    "_real",     "_text",
                                                   "_name", "_format", "_encoding", "_blob"};
inline constexpr int kValueWidth = 8;

template <class T>
constexpr int width() {
  return std::is_same_v<T, Value> ? kValueWidth : 1;
}

void bind_value(Statement& statement, int at, const Value& value);
Value read_value(const Statement& statement, int at);

template <class Row, class T>
void bind_field(Statement& statement, int at, const Row& row, const Column<Row, T>& column) {
  const T& field = row.*column.member;
  if constexpr (std::is_same_v<T, std::string>) {
    if (field.empty()) return statement.bind_null(at);
    if (column.is_id) return statement.bind_id(at, field);
    if (column.kind == Kind::kBlob) return statement.bind_blob(at, field);
    statement.bind(at, std::string_view(field));
  } else if constexpr (std::is_same_v<T, std::optional<std::int64_t>>) {
    field ? statement.bind(at, *field) : statement.bind_null(at);
  } else if constexpr (std::is_same_v<T, Value>) {
    bind_value(statement, at, field);
  } else {
    statement.bind(at, std::int64_t{field});
  }
}

template <class Row, class T>
void read_field(const Statement& statement, int at, Row& row, const Column<Row, T>& column) {
  T& field = row.*column.member;
  if constexpr (std::is_same_v<T, std::string>) {
    if (column.is_id) return statement.id(at, field);
    field = column.kind == Kind::kBlob ? statement.blob(at) : statement.text(at);
  } else if constexpr (std::is_same_v<T, std::optional<std::int64_t>>) {
    field.reset();
    if (!statement.is_null(at)) field = statement.integer(at);
  } else if constexpr (std::is_same_v<T, Value>) {
    field = read_value(statement, at);
  } else if constexpr (std::is_same_v<T, bool>) {
    field = statement.integer(at) != 0;
  } else {
    field = statement.integer(at);
  }
}

/// Calls `visit(column, width)` for each column of a table.
template <class Columns, class Visit>
constexpr void for_each_column(const Columns& columns, Visit visit) {
  std::apply([&visit]<class... Row, class... T>(
                 const Column<Row, T>&... each) { (visit(each, width<T>()), ...); },
             columns);
}

}  // namespace procos::store
