// List functions (DMN 10.3.4.4), but for those that count and measure.
#include <algorithm>
#include <iterator>

#include "feel/functions.h"

namespace procos::feel {
namespace {

using Kind = Value::Kind;
using Items = std::vector<Value>;

constexpr std::size_t kMostJoined = 32U << 20;  // more than any text may have

// The index from 0 of one that counts from 1, or from the end if it is not positive.
std::int64_t zero_based(std::int64_t index, std::size_t size) {
  return index > 0 ? index - 1 : static_cast<std::int64_t>(size) + index;
}

Items slice(const Items& items, std::int64_t from, std::int64_t to) {
  const auto size = static_cast<std::int64_t>(items.size());
  from = std::clamp<std::int64_t>(from, 0, size);
  to = std::clamp<std::int64_t>(to, from, size);
  return {items.begin() + from, items.begin() + to};
}

void add_all(Items& to, const Items& from) { to.insert(to.end(), from.begin(), from.end()); }

Value list_contains(Evaluator& evaluator, Arguments a) {
  if (!a[0].is(Kind::kList)) return illegal_arguments();
  evaluator.charge(a[0].weight() / 2);
  return Value(std::any_of(a[0].items().begin(), a[0].items().end(),
                           [&](const Value& item) { return same(item, a[1]); }));
}

Value all_true(Evaluator&, Arguments a) {
  if (!a[0].is(Kind::kList)) return illegal_arguments();
  bool unknown = false;
  for (const Value& item : a[0].items()) {
    if (item.is_false()) return item;
    unknown = unknown || !item.is_true();
  }
  return unknown ? Value() : Value(true);
}

Value any_true(Evaluator&, Arguments a) {
  if (!a[0].is(Kind::kList)) return illegal_arguments();
  bool unknown = false;
  for (const Value& item : a[0].items()) {
    if (item.is_true()) return item;
    unknown = unknown || !item.is_false();
  }
  return unknown ? Value() : Value(false);
}

Value sublist(Evaluator& evaluator, Arguments a) {
  if (!are(a, {Kind::kList, Kind::kNumber})) return illegal_arguments();
  if (a[1].number().is_zero()) return Value::failure("the start is zero");
  const Items& items = a[0].items();
  const std::int64_t from = zero_based(a[1].number().to_int(), items.size());
  return evaluator.checked_list(slice(items, from, static_cast<std::int64_t>(items.size())));
}

Value sublist_of_length(Evaluator& evaluator, Arguments a) {
  if (!are(a, {Kind::kList, Kind::kNumber, Kind::kNumber})) return illegal_arguments();
  if (a[1].number().is_zero()) return Value::failure("the start is zero");
  const Items& items = a[0].items();
  const std::int64_t from = zero_based(a[1].number().to_int(), items.size());
  return evaluator.checked_list(slice(items, from, from + a[2].number().to_int()));
}

Value append(Evaluator& evaluator, Arguments a) {
  if (!are(a, {Kind::kList, Kind::kList})) return illegal_arguments();
  Items items = a[0].items();
  add_all(items, a[1].items());
  return evaluator.checked_list(std::move(items));
}

Items joined(const Items& lists) {
  Items items;
  for (const Value& list : lists) {
    if (list.is(Kind::kList)) {
      add_all(items, list.items());
    } else {
      items.push_back(list);
    }
  }
  return items;
}

Value concatenate(Evaluator& evaluator, Arguments a) {
  if (!a[0].is(Kind::kList)) return illegal_arguments();
  return evaluator.checked_list(joined(a[0].items()));
}

Value insert_before(Evaluator& evaluator, Arguments a) {
  if (!are(a, {Kind::kList, Kind::kNumber})) return illegal_arguments();
  if (a[1].number().is_zero()) return Value::failure("the position is zero");
  Items items = a[0].items();
  const std::int64_t at = zero_based(a[1].number().to_int(), items.size());
  const auto place = std::clamp<std::int64_t>(at, 0, static_cast<std::int64_t>(items.size()));
  items.insert(items.begin() + place, a[2]);
  return evaluator.checked_list(std::move(items));
}

Value remove_at(Evaluator& evaluator, Arguments a) {
  if (!are(a, {Kind::kList, Kind::kNumber})) return illegal_arguments();
  if (a[1].number().is_zero()) return Value::failure("the position is zero");
  const Items& items = a[0].items();
  const std::int64_t position = a[1].number().to_int();
  Items rest = slice(items, 0, zero_based(position, items.size()));
  add_all(rest, slice(items, zero_based(position + 1, items.size()),
                      static_cast<std::int64_t>(items.size())));
  return evaluator.checked_list(std::move(rest));
}

Value reversed(Evaluator& evaluator, Arguments a) {
  if (!a[0].is(Kind::kList)) return illegal_arguments();
  return evaluator.checked_list({a[0].items().rbegin(), a[0].items().rend()});
}

Value index_of(Evaluator& evaluator, Arguments a) {
  if (!a[0].is(Kind::kList)) return illegal_arguments();
  const Items& items = a[0].items();
  evaluator.charge(a[0].weight() / 2);
  Items found;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (same(items[i], a[1])) found.push_back(Value::number(static_cast<std::int64_t>(i) + 1));
  }
  return evaluator.checked_list(std::move(found));
}

Items distinct(Evaluator& evaluator, const Items& items) {
  Items kept;
  for (const Value& item : items) {
    evaluator.charge(kept.size() * item.weight() / 8);
    if (evaluator.stopped()) break;
    const auto is_item = [&](const Value& other) { return equal(item, other); };
    if (std::none_of(kept.begin(), kept.end(), is_item)) kept.push_back(item);
  }
  return kept;
}

Value union_of(Evaluator& evaluator, Arguments a) {
  if (!a[0].is(Kind::kList)) return illegal_arguments();
  return evaluator.checked_list(distinct(evaluator, joined(a[0].items())));
}

Value distinct_values(Evaluator& evaluator, Arguments a) {
  if (!a[0].is(Kind::kList)) return illegal_arguments();
  return evaluator.checked_list(distinct(evaluator, a[0].items()));
}

Value duplicate_values(Evaluator& evaluator, Arguments a) {
  if (!a[0].is(Kind::kList)) return illegal_arguments();
  const Items& items = a[0].items();
  Items kept;
  for (const Value& item : distinct(evaluator, items)) {
    evaluator.charge(items.size() * item.weight() / 8);
    if (evaluator.stopped()) break;
    const auto count = std::count_if(items.begin(), items.end(),
                                     [&](const Value& other) { return equal(other, item); });
    if (count > 1) kept.push_back(item);
  }
  return evaluator.checked_list(std::move(kept));
}

// Values are at most 500 levels deep.
void flatten_into(Items& to, const Items& items) {
  for (const Value& item : items) {
    if (item.is(Kind::kList)) {
      flatten_into(to, item.items());
    } else {
      to.push_back(item);
    }
  }
}

Value flatten(Evaluator& evaluator, Arguments a) {
  if (!a[0].is(Kind::kList)) return illegal_arguments();
  Items flat;
  flatten_into(flat, a[0].items());
  return evaluator.checked_list(std::move(flat));
}

// A merge sort of our own: the function may contradict itself, which std::sort does not survive.
Items sorted(Evaluator& evaluator, const Function& precedes, Items items) {
  if (items.size() < 2 || evaluator.stopped()) return items;
  const auto middle = items.begin() + static_cast<std::ptrdiff_t>(items.size() / 2);
  const Items left = sorted(evaluator, precedes, {items.begin(), middle});
  const Items right = sorted(evaluator, precedes, {middle, items.end()});
  Items merged;
  merged.reserve(items.size());
  auto l = left.begin();
  auto r = right.begin();
  while (l != left.end() && r != right.end() && !evaluator.stopped()) {
    const Value pair[] = {*r, *l};
    const Value before = evaluator.call(precedes, pair);
    if (!before.is(Kind::kBoolean)) {
      evaluator.stop("the function that sorts gives no Boolean");
      break;
    }
    merged.push_back(before.boolean() ? *r++ : *l++);
  }
  merged.insert(merged.end(), l, left.end());
  merged.insert(merged.end(), r, right.end());
  return merged;
}

Value sort(Evaluator& evaluator, Arguments a) {
  if (!are(a, {Kind::kList, Kind::kFunction})) return illegal_arguments();
  const Function& precedes = *a[1].function();
  if (precedes.parameters.size() != 2) return Value::failure("two parameters are needed");
  Items items = sorted(evaluator, precedes, a[0].items());
  if (auto why = evaluator.take_stop()) return Value::failure(std::move(*why));
  return evaluator.checked_list(std::move(items));
}

Value join_texts(Evaluator& evaluator, const Value& list, const Value& delimiter,
                 const Value& prefix, const Value& suffix) {
  const auto text_or_empty = [](const Value& value) {
    return value.is(Kind::kString) ? value.string() : std::string();
  };
  std::string out = text_or_empty(prefix);
  const std::string between = text_or_empty(delimiter);
  bool first = true;
  for (const Value& item : list.items()) {
    if (item.is_null()) continue;
    if (!item.is(Kind::kString)) return Value::failure("not a list of strings");
    evaluator.charge(1 + (item.string().size() + between.size()) / 64);
    if (out.size() + item.string().size() > kMostJoined) break;
    if (!first) out += between;
    first = false;
    out += item.string();
  }
  return evaluator.checked_text(out + text_or_empty(suffix));
}

Value join(Evaluator& evaluator, Arguments a) {
  if (!a[0].is(Kind::kList)) return illegal_arguments();
  return join_texts(evaluator, a[0], {}, {}, {});
}

Value join_with(Evaluator& evaluator, Arguments a) {
  const bool known = a[1].is(Kind::kString) || a[1].is_null();
  if (!a[0].is(Kind::kList) || !known) return illegal_arguments();
  return join_texts(evaluator, a[0], a[1], {}, {});
}

Value join_between(Evaluator& evaluator, Arguments a) {
  const bool delimiter = a[1].is(Kind::kString) || a[1].is_null();
  const bool both = are(a.subspan(2), {Kind::kString, Kind::kString});
  const bool none = a[2].is_null() && a[3].is_null();
  if (!a[0].is(Kind::kList) || !delimiter || !(both || none)) return illegal_arguments();
  return join_texts(evaluator, a[0], a[1], a[2], a[3]);
}

Value is_empty(Evaluator&, Arguments a) {
  return a[0].is(Kind::kList) ? Value(a[0].items().empty()) : illegal_arguments();
}

Value partition(Evaluator& evaluator, Arguments a) {
  if (!are(a, {Kind::kList, Kind::kNumber})) return illegal_arguments();
  const std::int64_t size = a[1].number().to_int();
  if (size <= 0) return Value::failure("the size is not greater than zero");
  Items parts;
  const auto count = static_cast<std::int64_t>(a[0].items().size());
  for (std::int64_t at = 0; at < count; at += size) {
    parts.push_back(evaluator.checked_list(slice(a[0].items(), at, at + size)));
  }
  return evaluator.checked_list(std::move(parts));
}

constexpr Builtin kListFunctions[] = {
    {"list contains", {"list", "element"}, list_contains},
    {"and", {"list"}, all_true, true},
    {"all", {"list"}, all_true, true},
    {"or", {"list"}, any_true, true},
    {"any", {"list"}, any_true, true},
    {"sublist", {"list", "start"}, sublist},
    {"sublist", {"list", "start", "length"}, sublist_of_length},
    {"append", {"list", "items"}, append, true},
    {"concatenate", {"lists"}, concatenate, true},
    {"insert before", {"list", "position", "newItem"}, insert_before},
    {"remove", {"list", "position"}, remove_at},
    {"reverse", {"list"}, reversed},
    {"index of", {"list", "match"}, index_of},
    {"union", {"lists"}, union_of, true},
    {"distinct values", {"list"}, distinct_values},
    {"duplicate values", {"list"}, duplicate_values},
    {"flatten", {"list"}, flatten},
    {"sort", {"list", "precedes"}, sort},
    {"string join", {"list"}, join},
    {"string join", {"list", "delimiter"}, join_with},
    {"string join", {"list", "delimiter", "prefix", "suffix"}, join_between},
    {"is empty", {"list"}, is_empty},
    {"partition", {"list", "size"}, partition},
};

}  // namespace

std::span<const Builtin> list_functions() { return kListFunctions; }

}  // namespace procos::feel
