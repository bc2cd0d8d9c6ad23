#include "feel/temporal.h"

#include <algorithm>

#include "base/local_time.h"

namespace procos::feel {
namespace {

constexpr std::int64_t kMaxYear = 999'999'999;  // of java.time.Year
constexpr std::int64_t kSecondsPerDay = 86'400;
constexpr std::int64_t kDaysPerEra = 146'097;  // 400 years

constexpr std::int64_t floored(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

bool is_leap(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

bool in_range(const Date& date) { return date.year >= -kMaxYear && date.year <= kMaxYear; }

LocalDateTime local_of(std::int64_t seconds, std::int64_t nanos) {
  const std::int64_t day = floored(seconds, kSecondsPerDay);
  return {epoch_date(day), (seconds - day * kSecondsPerDay) * kNanosPerSecond + nanos};
}

struct Moved {
  std::int64_t seconds;
  std::int64_t nanos;
};

std::optional<Moved> moved_by(std::int64_t seconds, std::int64_t nanos, TimeDuration duration) {
  constexpr std::int64_t kMost = (kMaxYear + 1) * 366 * kSecondsPerDay;
  if (duration.seconds > 2 * kMost || duration.seconds < -2 * kMost) return std::nullopt;
  std::int64_t sum = seconds + duration.seconds;
  std::int64_t rest = nanos + duration.nanos;
  if (rest >= kNanosPerSecond) {
    rest -= kNanosPerSecond;
    ++sum;
  }
  if (sum > kMost || sum < -kMost) return std::nullopt;
  return Moved{sum, rest};
}

}  // namespace

// The count of days by eras of 400 years, which all have the same length; years begin in March.
std::int64_t epoch_day(const Date& date) {
  const std::int64_t year = date.year - (date.month <= 2 ? 1 : 0);
  const std::int64_t era = floored(year, 400);
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t month = (date.month + 9) % 12;
  const std::int64_t day = (153 * month + 2) / 5 + date.day - 1;
  return era * kDaysPerEra + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day -
         719'468;
}

Date epoch_date(std::int64_t epoch_day) {
  const std::int64_t shifted = epoch_day + 719'468;
  const std::int64_t era = floored(shifted, kDaysPerEra);
  const std::int64_t rest = shifted - era * kDaysPerEra;
  const std::int64_t year_of_era = (rest - rest / 1460 + rest / 36'524 - rest / 146'096) / 365;
  const std::int64_t day = rest - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month = (5 * day + 2) / 153;
  const int calendar_month = static_cast<int>(month < 10 ? month + 3 : month - 9);
  return {year_of_era + era * 400 + (calendar_month <= 2 ? 1 : 0), calendar_month,
          static_cast<int>(day - (153 * month + 2) / 5 + 1)};
}

int month_length(std::int64_t year, int month) {
  if (month == 2) return is_leap(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

int weekday_of(const Date& date) {
  const std::int64_t day = epoch_day(date) + 3;  // the epoch began on a Thursday
  return static_cast<int>(day - floored(day, 7) * 7) + 1;
}

int day_of_year(const Date& date) {
  return static_cast<int>(epoch_day(date) - epoch_day({date.year, 1, 1})) + 1;
}

int week_of_year(const Date& date) {
  // The week belongs to the year in which its Thursday lies.
  const Date thursday = epoch_date(epoch_day(date) - weekday_of(date) + 4);
  return (day_of_year(thursday) - 1) / 7 + 1;
}

std::optional<Date> make_date(std::int64_t year, std::int64_t month, std::int64_t day) {
  if (year < -kMaxYear || year > kMaxYear || month < 1 || month > 12 || day < 1) {
    return std::nullopt;
  }
  if (day > month_length(year, static_cast<int>(month))) return std::nullopt;
  return Date{year, static_cast<int>(month), static_cast<int>(day)};
}

TimeDuration TimeDuration::of_nanos(std::int64_t total) {
  const std::int64_t seconds = floored(total, kNanosPerSecond);
  return {seconds, total - seconds * kNanosPerSecond};
}

TimeDuration TimeDuration::negated() const {
  if (nanos == 0) return {-seconds, 0};
  return {-seconds - 1, kNanosPerSecond - nanos};
}

bool ZonedTime::operator==(const ZonedTime& other) const {
  const auto name = [](const ZonedTime& t) { return t.zone ? t.zone->name() : std::string(); };
  return nanos == other.nanos && offset == other.offset && name(*this) == name(other);
}

std::int64_t ZonedDateTime::epoch_second() const { return local_seconds(local) - offset; }

bool ZonedDateTime::operator==(const ZonedDateTime& other) const {
  const auto name = [](const ZonedDateTime& t) { return t.zone ? t.zone->name() : std::string(); };
  return local == other.local && offset == other.offset && name(*this) == name(other);
}

std::int64_t local_seconds(const LocalDateTime& time) {
  return epoch_day(time.date) * kSecondsPerDay + time.nanos / kNanosPerSecond;
}

std::optional<Date> plus(const Date& date, MonthsDuration duration) {
  const std::int64_t total = date.year * 12 + date.month - 1 + duration.months;
  Date moved{floored(total, 12), 1, date.day};
  moved.month = static_cast<int>(total - moved.year * 12) + 1;
  moved.day = std::min(moved.day, month_length(moved.year, moved.month));
  if (!in_range(moved)) return std::nullopt;
  return moved;
}

std::optional<LocalDateTime> plus(const LocalDateTime& time, MonthsDuration duration) {
  const auto date = plus(time.date, duration);
  if (!date) return std::nullopt;
  return LocalDateTime{*date, time.nanos};
}

std::optional<LocalDateTime> plus(const LocalDateTime& time, TimeDuration duration) {
  const auto moved =
      moved_by(local_seconds(time), time.nanos % kNanosPerSecond, duration);
  if (!moved) return std::nullopt;
  LocalDateTime result = local_of(moved->seconds, moved->nanos);
  if (!in_range(result.date)) return std::nullopt;
  return result;
}

std::optional<ZonedDateTime> plus(const ZonedDateTime& time, MonthsDuration duration) {
  const auto local = plus(time.local, duration);
  if (!local) return std::nullopt;
  return at_zone(*local, time.zone, time.offset);
}

std::optional<ZonedDateTime> plus(const ZonedDateTime& time, TimeDuration duration) {
  const auto moved =
      moved_by(time.epoch_second(), time.local.nanos % kNanosPerSecond, duration);
  if (!moved) return std::nullopt;
  const ZonedDateTime result = at_instant(moved->seconds, moved->nanos, time.zone, time.offset);
  if (!in_range(result.local.date)) return std::nullopt;
  return result;
}

std::int64_t time_plus(std::int64_t nanos_of_day, TimeDuration duration) {
  const std::int64_t by =
      duration.seconds % kSecondsPerDay * kNanosPerSecond + duration.nanos + nanos_of_day;
  return by - floored(by, kNanosPerDay) * kNanosPerDay;
}

namespace {

TimeDuration span_between(std::int64_t from, std::int64_t from_nanos, std::int64_t to,
                          std::int64_t to_nanos) {
  const std::int64_t rest = to_nanos % kNanosPerSecond - from_nanos % kNanosPerSecond;
  if (rest < 0) return {to - from - 1, rest + kNanosPerSecond};
  return {to - from, rest};
}

}  // namespace

TimeDuration between(const LocalDateTime& from, const LocalDateTime& to) {
  return span_between(local_seconds(from), from.nanos, local_seconds(to), to.nanos);
}

TimeDuration between(const ZonedDateTime& from, const ZonedDateTime& to) {
  return span_between(from.epoch_second(), from.local.nanos, to.epoch_second(), to.local.nanos);
}

MonthsDuration months_between(const Date& from, const Date& to) {
  std::int64_t months = (to.year - from.year) * 12 + to.month - from.month;
  if (months > 0 && to.day < from.day) --months;
  if (months < 0 && to.day > from.day) ++months;
  return {months};
}

int compare(const ZonedDateTime& a, const ZonedDateTime& b) {
  const auto order = [](const auto& x, const auto& y) { return x < y ? -1 : y < x ? 1 : 0; };
  if (const int c = order(a.epoch_second(), b.epoch_second())) return c;
  if (const int c = order(a.local.nanos % kNanosPerSecond, b.local.nanos % kNanosPerSecond)) {
    return c;
  }
  if (const int c = order(a.local, b.local)) return c;
  const auto name = [](const ZonedDateTime& t) {
    return t.zone ? t.zone->name() : offset_text(t.offset);
  };
  return order(name(a), name(b));
}

ZonedDateTime at_zone(const LocalDateTime& local, const TimeZoneRef& zone, int offset) {
  if (!zone) return {local, offset, nullptr};
  const TimeZone::Local resolved = zone->resolve(local_seconds(local), offset);
  return {local_of(resolved.seconds, local.nanos % kNanosPerSecond), resolved.offset, zone};
}

ZonedDateTime with_date(const ZonedTime& time, const Date& date) {
  const LocalDateTime local{date, time.nanos};
  if (!time.zone) return {local, time.offset, nullptr};
  const TimeZone::Local resolved = time.zone->resolve(local_seconds(local), std::nullopt);
  return {local_of(resolved.seconds, local.nanos % kNanosPerSecond), resolved.offset, time.zone};
}

ZonedDateTime at_instant(std::int64_t epoch_second, std::int64_t nanos, const TimeZoneRef& zone,
                         int offset) {
  const int there = zone ? zone->offset_at(epoch_second) : offset;
  return {local_of(epoch_second + there, nanos), there, zone};
}

TimeMs to_ms(const ZonedDateTime& time) {
  return time.epoch_second() * 1000 + time.local.nanos % kNanosPerSecond / 1'000'000;
}

TimeMs to_ms(const LocalDateTime& time) {
  LocalTime fields;
  fields.year = time.date.year;
  fields.month = time.date.month;
  fields.day = time.date.day;
  const auto ms_of_day = static_cast<int>(time.nanos / 1'000'000);
  fields.hour = ms_of_day / 3'600'000;
  fields.minute = ms_of_day / 60'000 % 60;
  fields.second = ms_of_day / 1000 % 60;
  fields.millisecond = ms_of_day % 1000;
  return from_local(fields);
}

LocalDateTime local_of_ms(TimeMs ms) {
  const LocalTime fields = to_local(ms);
  const std::int64_t seconds = (fields.hour * 60 + fields.minute) * 60 + fields.second;
  return {Date{fields.year, fields.month, fields.day},
          seconds * kNanosPerSecond + std::int64_t{fields.millisecond} * 1'000'000};
}

}  // namespace procos::feel
