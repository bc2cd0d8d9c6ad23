// Functions that ask the calendar, and the time now.
#include <array>

#include "feel/functions.h"

namespace procos::feel {
namespace {

using Kind = Value::Kind;

constexpr std::array<std::string_view, 7> kWeekdays = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
constexpr std::array<std::string_view, 12> kMonthNames = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

ZonedDateTime local_now(const Evaluator& evaluator) {
  const TimeMs ms = evaluator.now_ms();
  const std::int64_t second = ms / 1000 - (ms % 1000 < 0 ? 1 : 0);
  return at_instant(second, (ms - second * 1000) * 1'000'000, TimeZone::system(), 0);
}

Value now(Evaluator& evaluator, Arguments) { return Value(local_now(evaluator)); }

Value today(Evaluator& evaluator, Arguments) { return Value(local_now(evaluator).local.date); }

template <class Compute>
Value of_date(const Value& value, Compute compute) {
  switch (value.kind()) {
    case Kind::kDate: return compute(value.as<Date>());
    case Kind::kLocalDateTime: return compute(value.as<LocalDateTime>().date);
    case Kind::kDateTime: return compute(value.as<ZonedDateTime>().local.date);
    default: return illegal_arguments();
  }
}

Value ordinal_day(Evaluator&, Arguments a) {
  return of_date(a[0], [](const Date& date) { return Value::number(day_of_year(date)); });
}

Value day_of_week_name(Evaluator&, Arguments a) {
  return of_date(a[0], [](const Date& date) {
    return Value::text(kWeekdays[static_cast<std::size_t>(weekday_of(date)) - 1]);
  });
}

Value month_name(Evaluator&, Arguments a) {
  return of_date(a[0], [](const Date& date) {
    return Value::text(kMonthNames[static_cast<std::size_t>(date.month) - 1]);
  });
}

Value week_number(Evaluator&, Arguments a) {
  return of_date(a[0], [](const Date& date) { return Value::number(week_of_year(date)); });
}

Value last_day_of_month(Evaluator&, Arguments a) {
  return of_date(a[0], [](const Date& date) {
    return Value(Date{date.year, date.month, month_length(date.year, date.month)});
  });
}

constexpr Builtin kTemporalFunctions[] = {
    {"now", {}, now},
    {"today", {}, today},
    {"day of year", {"date"}, ordinal_day},
    {"day of week", {"date"}, day_of_week_name},
    {"month of year", {"date"}, month_name},
    {"week of year", {"date"}, week_number},
    {"last day of month", {"date"}, last_day_of_month},
};

}  // namespace

std::span<const Builtin> temporal_functions() { return kTemporalFunctions; }

}  // namespace procos::feel
