// Methods of lists, sets, maps, their entries, iterators and (briefly) streams.
#include <algorithm>

#include "expr/coerce.h"
#include "expr/java_text.h"
#include "expr/method.h"

namespace procos::expr {
namespace {

using enum JavaType;

std::vector<Datum>& items(Call& call) { return call.object<ListObject>().items; }

Result<Datum> null_result() { return Datum(); }

std::unexpected<Error> out_of_bounds(std::int64_t index, std::size_t size) {
  return expression_error("java.lang.IndexOutOfBoundsException: Index " + std::to_string(index) +
                          " out of bounds for length " + std::to_string(size));
}

bool within(std::int64_t index, std::size_t size) {
  return index >= 0 && static_cast<std::uint64_t>(index) < size;
}

Status changing(Call& call) {
  if (call.object<ListObject>().fixed)
    return expression_error("java.lang.UnsupportedOperationException");
  call.changed = true;
  return {};
}

Datum size_of(std::size_t size) { return Datum::integer(static_cast<std::int64_t>(size)); }

Result<const ListObject*> other_collection(Call& call, std::size_t i) {
  const auto* other = call.arguments[i].as<ListObject>();
  if (other == nullptr) return expression_error("java.lang.NullPointerException");
  return other;
}

bool holds(const std::vector<Datum>& all, const Datum& item) {
  return std::ranges::any_of(all,
                             [&](const Datum& candidate) { return java_equals(candidate, item); });
}

std::int64_t collection_place(const std::vector<Datum>& all, const Datum& item) {
  const auto it = std::ranges::find_if(
      all, [&](const Datum& candidate) { return java_equals(candidate, item); });
  return it == all.end() ? -1 : it - all.begin();
}

Result<Datum> size(Call& call) { return size_of(items(call).size()); }
Result<Datum> is_empty(Call& call) { return Datum::boolean(items(call).empty()); }
Result<Datum> collection_contains(Call& call) {
  return Datum::boolean(holds(items(call), call.arguments[0]));
}

Result<Datum> contains_all(Call& call) {
  PROCOS_ASSIGN(const ListObject* other, other_collection(call, 0));
  return Datum::boolean(std::ranges::all_of(
      other->items, [&](const Datum& item) { return holds(items(call), item); }));
}

Result<Datum> get(Call& call) {
  if (!within(call.integer(0), items(call).size()))
    return out_of_bounds(call.integer(0), items(call).size());
  return items(call)[static_cast<std::size_t>(call.integer(0))];
}

Result<Datum> collection_index_of(Call& call) {
  return Datum::integer(collection_place(items(call), call.arguments[0]));
}

Result<Datum> last_index_of(Call& call) {
  for (std::size_t i = items(call).size(); i > 0; --i) {
    if (java_equals(items(call)[i - 1], call.arguments[0])) return size_of(i - 1);
  }
  return Datum::integer(-1);
}

Result<Datum> add(Call& call) {
  PROCOS_TRY(changing(call));
  if (!call.object<ListObject>().is_list() && holds(items(call), call.arguments[0]))
    return Datum::boolean(false);
  PROCOS_ASSIGN(Datum item, detached(call.arguments[0]));
  items(call).push_back(std::move(item));
  return Datum::boolean(true);
}

Result<Datum> collection_insert(Call& call) {
  PROCOS_TRY(changing(call));
  if (!within(call.integer(0), items(call).size() + 1))
    return out_of_bounds(call.integer(0), items(call).size());
  PROCOS_ASSIGN(Datum item, detached(call.arguments[1]));
  items(call).insert(items(call).begin() + call.integer(0), std::move(item));
  return null_result();
}

Result<Datum> add_all(Call& call) {
  PROCOS_TRY(changing(call));
  PROCOS_ASSIGN(const ListObject* other, other_collection(call, 0));
  PROCOS_ASSIGN(const Datum copy, detached(call.arguments[0]));
  const std::size_t before = items(call).size();
  for (const Datum& item : copy.as<ListObject>()->items) {
    if (call.object<ListObject>().is_list() || !holds(items(call), item))
      items(call).push_back(item);
  }
  (void)other;
  return Datum::boolean(items(call).size() != before);
}

Result<Datum> set(Call& call) {
  PROCOS_TRY(changing(call));
  if (!within(call.integer(0), items(call).size()))
    return out_of_bounds(call.integer(0), items(call).size());
  PROCOS_ASSIGN(Datum item, detached(call.arguments[1]));
  return std::exchange(items(call)[static_cast<std::size_t>(call.integer(0))], std::move(item));
}

Result<Datum> remove_at(Call& call) {
  PROCOS_TRY(changing(call));
  if (!within(call.integer(0), items(call).size()))
    return out_of_bounds(call.integer(0), items(call).size());
  const auto place = items(call).begin() + call.integer(0);
  Datum former = std::move(*place);
  items(call).erase(place);
  return former;
}

Result<Datum> remove_item(Call& call) {
  PROCOS_TRY(changing(call));
  const std::int64_t place = collection_place(items(call), call.arguments[0]);
  if (place < 0) return Datum::boolean(false);
  items(call).erase(items(call).begin() + place);
  return Datum::boolean(true);
}

// removeAll takes out what the other collection holds, retainAll everything else.
template <bool Retain>
Result<Datum> remove_all(Call& call) {
  PROCOS_TRY(changing(call));
  PROCOS_ASSIGN(const ListObject* other, other_collection(call, 0));
  const std::vector<Datum> all = other->items;
  const auto gone =
      std::erase_if(items(call), [&](const Datum& item) { return holds(all, item) != Retain; });
  return Datum::boolean(gone > 0);
}

Result<Datum> clear(Call& call) {
  PROCOS_TRY(changing(call));
  items(call).clear();
  return null_result();
}

Result<Datum> sub_list(Call& call) {
  const std::int64_t from = call.integer(0);
  const std::int64_t to = call.integer(1);
  if (from < 0 || to > static_cast<std::int64_t>(items(call).size()) || from > to) {
    return expression_error("fromIndex: " + std::to_string(from) +
                            ", toIndex: " + std::to_string(to));
  }
  std::vector<Datum> part(items(call).begin() + from, items(call).begin() + to);
  return Datum::object(
      std::make_shared<ListObject>(kArrayList, "java.util.ArrayList$SubList", std::move(part)));
}

Result<Datum> sort(Call& call) {
  PROCOS_TRY(changing(call));
  std::vector<Datum>& all = items(call);
  for (const Datum& item : all) {
    const bool comparable = item.is_string() || item.is_integral() || item.is_floating() ||
                            item.kind() == Datum::Kind::kDate ||
                            item.kind() == Datum::Kind::kBoolean;
    if (!comparable || item.kind() != all[0].kind())
      return expression_error("java.lang.ClassCastException: the elements are not comparable");
  }
  std::ranges::stable_sort(all, [](const Datum& a, const Datum& b) {
    if (a.is_string()) return string_compare(a.as_text(), b.as_text()) < 0;
    if (a.is_floating()) return a.as_double() < b.as_double();
    if (a.kind() == Datum::Kind::kBoolean) return a.as_bool() < b.as_bool();
    return a.as_int() < b.as_int();
  });
  return null_result();
}

Result<Datum> array_of(std::vector<Datum> all) {
  return Datum::object(
      std::make_shared<ListObject>(kObjectArray, "[Ljava.lang.Object;", std::move(all)));
}

template <JavaType Sequence>
Result<Datum> sequence(Call& call) {
  return Datum::object(std::make_shared<SequenceObject>(Sequence, items(call)));
}

constexpr std::array kCollectionMethods{
    Method{"size", {}, size},
    Method{"isEmpty", {}, is_empty, Flags::kGetter},
    Method{"contains", {kObject}, collection_contains},
    Method{"containsAll", {kCollection}, contains_all},
    Method{"add", {kObject}, add},
    Method{"addAll", {kCollection}, add_all},
    Method{"remove", {kObject}, remove_item},
    Method{"removeAll", {kCollection}, remove_all<false>},
    Method{"retainAll", {kCollection}, remove_all<true>},
    Method{"clear", {}, clear},
    Method{"toArray", {}, [](Call& c) { return array_of(items(c)); }},
    Method{"iterator", {}, sequence<kIterator>},
    Method{"stream", {}, sequence<kStream>},
};

constexpr std::array kListMethods{
    kCollectionMethods[0],
    kCollectionMethods[1],
    kCollectionMethods[2],
    kCollectionMethods[3],
    kCollectionMethods[4],
    kCollectionMethods[5],
    kCollectionMethods[6],
    kCollectionMethods[7],
    kCollectionMethods[8],
    kCollectionMethods[9],
    kCollectionMethods[10],
    kCollectionMethods[11],
    kCollectionMethods[12],
    Method{"add", {kIntP, kObject}, collection_insert},
    Method{"get", {kIntP}, get},
    Method{"set", {kIntP, kObject}, set},
    Method{"remove", {kIntP}, remove_at},
    Method{"indexOf", {kObject}, collection_index_of},
    Method{"lastIndexOf", {kObject}, last_index_of},
    Method{"subList", {kIntP, kIntP}, sub_list},
    Method{"sort", {kComparator}, sort},
    Method{"listIterator", {}, sequence<kIterator>},
    Method{"clone", {}, [](Call& c) { return detached(c.self); }},
};
static_assert(kCollectionMethods.size() == 13);

MapObject& map_of(Call& call) { return call.object<MapObject>(); }

// Keys, values and entries are given as copies: taking out of them does not change the map.
Result<Datum> view(JavaType type, std::string name, std::vector<Datum> all) {
  auto list = std::make_shared<ListObject>(type, std::move(name), std::move(all));
  list->fixed = true;
  return Datum::object(std::move(list));
}

Result<Datum> key_set(Call& call) {
  std::vector<Datum> keys;
  for (const auto& [key, value] : map_of(call).entries) keys.push_back(key);
  return view(kSet, "java.util.LinkedHashMap$LinkedKeySet", std::move(keys));
}

Result<Datum> values(Call& call) {
  std::vector<Datum> all;
  for (const auto& [key, value] : map_of(call).entries) all.push_back(value);
  return view(kCollection, "java.util.LinkedHashMap$LinkedValues", std::move(all));
}

Result<Datum> entry_set(Call& call) {
  std::vector<Datum> all;
  for (const auto& [key, value] : map_of(call).entries)
    all.push_back(Datum::object(std::make_shared<MapEntryObject>(key, value)));
  return view(kSet, "java.util.LinkedHashMap$LinkedEntrySet", std::move(all));
}

Result<Datum> map_get(Call& call) {
  const Datum* value = map_of(call).find(call.arguments[0]);
  if (value != nullptr) return *value;
  return call.arguments.size() > 1 ? call.arguments[1] : Datum();
}

Result<Datum> contains_value(Call& call) {
  return Datum::boolean(std::ranges::any_of(map_of(call).entries, [&](const auto& entry) {
    return java_equals(entry.second, call.arguments[0]);
  }));
}

Result<Datum> put(Call& call) {
  PROCOS_ASSIGN(Datum value, detached(call.arguments[1]));
  call.changed = true;
  return map_of(call).put(call.arguments[0], std::move(value));
}

Result<Datum> put_if_absent(Call& call) {
  const Datum* present = map_of(call).find(call.arguments[0]);
  if (present != nullptr && !present->is_null()) return *present;
  return put(call);
}

Result<Datum> put_all(Call& call) {
  PROCOS_ASSIGN(const Datum copy, detached(call.arguments[0]));
  const auto* other = copy.as<MapObject>();
  if (other == nullptr) return expression_error("java.lang.NullPointerException");
  for (const auto& [key, value] : other->entries) map_of(call).put(key, value);
  call.changed = true;
  return null_result();
}

Result<Datum> map_replace(Call& call) {
  if (map_of(call).find(call.arguments[0]) == nullptr) return null_result();
  return put(call);
}

Result<Datum> map_remove(Call& call) {
  call.changed = true;
  return map_of(call).remove(call.arguments[0]);
}

Result<Datum> map_clear(Call& call) {
  call.changed = true;
  map_of(call).entries.clear();
  return null_result();
}

constexpr std::array kMapMethods{
    Method{"size", {}, [](Call& c) -> Result<Datum> { return size_of(map_of(c).entries.size()); }},
    Method{"isEmpty",
           {},
           [](Call& c) -> Result<Datum> { return Datum::boolean(map_of(c).entries.empty()); },
           Flags::kGetter},
    Method{"get", {kObject}, map_get},
    Method{"getOrDefault", {kObject, kObject}, map_get},
    Method{"containsKey",
           {kObject},
           [](Call& c) -> Result<Datum> {
             return Datum::boolean(map_of(c).find(c.arguments[0]) != nullptr);
           }},
    Method{"containsValue", {kObject}, contains_value},
    Method{"put", {kObject, kObject}, put},
    Method{"putIfAbsent", {kObject, kObject}, put_if_absent},
    Method{"putAll", {kMap}, put_all},
    Method{"replace", {kObject, kObject}, map_replace},
    Method{"remove", {kObject}, map_remove},
    Method{"clear", {}, map_clear},
    Method{"keySet", {}, key_set},
    Method{"values", {}, values},
    Method{"entrySet", {}, entry_set},
    Method{"clone", {}, [](Call& c) { return detached(c.self); }},
};

constexpr std::array kEntryMethods{
    Method{"getKey", {}, [](Call& c) -> Result<Datum> { return c.object<MapEntryObject>().key; }},
    Method{
        "getValue", {}, [](Call& c) -> Result<Datum> { return c.object<MapEntryObject>().value; }},
};

Result<Datum> next_item(Call& call) {
  auto& iterator = call.object<SequenceObject>();
  if (iterator.next >= iterator.items.size())
    return expression_error("java.util.NoSuchElementException");
  return iterator.items[iterator.next++];
}

Result<Datum> has_next(Call& call) {
  const auto& iterator = call.object<SequenceObject>();
  return Datum::boolean(iterator.next < iterator.items.size());
}

constexpr std::array kIteratorMethods{
    Method{"next", {}, next_item},
    Method{"hasNext", {}, has_next},
};

Result<Datum> to_list(Call& call) {
  auto list = std::make_shared<ListObject>(kArrayList, "java.util.ImmutableCollections$ListN",
                                           call.object<SequenceObject>().items);
  list->fixed = true;
  return Datum::object(std::move(list));
}

constexpr std::array kStreamMethods{
    Method{"count",
           {},
           [](Call& c) -> Result<Datum> {
             return Datum::long_integer(
                 static_cast<std::int64_t>(c.object<SequenceObject>().items.size()));
           }},
    Method{"toList", {}, to_list},
    Method{"toArray", {}, [](Call& c) { return array_of(c.object<SequenceObject>().items); }},
    Method{"iterator",
           {},
           [](Call& c) -> Result<Datum> {
             return Datum::object(
                 std::make_shared<SequenceObject>(kIterator, c.object<SequenceObject>().items));
           }},
};

}  // namespace

std::span<const Method> list_methods(const ListObject& list) {
  if (list.is_list()) return kListMethods;
  return list.is_array() ? std::span<const Method>() : std::span<const Method>(kCollectionMethods);
}

std::span<const Method> map_methods() { return kMapMethods; }

std::span<const Method> sequence_methods(JavaType type) {
  if (type == kMapEntry) return kEntryMethods;
  return type == kIterator ? std::span<const Method>(kIteratorMethods)
                           : std::span<const Method>(kStreamMethods);
}

}  // namespace procos::expr
