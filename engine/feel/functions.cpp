#include "feel/functions.h"

#include <unordered_map>
#include <vector>

namespace procos::feel {
namespace {

using Kind = Value::Kind;
using NamedBuiltins = std::unordered_map<std::string_view, std::vector<const Builtin*>>;

NamedBuiltins all_by_name() {
  NamedBuiltins by_name;
  for (const auto table :
       {conversion_functions(), boolean_functions(), string_functions(), list_functions(),
        statistics_functions(), number_functions(), context_functions(), range_functions(),
        temporal_functions()}) {
    for (const Builtin& builtin : table) by_name[builtin.name].push_back(&builtin);
  }
  return by_name;
}

Value not_(Evaluator&, Arguments a) {
  return a[0].is(Kind::kBoolean) ? Value(!a[0].boolean()) : Value();
}

Value is_defined(Evaluator&, Arguments a) { return Value(!a[0].is_null()); }

Value get_or_else(Evaluator&, Arguments a) { return a[0].is_null() ? a[1] : a[0]; }

Value assert_condition(Evaluator&, Arguments a) {
  return a[1].is_true() ? a[0] : Value::failure("The condition is not fulfilled");
}

Value assert_with_cause(Evaluator&, Arguments a) {
  if (a[1].is_true()) return a[0];
  return a[2].is(Kind::kString) ? Value::failure(a[2].string()) : illegal_arguments();
}

constexpr Builtin kBooleanFunctions[] = {
    {"not", {"negand"}, not_},
    {"is defined", {"value"}, is_defined},
    {"get or else", {"value", "default"}, get_or_else},
    {"assert", {"value", "condition"}, assert_condition},
    {"assert", {"value", "condition", "cause"}, assert_with_cause},
};

}  // namespace

std::span<const Builtin> boolean_functions() { return kBooleanFunctions; }

std::span<const Builtin* const> builtins_named(std::string_view name) {
  static const NamedBuiltins by_name = all_by_name();
  const auto found = by_name.find(name);
  return found == by_name.end() ? std::span<const Builtin* const>() : found->second;
}

bool are(Arguments arguments, std::initializer_list<Value::Kind> kinds) {
  std::size_t i = 0;
  for (const Value::Kind kind : kinds) {
    if (!arguments[i++].is(kind)) return false;
  }
  return true;
}

}  // namespace procos::feel
