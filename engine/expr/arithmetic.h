// EL's operators on two values (JSR 341 sections 1.7 to 1.10) with JUEL's choice of number class.
#pragma once

#include "expr/datum.h"

namespace procos::expr {

enum class Operator : std::uint8_t {
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kModulo,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
};

Result<Datum> apply(Operator op, const Datum& left, const Datum& right);
Result<Datum> negate(const Datum& datum);
bool is_empty(const Datum& datum);

}  // namespace procos::expr
