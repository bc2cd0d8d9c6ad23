// Context functions.
#include <algorithm>

#include "feel/functions.h"

namespace procos::feel {
namespace {

using Kind = Value::Kind;

bool all_are(const Value& list, Kind kind) {
  return std::all_of(list.items().begin(), list.items().end(),
                     [kind](const Value& item) { return item.is(kind); });
}

Value get_entries(Evaluator& evaluator, Arguments a) {
  if (!a[0].is(Kind::kContext)) return illegal_arguments();
  std::vector<Value> items;
  for (const auto& [name, value] : a[0].context().entries) {
    items.push_back(make_context({{"key", Value(name)}, {"value", value}}, false));
  }
  return evaluator.checked_list(std::move(items));
}

Value value_at(const Value& context, std::string_view key) {
  const Value* found = context.is(Kind::kContext) ? context.context().find(key) : nullptr;
  return found ? *found : Value();
}

Value get_value(Evaluator&, Arguments a) {
  if (!a[0].is(Kind::kContext)) return illegal_arguments();
  if (a[1].is(Kind::kString)) return value_at(a[0], a[1].string());
  if (!a[1].is(Kind::kList)) return illegal_arguments();
  if (a[1].items().empty() || !all_are(a[1], Kind::kString)) return {};
  Value value = a[0];
  for (const Value& key : a[1].items()) value = value_at(value, key.string());
  return value;
}

// A copy of the context with the value at the end of the path of keys.
Value put_at(const Value& context, Arguments keys, const Value& value) {
  Entries entries;
  if (context.is(Kind::kContext)) entries = context.context().entries;
  const std::string& key = keys.front().string();
  put_entry(entries, key,
            keys.size() == 1 ? value : put_at(value_at(context, key), keys.subspan(1), value));
  return make_context(std::move(entries), false);
}

Value context_put(Evaluator& evaluator, Arguments a) {
  constexpr std::size_t kMostKeys = 200;  // each key is a call
  if (!a[0].is(Kind::kContext)) return illegal_arguments();
  evaluator.charge(a[0].context().entries.size());
  if (a[1].is(Kind::kString)) return evaluator.checked(put_at(a[0], a.subspan(1, 1), a[2]));
  if (!a[1].is(Kind::kList)) return illegal_arguments();
  if (a[1].items().empty()) return {};
  if (!all_are(a[1], Kind::kString)) return illegal_arguments();
  if (a[1].items().size() > kMostKeys) return evaluator.stop("a path has more than 200 keys");
  return evaluator.checked(put_at(a[0], a[1].items(), a[2]));
}

Value context_merge(Evaluator& evaluator, Arguments a) {
  if (!a[0].is(Kind::kList) || !all_are(a[0], Kind::kContext)) return {};
  Entries merged;
  for (const Value& item : a[0].items()) {
    for (const auto& [name, value] : item.context().entries) {
      evaluator.charge(1 + merged.size() / 8);
      if (evaluator.stopped()) return {};
      put_entry(merged, name, value);
    }
  }
  return make_context(std::move(merged), false);
}

Value context_of_entries(Evaluator& evaluator, Arguments a) {
  if (!a[0].is(Kind::kList)) return {};
  Entries made;
  for (const Value& item : a[0].items()) {
    if (!item.is(Kind::kContext)) return {};
    const Value* key = item.context().find("key");
    const Value* value = item.context().find("value");
    if (key == nullptr || value == nullptr || !key->is(Kind::kString)) return {};
    evaluator.charge(1 + made.size() / 8);
    if (evaluator.stopped()) return {};
    put_entry(made, key->string(), *value);
  }
  return make_context(std::move(made), false);
}

constexpr Builtin kContextFunctions[] = {
    {"get entries", {"context"}, get_entries},
    {"get entries", {"m"}, get_entries},
    {"get value", {"m", "key"}, get_value},
    {"get value", {"context", "key"}, get_value},
    {"get value", {"context", "keys"}, get_value},
    {"context put", {"context", "key", "value"}, context_put},
    {"context put", {"context", "keys", "value"}, context_put},
    {"put", {"context", "key", "value"}, context_put},
    {"context merge", {"contexts"}, context_merge, true},
    {"put all", {"contexts"}, context_merge, true},
    {"context", {"entries"}, context_of_entries},
};

}  // namespace

std::span<const Builtin> context_functions() { return kContextFunctions; }

}  // namespace procos::feel
