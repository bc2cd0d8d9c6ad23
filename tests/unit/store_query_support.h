// Writing rows and asking queries in tests, in one line each.
#pragma once

#include <catch2/catch.hpp>

#include "store_support.h"

namespace procos::store::test {

template <class Row>
void insert(Store& store, const std::vector<Row>& rows) {
  state::ChangeList changes;
  for (const Row& row : rows) changes.of<Row>().inserted.push_back(&row);
  write(store, changes);
}

inline Query where(const std::string& name, std::vector<Param> values = {}) {
  Query query;
  query.filters.push_back({name, std::move(values)});
  return query;
}

inline Query both(Query first, const Query& second) {
  first.filters.insert(first.filters.end(), second.filters.begin(), second.filters.end());
  return first;
}

inline Query any(std::vector<Query> alternatives) {
  Query inner;
  for (const Query& each : alternatives) inner = both(inner, each);
  Query query;
  query.any_of.push_back(inner);
  return query;
}

/// Ids of what a query finds, separated by blanks; a failure's message after "!".
template <class Row>
std::string ids(Store& store, const Query& query) {
  auto found = list_ids<Row>(store.writer(), query);
  if (!found) return "!" + found.error().message;
  std::string text;
  for (const std::string& id : *found) text += (text.empty() ? "" : " ") + id;
  auto number = count<Row>(store.writer(), query);
  REQUIRE(number);
  CHECK(*number == static_cast<std::int64_t>(found->size()));
  return text;
}

}  // namespace procos::store::test
