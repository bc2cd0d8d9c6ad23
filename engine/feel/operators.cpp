// Arithmetic with numbers, dates, times and durations.
#include <cmath>
#include <limits>
#include <type_traits>

#include "feel/evaluate.h"

namespace procos::feel {
namespace {

using Kind = Value::Kind;

template <class T>
Value or_out_of_range(std::optional<T> result) {
  return result ? Value(std::move(*result)) : Value::failure("beyond the years that there are");
}

TimeDuration sum_of(TimeDuration a, TimeDuration b) {
  TimeDuration sum{a.seconds + b.seconds, a.nanos + b.nanos};
  if (sum.nanos >= kNanosPerSecond) {
    sum.nanos -= kNanosPerSecond;
    ++sum.seconds;
  }
  return sum;
}

template <class Duration>
Value moved(const Value& point, const Duration& by) {
  switch (point.kind()) {
    case Kind::kDate:
      if constexpr (std::is_same_v<Duration, TimeDuration>) {
        const auto time = plus(LocalDateTime{point.as<Date>(), 0}, by);
        return time ? Value(time->date) : Value::failure("beyond the years that there are");
      } else {
        return or_out_of_range(plus(point.as<Date>(), by));
      }
    case Kind::kLocalDateTime: return or_out_of_range(plus(point.as<LocalDateTime>(), by));
    case Kind::kDateTime: return or_out_of_range(plus(point.as<ZonedDateTime>(), by));
    default: break;
  }
  if constexpr (std::is_same_v<Duration, TimeDuration>) {
    if (point.is(Kind::kLocalTime)) {
      return Value(LocalTimeOfDay{time_plus(point.as<LocalTimeOfDay>().nanos, by)});
    }
    if (point.is(Kind::kTime)) {
      ZonedTime time = point.as<ZonedTime>();
      time.nanos = time_plus(time.nanos, by);
      return Value(std::move(time));
    }
  }
  return Value::failure("a duration cannot be added to this");
}

Value difference(const Value& a, const Value& b) {
  switch (a.kind()) {
    case Kind::kLocalTime:
      return Value(
          TimeDuration::of_nanos(a.as<LocalTimeOfDay>().nanos - b.as<LocalTimeOfDay>().nanos));
    case Kind::kTime: {
      // feel-scala gives the distance, which is never negative.
      const std::int64_t nanos = a.as<ZonedTime>().utc_nanos() - b.as<ZonedTime>().utc_nanos();
      return Value(TimeDuration::of_nanos(nanos < 0 ? -nanos : nanos));
    }
    case Kind::kLocalDateTime:
      return Value(between(b.as<LocalDateTime>(), a.as<LocalDateTime>()));
    case Kind::kDateTime: return Value(between(b.as<ZonedDateTime>(), a.as<ZonedDateTime>()));
    case Kind::kDate:
      return Value(between(LocalDateTime{b.as<Date>(), 0}, LocalDateTime{a.as<Date>(), 0}));
    case Kind::kMonths:
      return Value(
          MonthsDuration{a.as<MonthsDuration>().months - b.as<MonthsDuration>().months});
    case Kind::kDuration:
      return Value(sum_of(a.as<TimeDuration>(), b.as<TimeDuration>().negated()));
    default: return Value::failure("these cannot be subtracted");
  }
}

Value times(const Value& duration, std::int32_t count) {
  if (duration.is(Kind::kMonths)) {
    return Value(MonthsDuration{duration.as<MonthsDuration>().months * count});
  }
  __extension__ typedef __int128 Nanos;
  const auto& time = duration.as<TimeDuration>();
  const Nanos nanos = (Nanos{time.seconds} * kNanosPerSecond + time.nanos) * count;
  const Nanos seconds = nanos / kNanosPerSecond - (nanos % kNanosPerSecond < 0 ? 1 : 0);
  if (seconds > std::numeric_limits<std::int64_t>::max() / 4 ||
      seconds < std::numeric_limits<std::int64_t>::min() / 4) {
    return Value::failure("the duration is too long");
  }
  return Value(TimeDuration{static_cast<std::int64_t>(seconds),
                            static_cast<std::int64_t>(nanos - seconds * kNanosPerSecond)});
}

bool is_duration(const Value& value) {
  return value.is(Kind::kMonths) || value.is(Kind::kDuration);
}

TimeDuration of_millis(std::int64_t millis) {
  const std::int64_t seconds = millis / 1000 - (millis % 1000 < 0 ? 1 : 0);
  return {seconds, (millis - seconds * 1000) * 1'000'000};
}

}  // namespace

Value add(const Value& a, const Value& b) {
  if (a.is(Kind::kNumber) && b.is(Kind::kNumber)) return Value(a.number() + b.number());
  if (a.is(Kind::kMonths) && b.is(Kind::kMonths)) {
    return Value(MonthsDuration{a.as<MonthsDuration>().months + b.as<MonthsDuration>().months});
  }
  if (a.is(Kind::kDuration) && b.is(Kind::kDuration)) {
    return Value(sum_of(a.as<TimeDuration>(), b.as<TimeDuration>()));
  }
  if (b.is(Kind::kMonths)) return moved(a, b.as<MonthsDuration>());
  if (b.is(Kind::kDuration)) return moved(a, b.as<TimeDuration>());
  if (a.is(Kind::kMonths)) return moved(b, a.as<MonthsDuration>());
  if (a.is(Kind::kDuration)) return moved(b, a.as<TimeDuration>());
  return Value::failure("these cannot be added");
}

Value subtract(const Value& a, const Value& b) {
  if (a.is(Kind::kNumber) && b.is(Kind::kNumber)) return Value(a.number() - b.number());
  if (a.kind() == b.kind()) return difference(a, b);
  if (b.is(Kind::kMonths)) return moved(a, MonthsDuration{-b.as<MonthsDuration>().months});
  if (b.is(Kind::kDuration)) return moved(a, b.as<TimeDuration>().negated());
  return Value::failure("these cannot be subtracted");
}

Value multiply(const Value& a, const Value& b) {
  if (a.is(Kind::kNumber) && b.is(Kind::kNumber)) return Value(a.number() * b.number());
  if (is_duration(a) && b.is(Kind::kNumber)) return times(a, b.number().to_int());
  if (a.is(Kind::kNumber) && is_duration(b)) return times(b, a.number().to_int());
  return Value::failure("these cannot be multiplied");
}

Value divide(Evaluator& evaluator, const Value& a, const Value& b) {
  if (b.is(Kind::kNumber)) {
    const bool known = a.is(Kind::kNumber) || is_duration(a);
    if (!known || b.number().is_zero()) return Value::failure("these cannot be divided");
    if (a.is(Kind::kNumber)) return Value(*Decimal::divide(a.number(), b.number()));
    if (a.is(Kind::kMonths)) {
      const Decimal months(a.as<MonthsDuration>().months);
      return Value(MonthsDuration{Decimal::divide(months, b.number())->to_int()});
    }
    const Decimal millis(a.as<TimeDuration>().millis());
    return Value(of_millis(Decimal::divide(millis, b.number())->to_int()));
  }
  if (a.is(Kind::kMonths) && b.is(Kind::kMonths) && b.as<MonthsDuration>().months != 0) {
    return Value::number(a.as<MonthsDuration>().months / b.as<MonthsDuration>().months);
  }
  if (a.is(Kind::kDuration) && b.is(Kind::kDuration) && !b.as<TimeDuration>().is_zero()) {
    const std::int64_t divisor = b.as<TimeDuration>().millis();
    if (divisor == 0) return evaluator.stop("/ by zero");
    return Value::number(a.as<TimeDuration>().millis() / divisor);
  }
  return Value::failure("these cannot be divided");
}

Value raise(Evaluator& evaluator, const Value& a, const Value& b) {
  if (!a.is(Kind::kNumber) || !b.is(Kind::kNumber)) return Value::failure("not a number");
  const auto result = b.number().is_whole()
                          ? a.number().power(b.number().to_int())
                          : Decimal::from_double(
                                std::pow(a.number().to_double(), b.number().to_double()));
  return result ? Value(*result) : evaluator.stop("the power is no number");
}

}  // namespace procos::feel
