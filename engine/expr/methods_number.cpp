// Methods of Boolean, Character and the number classes, static ones included, as EL can call them.
#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <string>

#include "expr/big_number.h"
#include "expr/coerce.h"
#include "expr/java_text.h"
#include "expr/method.h"

namespace procos::expr {
namespace {

using enum JavaType;
using NumberKind = Datum::Kind;

template <JavaType Target>
Result<Datum> value_as(Call& call) {
  return coerce(call.self, Target);
}

template <JavaType Target>
Result<Datum> parse(Call& call) {
  if (call.arguments[0].is_string() && call.text(0).empty())
    return expression_error("For input string: \"\"");
  return coerce(call.arguments[0], Target);
}

Result<Datum> first_argument(Call& call) { return call.arguments[0]; }
Result<Datum> argument_text(Call& call) { return Datum::string(java_text(call.arguments[0])); }
Result<Datum> argument_hash(Call& call) { return Datum::integer(java_hash(call.arguments[0])); }

template <class T>
int sign(T a, T b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

int double_order(double a, double b) {
  if (a != b) return std::isnan(a) ? (std::isnan(b) ? 0 : 1) : std::isnan(b) ? -1 : sign(a, b);
  return sign(std::signbit(b), std::signbit(a));  // -0.0 comes before 0.0
}

int order(const Datum& a, const Datum& b) {
  if (a.kind() == NumberKind::kBoolean) return sign(a.as_bool(), b.as_bool());
  if (a.is_floating()) return double_order(a.as_double(), b.as_double());
  if (const auto* big = a.as<BigNumberObject>())
    return big->number.compare(b.as<BigNumberObject>()->number);
  const bool difference = a.kind() <= NumberKind::kShort || a.kind() == NumberKind::kCharacter;
  return difference ? static_cast<int>(a.as_int() - b.as_int()) : sign(a.as_int(), b.as_int());
}

Result<Datum> compare_numbers(Call& call) {
  const Datum& other = call.arguments[0];
  if (type_of(other) != type_of(call.self)) {
    return expression_error("java.lang.ClassCastException: class " + class_name_of(other) +
                            " cannot be cast to class " + class_name_of(call.self));
  }
  return Datum::integer(order(call.self, other));
}

Result<Datum> compare_two(Call& call) {
  return Datum::integer(order(call.arguments[0], call.arguments[1]));
}

template <bool Larger>
Result<Datum> extreme(Call& call) {
  const bool second = (order(call.arguments[0], call.arguments[1]) < 0) == Larger;
  return call.arguments[second ? 1 : 0];
}

Result<Datum> sum(Call& call) {
  const Datum& a = call.arguments[0];
  if (a.is_floating()) return Datum::real(call.real(0) + call.real(1));
  const auto bits =
      static_cast<std::uint64_t>(call.integer(0)) + static_cast<std::uint64_t>(call.integer(1));
  return narrowed(static_cast<std::int64_t>(bits), a.kind());
}

std::uint64_t bits_of(const Datum& datum) {
  return datum.kind() == NumberKind::kLong ? static_cast<std::uint64_t>(datum.as_int())
                                     : static_cast<std::uint32_t>(datum.as_int());
}

std::string in_radix(std::uint64_t value, unsigned radix) {
  std::string out;
  do {
    out.insert(out.begin(), "0123456789abcdefghijklmnopqrstuvwxyz"[value % radix]);
    value /= radix;
  } while (value != 0);
  return out;
}

template <unsigned Radix>
Result<Datum> unsigned_text(Call& call) {
  return Datum::string(in_radix(bits_of(call.arguments[0]), Radix));
}

Result<Datum> radix_text(Call& call) {
  const std::int64_t value = call.integer(0);
  const std::int64_t radix = call.integer(1) < 2 || call.integer(1) > 36 ? 10 : call.integer(1);
  const auto magnitude =
      value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  return Datum::string((value < 0 ? "-" : "") + in_radix(magnitude, static_cast<unsigned>(radix)));
}

Result<Datum> bit_count(Call& call) {
  return Datum::integer(std::popcount(bits_of(call.arguments[0])));
}
Result<Datum> signum(Call& call) { return Datum::integer(sign<std::int64_t>(call.integer(0), 0)); }

template <bool OfSelf>
Result<Datum> is_nan(Call& call) {
  return Datum::boolean(std::isnan((OfSelf ? call.self : call.arguments[0]).as_double()));
}
template <bool OfSelf>
Result<Datum> is_infinite(Call& call) {
  return Datum::boolean(std::isinf((OfSelf ? call.self : call.arguments[0]).as_double()));
}
Result<Datum> is_finite(Call& call) { return Datum::boolean(std::isfinite(call.real(0))); }

Result<Datum> logical_and(Call& call) { return Datum::boolean(call.flag(0) && call.flag(1)); }
Result<Datum> logical_or(Call& call) { return Datum::boolean(call.flag(0) || call.flag(1)); }
Result<Datum> logical_xor(Call& call) { return Datum::boolean(call.flag(0) != call.flag(1)); }

#define PROCOS_NUMBER_VALUES                                                                    \
  Method{"byteValue", {}, value_as<kByte>}, Method{"shortValue", {}, value_as<kShort>},         \
      Method{"intValue", {}, value_as<kInteger>}, Method{"longValue", {}, value_as<kLong>},     \
      Method{"floatValue", {}, value_as<kFloat>}, Method{"doubleValue", {}, value_as<kDouble>}, \
      Method {                                                                                  \
    "compareTo", {kObject}, compare_numbers                                                     \
  }

constexpr std::array kIntegerMethods{
    PROCOS_NUMBER_VALUES,
    Method{"compareTo", {kInteger}, compare_numbers},
    Method{"compare", {kIntP, kIntP}, compare_two},
    Method{"parseInt", {kString}, parse<kInteger>},
    Method{"valueOf", {kString}, parse<kInteger>},
    Method{"valueOf", {kIntP}, first_argument},
    Method{"toString", {kIntP}, argument_text},
    Method{"toString", {kIntP, kIntP}, radix_text},
    Method{"hashCode", {kIntP}, argument_hash},
    Method{"max", {kIntP, kIntP}, extreme<true>},
    Method{"min", {kIntP, kIntP}, extreme<false>},
    Method{"sum", {kIntP, kIntP}, sum},
    Method{"signum", {kIntP}, signum},
    Method{"bitCount", {kIntP}, bit_count},
    Method{"toHexString", {kIntP}, unsigned_text<16>},
    Method{"toOctalString", {kIntP}, unsigned_text<8>},
    Method{"toBinaryString", {kIntP}, unsigned_text<2>},
};

constexpr std::array kLongMethods{
    PROCOS_NUMBER_VALUES,
    Method{"compareTo", {kLong}, compare_numbers},
    Method{"compare", {kLongP, kLongP}, compare_two},
    Method{"parseLong", {kString}, parse<kLong>},
    Method{"valueOf", {kString}, parse<kLong>},
    Method{"valueOf", {kLongP}, first_argument},
    Method{"toString", {kLongP}, argument_text},
    Method{"toString", {kLongP, kIntP}, radix_text},
    Method{"hashCode", {kLongP}, argument_hash},
    Method{"max", {kLongP, kLongP}, extreme<true>},
    Method{"min", {kLongP, kLongP}, extreme<false>},
    Method{"sum", {kLongP, kLongP}, sum},
    Method{"signum", {kLongP}, signum},
    Method{"bitCount", {kLongP}, bit_count},
    Method{"toHexString", {kLongP}, unsigned_text<16>},
    Method{"toOctalString", {kLongP}, unsigned_text<8>},
    Method{"toBinaryString", {kLongP}, unsigned_text<2>},
};

constexpr std::array kShortMethods{
    PROCOS_NUMBER_VALUES,
    Method{"compareTo", {kShort}, compare_numbers},
    Method{"compare", {kShortP, kShortP}, compare_two},
    Method{"parseShort", {kString}, parse<kShort>},
    Method{"valueOf", {kString}, parse<kShort>},
    Method{"valueOf", {kShortP}, first_argument},
    Method{"toString", {kShortP}, argument_text},
};

constexpr std::array kByteMethods{
    PROCOS_NUMBER_VALUES,
    Method{"compareTo", {kByte}, compare_numbers},
    Method{"parseByte", {kString}, parse<kByte>},
};

constexpr std::array kDoubleMethods{
    PROCOS_NUMBER_VALUES,
    Method{"compareTo", {kDouble}, compare_numbers},
    Method{"compare", {kDoubleP, kDoubleP}, compare_two},
    Method{"parseDouble", {kString}, parse<kDouble>},
    Method{"valueOf", {kString}, parse<kDouble>},
    Method{"valueOf", {kDoubleP}, first_argument},
    Method{"toString", {kDoubleP}, argument_text},
    Method{"hashCode", {kDoubleP}, argument_hash},
    Method{"max", {kDoubleP, kDoubleP}, extreme<true>},
    Method{"min", {kDoubleP, kDoubleP}, extreme<false>},
    Method{"sum", {kDoubleP, kDoubleP}, sum},
    Method{"isNaN", {}, is_nan<true>, Flags::kGetter},
    Method{"isInfinite", {}, is_infinite<true>, Flags::kGetter},
    Method{"isNaN", {kDoubleP}, is_nan<false>},
    Method{"isInfinite", {kDoubleP}, is_infinite<false>},
    Method{"isFinite", {kDoubleP}, is_finite},
};

constexpr std::array kFloatMethods{
    PROCOS_NUMBER_VALUES,
    Method{"compareTo", {kFloat}, compare_numbers},
    Method{"parseFloat", {kString}, parse<kFloat>},
    Method{"isNaN", {}, is_nan<true>, Flags::kGetter},
    Method{"isInfinite", {}, is_infinite<true>, Flags::kGetter},
};

constexpr std::array kBigMethods{
    PROCOS_NUMBER_VALUES,
    Method{"negate",
           {},
           [](Call& c) -> Result<Datum> { return make_big(-c.object<BigNumberObject>().number); }},
    Method{"toPlainString",
           {},
           [](Call& c) -> Result<Datum> { return Datum::string(java_text(c.self)); }},
};
#undef PROCOS_NUMBER_VALUES

constexpr std::array kBooleanMethods{
    Method{"booleanValue", {}, [](Call& c) -> Result<Datum> { return c.self; }},
    Method{"compareTo", {kBoolean}, compare_numbers},
    Method{"compareTo", {kObject}, compare_numbers},
    Method{"compare", {kBooleanP, kBooleanP}, compare_two},
    Method{"parseBoolean", {kString}, [](Call& c) { return coerce(c.arguments[0], kBoolean); }},
    Method{"valueOf", {kString}, [](Call& c) { return coerce(c.arguments[0], kBoolean); }},
    Method{"valueOf", {kBooleanP}, first_argument},
    Method{"toString", {kBooleanP}, argument_text},
    Method{"hashCode", {kBooleanP}, argument_hash},
    Method{"logicalAnd", {kBooleanP, kBooleanP}, logical_and},
    Method{"logicalOr", {kBooleanP, kBooleanP}, logical_or},
    Method{"logicalXor", {kBooleanP, kBooleanP}, logical_xor},
};

constexpr std::array kCharacterMethods{
    Method{"charValue", {}, [](Call& c) -> Result<Datum> { return c.self; }},
    Method{"compareTo", {kCharacter}, compare_numbers},
    Method{"compareTo", {kObject}, compare_numbers},
    Method{"toString", {kCharP}, argument_text},
    Method{"valueOf", {kCharP}, first_argument},
};

}  // namespace

std::span<const Method> number_methods(JavaType type) {
  switch (type) {
    case kInteger: return kIntegerMethods;
    case kLong: return kLongMethods;
    case kShort: return kShortMethods;
    case kByte: return kByteMethods;
    case kDouble: return kDoubleMethods;
    case kFloat: return kFloatMethods;
    case kBoolean: return kBooleanMethods;
    case kCharacter: return kCharacterMethods;
    default: return kBigMethods;
  }
}

}  // namespace procos::expr
