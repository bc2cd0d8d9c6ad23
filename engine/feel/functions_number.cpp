// Numeric functions (DMN 10.3.4.5).
#include <cmath>
#include <random>

#include "expr/java_text.h"
#include "feel/functions.h"

namespace procos::feel {
namespace {

using Kind = Value::Kind;

struct RoundingName {
  std::string_view name;
  Rounding rounding;
};

constexpr RoundingName kRoundings[] = {
    {"UP", Rounding::kUp},
    {"DOWN", Rounding::kDown},
    {"CEILING", Rounding::kCeiling},
    {"FLOOR", Rounding::kFloor},
    {"HALF_UP", Rounding::kHalfUp},
    {"HALF_DOWN", Rounding::kHalfDown},
    {"HALF_EVEN", Rounding::kHalfEven},
    {"UNNECESSARY", Rounding::kUnnecessary},
};

Value rounded_to(const Value& number, const Value& scale, Rounding rounding) {
  if (!number.is(Kind::kNumber) || !scale.is(Kind::kNumber)) return illegal_arguments();
  const auto result = number.number().with_scale(scale.number().to_int(), rounding);
  return result ? Value(*result) : Value::failure("rounding is necessary");
}

template <Rounding kRounding>
Value round_with(Evaluator&, Arguments a) {
  return rounded_to(a[0], a.size() > 1 ? a[1] : Value::number(0), kRounding);
}

Value decimal_by_mode(Evaluator&, Arguments a) {
  if (!a[2].is(Kind::kString)) return illegal_arguments();
  const std::string mode = expr::upper_case(a[2].string());
  for (const auto& [name, rounding] : kRoundings) {
    if (name == mode) return rounded_to(a[0], a[1], rounding);
  }
  return Value::failure("unknown rounding mode");
}

Value absolute(Evaluator&, Arguments a) {
  switch (a[0].kind()) {
    case Kind::kNumber: return Value(a[0].number().abs());
    case Kind::kMonths: return Value(MonthsDuration{std::abs(a[0].as<MonthsDuration>().months)});
    case Kind::kDuration: {
      const auto& duration = a[0].as<TimeDuration>();
      return Value(duration.seconds < 0 ? duration.negated() : duration);
    }
    default: return illegal_arguments();
  }
}

Value modulo(Evaluator& evaluator, Arguments a) {
  if (!are(a, {Kind::kNumber, Kind::kNumber})) return illegal_arguments();
  const auto rest = Decimal::remainder(a[0].number(), a[1].number());
  const auto result =
      rest ? Decimal::remainder(*rest + a[1].number(), a[1].number()) : std::nullopt;
  return result ? Value(*result) : evaluator.stop("division by zero or without a whole result");
}

// The result of a function of doubles; Java throws where it is no number.
Value from_double(Evaluator& evaluator, double result) {
  const auto number = Decimal::from_double(result);
  return number ? Value(*number) : evaluator.stop("the result is infinite or no number");
}

Value square_root(Evaluator& evaluator, Arguments a) {
  if (!a[0].is(Kind::kNumber)) return illegal_arguments();
  if (a[0].number().is_negative()) return {};
  return from_double(evaluator, std::sqrt(a[0].number().to_double()));
}

Value logarithm(Evaluator& evaluator, Arguments a) {
  if (!a[0].is(Kind::kNumber)) return illegal_arguments();
  return from_double(evaluator, std::log(a[0].number().to_double()));
}

Value exponential(Evaluator& evaluator, Arguments a) {
  if (!a[0].is(Kind::kNumber)) return illegal_arguments();
  return from_double(evaluator, std::exp(a[0].number().to_double()));
}

Value rest_of_two_is(Evaluator& evaluator, const Value& number, std::int64_t expected) {
  if (!number.is(Kind::kNumber)) return illegal_arguments();
  const auto rest = Decimal::remainder(number.number().abs(), Decimal(2));
  return rest ? Value(*rest == Decimal(expected)) : evaluator.stop("the number is too large");
}

Value odd(Evaluator& evaluator, Arguments a) { return rest_of_two_is(evaluator, a[0], 1); }
Value even(Evaluator& evaluator, Arguments a) { return rest_of_two_is(evaluator, a[0], 0); }

Value random_number(Evaluator&, Arguments) {
  std::random_device source;
  return Value(*Decimal::from_double(std::generate_canonical<double, 53>(source)));
}

constexpr Builtin kNumberFunctions[] = {
    {"decimal", {"n", "scale"}, round_with<Rounding::kHalfEven>},
    {"decimal", {"n", "scale", "mode"}, decimal_by_mode},
    {"floor", {"n"}, round_with<Rounding::kFloor>},
    {"floor", {"n", "scala"}, round_with<Rounding::kFloor>},  // so feel-scala spells it
    {"ceiling", {"n"}, round_with<Rounding::kCeiling>},
    {"ceiling", {"n", "scale"}, round_with<Rounding::kCeiling>},
    {"abs", {"number"}, absolute},
    {"abs", {"n"}, absolute},
    {"modulo", {"dividend", "divisor"}, modulo},
    {"sqrt", {"number"}, square_root},
    {"log", {"number"}, logarithm},
    {"exp", {"number"}, exponential},
    {"odd", {"number"}, odd},
    {"even", {"number"}, even},
    {"round up", {"n", "scale"}, round_with<Rounding::kUp>},
    {"round down", {"n", "scale"}, round_with<Rounding::kDown>},
    {"round half up", {"n", "scale"}, round_with<Rounding::kHalfUp>},
    {"round half down", {"n", "scala"}, round_with<Rounding::kHalfDown>},
    {"random number", {}, random_number},
};

}  // namespace

std::span<const Builtin> number_functions() { return kNumberFunctions; }

}  // namespace procos::feel
