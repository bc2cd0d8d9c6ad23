// The built-in functions, a table for each kind.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string_view>

#include "feel/evaluate.h"
#include "feel/value.h"

namespace procos::feel {

using Arguments = std::span<const Value>;

/// A function under one of its names and lists of parameters. There are as many arguments as
/// parameters; the last one of a variadic function is the list of all further arguments.
struct Builtin {
  static constexpr std::size_t kMaxParameters = 4;
  std::string_view name;
  std::array<std::string_view, kMaxParameters> parameters;
  Value (*invoke)(Evaluator&, Arguments);
  bool variadic = false;

  std::span<const std::string_view> parameter_names() const {
    std::size_t count = 0;
    while (count < kMaxParameters && !parameters[count].empty()) ++count;
    return {parameters.data(), count};
  }
};

std::span<const Builtin> conversion_functions();
std::span<const Builtin> boolean_functions();
std::span<const Builtin> string_functions();
std::span<const Builtin> list_functions();
std::span<const Builtin> statistics_functions();
std::span<const Builtin> number_functions();
std::span<const Builtin> context_functions();
std::span<const Builtin> range_functions();
std::span<const Builtin> temporal_functions();

/// All functions of that name, in the order in which they are tried.
std::span<const Builtin* const> builtins_named(std::string_view name);

inline Value illegal_arguments() { return Value::failure("illegal arguments"); }

/// Whether the arguments have these kinds.
bool are(Arguments arguments, std::initializer_list<Value::Kind> kinds);

}  // namespace procos::feel
