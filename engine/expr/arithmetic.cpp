#include "expr/arithmetic.h"

#include <cmath>

#include "expr/big_number.h"
#include "expr/coerce.h"
#include "expr/java_text.h"
#include "expr/joda.h"

namespace procos::expr {
namespace {

using NumberKind = Datum::Kind;

bool is_decimal(const Datum& datum) { return type_of(datum) == JavaType::kBigDecimal; }
bool is_big_integer(const Datum& datum) { return type_of(datum) == JavaType::kBigInteger; }

// A string that looks like a floating number makes the whole operation floating.
bool is_floating(const Datum& datum) {
  return datum.is_floating() ||
         (datum.is_string() && datum.as_text().find_first_of(".eE") != std::string::npos);
}

std::int64_t wrap(std::uint64_t bits) { return static_cast<std::int64_t>(bits); }

Datum long_result(Operator op, std::int64_t a, std::int64_t b) {
  const auto x = static_cast<std::uint64_t>(a);
  const auto y = static_cast<std::uint64_t>(b);
  switch (op) {
    case Operator::kAdd: return Datum::long_integer(wrap(x + y));
    case Operator::kSubtract: return Datum::long_integer(wrap(x - y));
    case Operator::kMultiply: return Datum::long_integer(wrap(x * y));
    default: return Datum::long_integer(b == -1 ? 0 : a % b);
  }
}

Datum double_result(Operator op, double a, double b) {
  switch (op) {
    case Operator::kAdd: return Datum::real(a + b);
    case Operator::kSubtract: return Datum::real(a - b);
    case Operator::kMultiply: return Datum::real(a * b);
    case Operator::kDivide: return Datum::real(a / b);
    default: return Datum::real(std::fmod(a, b));
  }
}

Result<Datum> big_result(Operator op, const Datum& left, const Datum& right, JavaType type) {
  PROCOS_ASSIGN(const Datum a, coerce(left, type));
  PROCOS_ASSIGN(const Datum b, coerce(right, type));
  const BigNumber& x = a.as<BigNumberObject>()->number;
  const BigNumber& y = b.as<BigNumberObject>()->number;
  switch (op) {
    case Operator::kAdd: return make_big(x + y);
    case Operator::kSubtract: return make_big(x - y);
    case Operator::kMultiply: return make_big(x * y);
    default: break;
  }
  if (y.is_zero()) return expression_error("/ by zero");
  return make_big(op == Operator::kDivide ? BigNumber::divide(x, y) : BigNumber::remainder(x, y));
}

Result<Datum> double_operation(Operator op, const Datum& left, const Datum& right) {
  PROCOS_ASSIGN(const double a, to_double(left));
  PROCOS_ASSIGN(const double b, to_double(right));
  return double_result(op, a, b);
}

Result<Datum> calculate(Operator op, const Datum& left, const Datum& right) {
  if (left.is_null() && right.is_null()) return Datum::long_integer(0);
  const bool any_decimal = is_decimal(left) || is_decimal(right);
  const bool any_integer = is_big_integer(left) || is_big_integer(right);
  const bool any_floating = is_floating(left) || is_floating(right);
  if (op == Operator::kDivide) {
    if (any_decimal || any_integer) return big_result(op, left, right, JavaType::kBigDecimal);
    return double_operation(op, left, right);
  }
  if (op == Operator::kModulo) {
    if (any_decimal || any_floating) return double_operation(op, left, right);
  } else {
    if (any_decimal || (any_floating && any_integer))
      return big_result(op, left, right, JavaType::kBigDecimal);
    if (any_floating) return double_operation(op, left, right);
  }
  if (any_integer) return big_result(op, left, right, JavaType::kBigInteger);
  PROCOS_ASSIGN(const std::int64_t a, to_long(left));
  PROCOS_ASSIGN(const std::int64_t b, to_long(right));
  if (op == Operator::kModulo && b == 0) return expression_error("/ by zero");
  return long_result(op, a, b);
}

// Java's compareTo of two values of one class; nullopt stands for ClassCastException.
std::optional<int> compare_same_class(const Datum& a, const Datum& b) {
  if (a.kind() != b.kind()) return std::nullopt;
  const auto sign = [](auto x, auto y) { return x < y ? -1 : x > y ? 1 : 0; };
  switch (a.kind()) {
    case NumberKind::kBoolean: return sign(a.as_bool(), b.as_bool());
    case NumberKind::kDate:
    case NumberKind::kCharacter: return sign(a.as_int(), b.as_int());
    case NumberKind::kObject: {
      const auto* left = a.as<JodaObject>();
      const auto* right = b.as<JodaObject>();
      if (left != nullptr && right != nullptr && left->type() == right->type())
        return sign(left->ms, right->ms);
      return std::nullopt;
    }
    default: return std::nullopt;
  }
}

bool is_integer_class(const Datum& datum) { return datum.is_integral(); }

enum class Tier : std::uint8_t { kDecimal, kDouble, kBigInteger, kLong, kOther };

Tier tier_of(const Datum& a, const Datum& b) {
  if (is_decimal(a) || is_decimal(b)) return Tier::kDecimal;
  if (a.is_floating() || b.is_floating()) return Tier::kDouble;
  if (is_big_integer(a) || is_big_integer(b)) return Tier::kBigInteger;
  if (is_integer_class(a) || is_integer_class(b)) return Tier::kLong;
  return Tier::kOther;
}

// Below, equal or above; unordered (NaN) compares false both ways.
enum class Order : std::uint8_t { kLess, kEqual, kGreater, kUnordered };

template <class T>
Order order_of(const T& a, const T& b) {
  return a < b    ? Order::kLess
         : a > b  ? Order::kGreater
         : a == b ? Order::kEqual
                  : Order::kUnordered;
}

Result<Order> compare_other(const Datum& left, const Datum& right) {
  if (left.is_string() || right.is_string()) {
    return order_of(string_compare(coerce_to_text(left), coerce_to_text(right)), 0);
  }
  if (const auto order = compare_same_class(left, right)) return order_of(*order, 0);
  return expression_error("Cannot compare 'class " + class_name_of(left) + "' and 'class " +
                          class_name_of(right) + "'");
}

Result<Order> compare(const Datum& left, const Datum& right) {
  switch (const Tier tier = tier_of(left, right)) {
    case Tier::kDouble: {
      PROCOS_ASSIGN(const double a, to_double(left));
      PROCOS_ASSIGN(const double b, to_double(right));
      return order_of(a, b);
    }
    case Tier::kLong: {
      PROCOS_ASSIGN(const std::int64_t a, to_long(left));
      PROCOS_ASSIGN(const std::int64_t b, to_long(right));
      return order_of(a, b);
    }
    case Tier::kDecimal:
    case Tier::kBigInteger: {
      const JavaType type = tier == Tier::kDecimal ? JavaType::kBigDecimal : JavaType::kBigInteger;
      PROCOS_ASSIGN(const Datum a, coerce(left, type));
      PROCOS_ASSIGN(const Datum b, coerce(right, type));
      return order_of(a.as<BigNumberObject>()->number.compare(b.as<BigNumberObject>()->number), 0);
    }
    case Tier::kOther: return compare_other(left, right);
  }
  return Order::kUnordered;
}

bool identical(const Datum& a, const Datum& b) {
  if (a.is_null() && b.is_null()) return true;
  return a.is_object() && b.is_object() && a.as_object() == b.as_object();
}

Result<bool> equal(const Datum& left, const Datum& right) {
  if (identical(left, right)) return true;
  if (left.is_null() || right.is_null()) return false;
  const Tier tier = tier_of(left, right);
  JavaType type = JavaType::kObject;
  if (tier == Tier::kDouble) {
    type = JavaType::kDouble;
  } else if (tier == Tier::kLong) {
    if (left.is_integral() && right.is_integral()) return left.as_int() == right.as_int();
    type = JavaType::kLong;
  } else if (tier == Tier::kDecimal) {
    type = JavaType::kBigDecimal;
  } else if (tier == Tier::kBigInteger) {
    type = JavaType::kBigInteger;
  } else if (left.kind() == NumberKind::kBoolean || right.kind() == NumberKind::kBoolean) {
    type = JavaType::kBoolean;
  } else if (left.is_string() || right.is_string()) {
    type = JavaType::kString;
  } else {
    return java_equals(left, right);
  }
  if (type == JavaType::kString && left.is_string() && right.is_string())
    return left.as_text() == right.as_text();
  PROCOS_ASSIGN(const Datum a, coerce(left, type));
  PROCOS_ASSIGN(const Datum b, coerce(right, type));
  return java_equals(a, b);
}

// a <= b is "not a > b": so 1 <= NaN holds, as in JUEL.
Result<bool> relation(Operator op, const Datum& left, const Datum& right) {
  const bool inclusive = op == Operator::kLessEqual || op == Operator::kGreaterEqual;
  if (identical(left, right)) return inclusive;
  if (left.is_null() || right.is_null()) return false;
  PROCOS_ASSIGN(const Order order, compare(left, right));
  switch (op) {
    case Operator::kLess: return order == Order::kLess;
    case Operator::kGreater: return order == Order::kGreater;
    case Operator::kLessEqual: return order != Order::kGreater;
    default: return order != Order::kLess;
  }
}

}  // namespace

Result<Datum> apply(Operator op, const Datum& left, const Datum& right) {
  if (op <= Operator::kModulo) return calculate(op, left, right);
  if (op <= Operator::kNotEqual) {
    PROCOS_ASSIGN(const bool same, equal(left, right));
    return Datum::boolean(same == (op == Operator::kEqual));
  }
  PROCOS_ASSIGN(const bool holds, relation(op, left, right));
  return Datum::boolean(holds);
}

Result<Datum> negate(const Datum& datum) {
  if (datum.is_null()) return Datum::long_integer(0);
  if (datum.is_floating()) {
    return datum.kind() == NumberKind::kFloat
               ? Datum::single(static_cast<float>(-datum.as_double()))
               : Datum::real(-datum.as_double());
  }
  if (datum.is_integral())
    return narrowed(wrap(0 - static_cast<std::uint64_t>(datum.as_int())), datum.kind());
  if (const auto* big = datum.as<BigNumberObject>()) return make_big(-big->number);
  if (datum.is_string()) {
    if (is_floating(datum)) {
      PROCOS_ASSIGN(const double value, to_double(datum));
      return Datum::real(-value);
    }
    PROCOS_ASSIGN(const std::int64_t value, to_long(datum));
    return Datum::long_integer(wrap(0 - static_cast<std::uint64_t>(value)));
  }
  return expression_error("Cannot negate 'class " + class_name_of(datum) + "'");
}

bool is_empty(const Datum& datum) {
  if (datum.is_null()) return true;
  if (datum.is_string()) return datum.as_text().empty();
  if (const auto* list = datum.as<ListObject>()) return list->items.empty();
  if (const auto* map = datum.as<MapObject>()) return map->entries.empty();
  return false;
}

}  // namespace procos::expr
