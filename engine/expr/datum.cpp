#include "expr/datum.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "expr/big_number.h"
#include "expr/expression.h"
#include "expr/java_text.h"
#include "expr/joda.h"

namespace procos::expr {
namespace {

constexpr std::size_t kMaxCopiedElements = 1'000'000;

std::int32_t fold(std::int64_t bits) {
  const auto wide = static_cast<std::uint64_t>(bits);
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(wide ^ (wide >> 32)));
}

std::int32_t double_hash(double value) {
  if (std::isnan(value)) value = std::numeric_limits<double>::quiet_NaN();
  return fold(std::bit_cast<std::int64_t>(value));
}

std::int32_t object_hash(const Datum& datum) {
  if (const auto* list = datum.as<ListObject>()) {
    std::uint32_t hash = list->is_list() ? 1 : 0;
    for (const Datum& item : list->items) {
      hash = (list->is_list() ? hash * 31 : hash) + static_cast<std::uint32_t>(java_hash(item));
    }
    return static_cast<std::int32_t>(hash);
  }
  if (const auto* map = datum.as<MapObject>()) {
    std::uint32_t hash = 0;
    for (const auto& [key, value] : map->entries) {
      hash +=
          static_cast<std::uint32_t>(java_hash(key)) ^ static_cast<std::uint32_t>(java_hash(value));
    }
    return static_cast<std::int32_t>(hash);
  }
  if (const auto* entry = datum.as<MapEntryObject>())
    return java_hash(entry->key) ^ java_hash(entry->value);
  if (const auto* time = datum.as<JodaObject>()) return fold(time->ms);
  return string_hash(java_text(datum));
}

bool same_items(const ListObject& a, const ListObject& b) {
  if (a.is_array() || b.is_array() || a.is_list() != b.is_list() ||
      a.items.size() != b.items.size()) {
    return false;
  }
  if (a.is_list()) return std::ranges::equal(a.items, b.items, java_equals);
  return std::ranges::all_of(a.items, [&](const Datum& item) {
    return std::ranges::any_of(b.items,
                               [&](const Datum& other) { return java_equals(item, other); });
  });
}

bool same_entries(const MapObject& a, const MapObject& b) {
  if (a.entries.size() != b.entries.size()) return false;
  return std::ranges::all_of(a.entries, [&](const auto& entry) {
    const Datum* other = b.find(entry.first);
    return other != nullptr && java_equals(entry.second, *other);
  });
}

bool objects_equal(const Datum& a, const Datum& b) {
  if (a.as_object() == b.as_object()) return true;
  const auto* left_list = a.as<ListObject>();
  const auto* right_list = b.as<ListObject>();
  if (left_list != nullptr && right_list != nullptr) return same_items(*left_list, *right_list);
  const auto* left_map = a.as<MapObject>();
  const auto* right_map = b.as<MapObject>();
  if (left_map != nullptr && right_map != nullptr) return same_entries(*left_map, *right_map);
  const auto* left_big = a.as<BigNumberObject>();
  const auto* right_big = b.as<BigNumberObject>();
  if (left_big != nullptr && right_big != nullptr)
    return left_big->number.equals(right_big->number);
  const auto* left_time = a.as<JodaObject>();
  const auto* right_time = b.as<JodaObject>();
  if (left_time != nullptr && right_time != nullptr) {
    return left_time->ms == right_time->ms && left_time->type() == right_time->type();
  }
  const auto* left_name = a.as<NameObject>();
  const auto* right_name = b.as<NameObject>();
  if (left_name != nullptr && right_name != nullptr) return left_name->name == right_name->name;
  const auto* left_entry = a.as<MapEntryObject>();
  const auto* right_entry = b.as<MapEntryObject>();
  if (left_entry != nullptr && right_entry != nullptr) {
    return java_equals(left_entry->key, right_entry->key) &&
           java_equals(left_entry->value, right_entry->value);
  }
  return false;
}

Result<Datum> copy_counted(const Datum& datum, std::size_t& budget) {
  if (budget == 0) return expression_error("a collection would grow beyond a million elements");
  --budget;
  if (const auto* list = datum.as<ListObject>()) {
    auto copy = std::make_shared<ListObject>(list->type(), list->class_name, std::vector<Datum>{});
    for (const Datum& item : list->items) {
      PROCOS_ASSIGN(Datum element, copy_counted(item, budget));
      copy->items.push_back(std::move(element));
    }
    copy->fixed = list->fixed;
    return Datum::object(std::move(copy));
  }
  if (const auto* map = datum.as<MapObject>()) {
    auto copy = std::make_shared<MapObject>();
    copy->class_name = map->class_name;
    for (const auto& [key, value] : map->entries) {
      PROCOS_ASSIGN(Datum key_copy, copy_counted(key, budget));
      PROCOS_ASSIGN(Datum value_copy, copy_counted(value, budget));
      copy->entries.emplace_back(std::move(key_copy), std::move(value_copy));
    }
    return Datum::object(std::move(copy));
  }
  return datum;
}

}  // namespace

JavaType type_of(const Datum& datum) {
  using enum Datum::Kind;
  switch (datum.kind()) {
    case kNull: return JavaType::kNone;
    case kBoolean: return JavaType::kBoolean;
    case kByte: return JavaType::kByte;
    case kShort: return JavaType::kShort;
    case kInteger: return JavaType::kInteger;
    case kLong: return JavaType::kLong;
    case kFloat: return JavaType::kFloat;
    case kDouble: return JavaType::kDouble;
    case kCharacter: return JavaType::kCharacter;
    case kDate: return JavaType::kDate;
    case kString: return JavaType::kString;
    case kObject: return datum.as_object()->type();
  }
  return JavaType::kObject;
}

std::string class_name_of(const Datum& datum) {
  if (const auto* list = datum.as<ListObject>()) return list->class_name;
  if (const auto* map = datum.as<MapObject>()) return map->class_name;
  if (const auto* time = datum.as<JodaObject>()) return time->class_name();
  return std::string(java_name(type_of(datum)));
}

const Datum* MapObject::find(const Datum& key) const {
  for (const auto& [candidate, value] : entries) {
    if (java_equals(candidate, key)) return &value;
  }
  return nullptr;
}

Datum MapObject::put(Datum key, Datum value) {
  for (auto& [candidate, present] : entries) {
    if (java_equals(candidate, key)) return std::exchange(present, std::move(value));
  }
  entries.emplace_back(std::move(key), std::move(value));
  return {};
}

Datum MapObject::remove(const Datum& key) {
  for (auto it = entries.begin(); it != entries.end(); ++it) {
    if (!java_equals(it->first, key)) continue;
    Datum former = std::move(it->second);
    entries.erase(it);
    return former;
  }
  return {};
}

Datum make_array_list(std::vector<Datum> items) {
  return Datum::object(
      std::make_shared<ListObject>(JavaType::kArrayList, "java.util.ArrayList", std::move(items)));
}

Datum make_string_array(std::vector<std::string> items) {
  std::vector<Datum> elements;
  elements.reserve(items.size());
  for (std::string& item : items) elements.push_back(Datum::string(std::move(item)));
  return Datum::object(std::make_shared<ListObject>(JavaType::kStringArray, "[Ljava.lang.String;",
                                                    std::move(elements)));
}

bool java_equals(const Datum& a, const Datum& b) {
  using enum Datum::Kind;
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case kNull: return true;
    case kBoolean: return a.as_bool() == b.as_bool();
    case kFloat:
    case kDouble:  // 0.0 and -0.0 differ, NaN equals itself
      return std::bit_cast<std::int64_t>(a.as_double()) ==
                 std::bit_cast<std::int64_t>(b.as_double()) ||
             (std::isnan(a.as_double()) && std::isnan(b.as_double()));
    case kString: return a.as_text() == b.as_text();
    case kObject: return objects_equal(a, b);
    default: return a.as_int() == b.as_int();
  }
}

std::int32_t java_hash(const Datum& datum) {
  using enum Datum::Kind;
  switch (datum.kind()) {
    case kNull: return 0;
    case kBoolean: return datum.as_bool() ? 1231 : 1237;
    case kFloat: return std::bit_cast<std::int32_t>(static_cast<float>(datum.as_double()));
    case kDouble: return double_hash(datum.as_double());
    case kString: return string_hash(datum.as_text());
    case kLong:
    case kDate: return fold(datum.as_int());
    case kObject: return object_hash(datum);
    default: return static_cast<std::int32_t>(datum.as_int());
  }
}

Result<Datum> detached(const Datum& datum) {
  if (!datum.is_object()) return datum;
  std::size_t budget = kMaxCopiedElements;
  return copy_counted(datum, budget);
}

}  // namespace procos::expr
