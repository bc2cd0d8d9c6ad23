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

template <class Row, class T>
struct Column {
  std::string_view name;
  T Row::*member;
  Kind kind;
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

inline void bind_field(Statement& statement, int at, const std::string& field, Kind kind) {
  if (field.empty()) return statement.bind_null(at);
  kind == Kind::kBlob ? statement.bind_blob(at, field)
                      : statement.bind(at, std::string_view(field));
}
inline void bind_field(Statement& statement, int at, std::int64_t field, Kind) {
  statement.bind(at, field);
}
inline void bind_field(Statement& statement, int at, bool field, Kind) {
  statement.bind(at, std::int64_t{field});
}
inline void bind_field(Statement& statement, int at, const std::optional<std::int64_t>& field,
                       Kind) {
  field ? statement.bind(at, *field) : statement.bind_null(at);
}
inline void bind_field(Statement& statement, int at, const Value& field, Kind) {
  bind_value(statement, at, field);
}

inline void read_field(const Statement& statement, int at, std::string& field, Kind kind) {
  field = kind == Kind::kBlob ? statement.blob(at) : statement.text(at);
}
inline void read_field(const Statement& statement, int at, std::int64_t& field, Kind) {
  field = statement.integer(at);
}
inline void read_field(const Statement& statement, int at, bool& field, Kind) {
  field = statement.integer(at) != 0;
}
inline void read_field(const Statement& statement, int at, std::optional<std::int64_t>& field,
                       Kind) {
  field.reset();
  if (!statement.is_null(at)) field = statement.integer(at);
}
inline void read_field(const Statement& statement, int at, Value& field, Kind) {
  field = read_value(statement, at);
}

/// Calls `visit(column, width)` for each column of a table.
template <class Columns, class Visit>
constexpr void for_each_column(const Columns& columns, Visit visit) {
  std::apply([&visit]<class... Row, class... T>(
                 const Column<Row, T>&... each) { (visit(each, width<T>()), ...); },
             columns);
}

}  // namespace procos::store
