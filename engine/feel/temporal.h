// Dates, times and durations as java.time computes with them, and how one leaves an expression.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "expr/datum.h"
#include "feel/time_zone.h"

namespace procos::feel {

/// What a TemporalObject is. Java's classes are LocalDate, LocalTime, OffsetTime, LocalDateTime,
/// ZonedDateTime, Period and Duration.
enum class TemporalKind : std::uint8_t {
  kDate, kLocalTime, kTime, kLocalDateTime, kDateTime, kYearsMonthsDuration, kDaysTimeDuration
};

/// A date, time or duration as the result of an expression.
class TemporalObject final : public expr::Object {
 public:
  TemporalObject(TemporalKind k, std::string t, std::optional<TimeMs> ms)
      : kind(k), text(std::move(t)), time_ms(ms) {}
  expr::JavaType type() const override { return expr::JavaType::kOpaque; }

  TemporalKind kind;
  /// As FEEL's string() writes it: 2026-01-31, 10:20:30+01:00, 2026-01-31T10:20:30@Europe/Paris,
  /// P1Y2M, PT1H.
  std::string text;
  /// Milliseconds since the epoch for a date and time (a local one in the machine's time zone) and
  /// for the midnight with which a date begins; nullopt for times and durations.
  std::optional<TimeMs> time_ms;
};

/// Proleptic Gregorian; the year may be negative.
struct Date {
  std::int64_t year = 1970;
  int month = 1, day = 1;
  auto operator<=>(const Date&) const = default;
};

constexpr std::int64_t kNanosPerSecond = 1'000'000'000;
constexpr std::int64_t kNanosPerDay = 86'400 * kNanosPerSecond;

struct LocalTimeOfDay {
  std::int64_t nanos = 0;
  auto operator<=>(const LocalTimeOfDay&) const = default;
};

struct LocalDateTime {
  Date date;
  std::int64_t nanos = 0;
  auto operator<=>(const LocalDateTime&) const = default;
};

/// A time with an offset, perhaps from a named zone.
struct ZonedTime {
  std::int64_t nanos = 0;
  int offset = 0;
  TimeZoneRef zone;  ///< null: only the offset
  std::int64_t utc_nanos() const { return nanos - offset * kNanosPerSecond; }
  bool operator==(const ZonedTime& other) const;
};

struct ZonedDateTime {
  LocalDateTime local;
  int offset = 0;
  TimeZoneRef zone;  ///< null: only the offset
  std::int64_t epoch_second() const;
  bool operator==(const ZonedDateTime& other) const;
};

/// Years and months, in months.
struct MonthsDuration {
  std::int64_t months = 0;
  auto operator<=>(const MonthsDuration&) const = default;
};

/// Days and time. The nanoseconds count up from the second, also below zero, as Java counts.
struct TimeDuration {
  std::int64_t seconds = 0;
  std::int64_t nanos = 0;
  static TimeDuration of_nanos(std::int64_t total);
  auto operator<=>(const TimeDuration&) const = default;
  TimeDuration negated() const;
  bool is_zero() const { return seconds == 0 && nanos == 0; }
  std::int64_t millis() const { return seconds * 1000 + nanos / 1'000'000; }
};

std::int64_t epoch_day(const Date& date);
Date epoch_date(std::int64_t epoch_day);
int month_length(std::int64_t year, int month);
/// 1 = Monday ... 7 = Sunday.
int weekday_of(const Date& date);
int day_of_year(const Date& date);
/// ISO 8601.
int week_of_year(const Date& date);
/// nullopt: there is no such day, or the year is beyond +-999999999.
std::optional<Date> make_date(std::int64_t year, std::int64_t month, std::int64_t day);

/// The results are nullopt beyond the years that Java knows.
std::optional<Date> plus(const Date& date, MonthsDuration duration);
std::optional<LocalDateTime> plus(const LocalDateTime& time, MonthsDuration duration);
std::optional<LocalDateTime> plus(const LocalDateTime& time, TimeDuration duration);
std::optional<ZonedDateTime> plus(const ZonedDateTime& time, MonthsDuration duration);
std::optional<ZonedDateTime> plus(const ZonedDateTime& time, TimeDuration duration);
std::int64_t time_plus(std::int64_t nanos_of_day, TimeDuration duration);
/// From `from` to `to`.
TimeDuration between(const LocalDateTime& from, const LocalDateTime& to);
TimeDuration between(const ZonedDateTime& from, const ZonedDateTime& to);
/// Whole months from `from` to `to`.
MonthsDuration months_between(const Date& from, const Date& to);
int compare(const ZonedDateTime& a, const ZonedDateTime& b);

/// A local time put into a zone, or at an offset if `zone` is null.
ZonedDateTime at_zone(const LocalDateTime& local, const TimeZoneRef& zone, int offset);
ZonedDateTime with_date(const ZonedTime& time, const Date& date);
ZonedDateTime at_instant(std::int64_t epoch_second, std::int64_t nanos, const TimeZoneRef& zone,
                         int offset);
TimeMs to_ms(const ZonedDateTime& time);
TimeMs to_ms(const LocalDateTime& time);
LocalDateTime local_of_ms(TimeMs ms);

/// Seconds of the epoch as if the time were in UTC.
std::int64_t local_seconds(const LocalDateTime& time);

/// Each takes all of the text or nothing.
std::optional<Date> parse_date(std::string_view text);
std::optional<LocalTimeOfDay> parse_local_time(std::string_view text);
std::optional<ZonedTime> parse_zoned_time(std::string_view text);
/// `by_pattern`: a year of more than four digits does not begin with zero.
std::optional<LocalDateTime> parse_local_date_time(std::string_view text, bool by_pattern);
std::optional<ZonedDateTime> parse_zoned_date_time(std::string_view text);
std::optional<MonthsDuration> parse_months_duration(std::string_view text);
/// `by_pattern`: only what the pattern of the specification takes, in capital letters, without +.
std::optional<TimeDuration> parse_time_duration(std::string_view text, bool by_pattern);

std::string text_of(const Date& date);
std::string text_of(const LocalTimeOfDay& time);
std::string text_of(const ZonedTime& time);
std::string text_of(const LocalDateTime& time);
std::string text_of(const ZonedDateTime& time);
std::string text_of(const MonthsDuration& duration);
std::string text_of(const TimeDuration& duration);

}  // namespace procos::feel
