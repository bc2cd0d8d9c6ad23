// Methods of Java classes as data: tables of name, parameter types and what to do, and EL's choice
// among overloads.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include "base/clock.h"
#include "expr/datum.h"

namespace procos::expr {

/// One call: the object and the arguments, already coerced to the parameter types.
struct Call {
  const Datum& self;
  std::span<const Datum> arguments;
  TimeMs now;
  bool& changed;  ///< set by methods that change a collection or Spin node

  const std::string& text(std::size_t i) const { return arguments[i].as_text(); }
  std::int64_t integer(std::size_t i) const { return arguments[i].as_int(); }
  double real(std::size_t i) const { return arguments[i].as_double(); }
  bool flag(std::size_t i) const { return arguments[i].as_bool(); }
  template <class T>
  T& object() const {
    return *self.as<T>();
  }
};

enum class Flags : std::uint8_t { kNone, kVarargs, kGetter };

struct Method {
  using Invoke = Result<Datum> (*)(Call& call);

  constexpr Method(std::string_view n, std::initializer_list<JavaType> types, Invoke what,
                   Flags f = Flags::kNone)
      : name(n), invoke(what), count(static_cast<std::uint8_t>(types.size())), flags(f) {
    std::size_t i = 0;
    for (JavaType type : types) parameters[i++] = type;
  }

  std::string_view name;
  std::array<JavaType, 5> parameters{};
  Invoke invoke;
  std::uint8_t count;
  Flags flags;  ///< kVarargs: the last parameter repeats; kGetter: isX() of a primitive boolean
};

/// Calls the method EL would choose; kExpression when there is none or the choice is ambiguous.
Result<Datum> call_method(const Datum& self, std::string_view name,
                          std::span<const Datum> arguments, TimeMs now, bool& changed);
/// Whether it has a method of this name, whatever the arguments.
bool has_method(const Datum& self, std::string_view name);
/// `self.name`: list element, map entry or bean property.
Result<Datum> read_property(const Datum& self, const Datum& property, TimeMs now);

/// What strings, collections ... can do; one table a file.
std::span<const Method> string_methods();
std::span<const Method> number_methods(JavaType type);
std::span<const Method> list_methods(const ListObject& list);
std::span<const Method> map_methods();
std::span<const Method> sequence_methods(JavaType type);
std::span<const Method> date_methods();
std::span<const Method> joda_methods(JavaType type);
std::span<const Method> json_methods(JavaType type);
std::span<const Method> xml_methods(JavaType type);
std::span<const Method> xpath_methods();

constexpr std::size_t kMaxTextSize = 64U << 20;
/// A String of at most 64 MiB.
Result<Datum> sized_string(std::string text);

}  // namespace procos::expr
