#include "base/local_time.h"

#include <algorithm>
#include <chrono>
#include <ctime>

namespace procos {
namespace {

using std::chrono::day;
using std::chrono::days;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr std::int64_t kMsPerSecond = 1000;
constexpr std::int64_t kMsPerDay = 86'400'000;

sys_days date_of(std::int64_t y, int m, int d) {
  return sys_days(year(static_cast<int>(y)) / month(static_cast<unsigned>(m)) /
                  day(static_cast<unsigned>(d)));
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

std::tm local_fields(std::time_t seconds) {
  std::tm fields{};
  localtime_r(&seconds, &fields);
  return fields;
}

/// In seconds.
std::int64_t utc_offset(TimeMs time) {
  return local_fields(floor_div(time, kMsPerSecond)).tm_gmtoff;
}

}  // namespace

LocalTime to_local(TimeMs time) {
  const std::int64_t seconds = floor_div(time, kMsPerSecond);
  const std::tm fields = local_fields(seconds);
  return {.year = fields.tm_year + 1900LL,
          .month = fields.tm_mon + 1,
          .day = fields.tm_mday,
          .hour = fields.tm_hour,
          .minute = fields.tm_min,
          .second = fields.tm_sec,
          .millisecond = static_cast<int>(time - seconds * kMsPerSecond)};
}

TimeMs from_local(const LocalTime& local) {
  std::tm fields{};
  fields.tm_year = static_cast<int>(local.year - 1900);
  fields.tm_mon = local.month - 1;
  fields.tm_mday = local.day;
  fields.tm_hour = local.hour;
  fields.tm_min = local.minute;
  fields.tm_sec = local.second;
  fields.tm_isdst = -1;
  return static_cast<TimeMs>(std::mktime(&fields)) * kMsPerSecond + local.millisecond;
}

TimeMs from_utc(const LocalTime& utc) {
  const std::int64_t day_count = date_of(utc.year, utc.month, utc.day).time_since_epoch().count();
  return day_count * kMsPerDay + ((utc.hour * 60LL + utc.minute) * 60 + utc.second) * kMsPerSecond +
         utc.millisecond;
}

int days_in_month(std::int64_t y, int m) {
  const auto last = year(static_cast<int>(y)) / month(static_cast<unsigned>(m)) / std::chrono::last;
  return static_cast<int>(static_cast<unsigned>(last.day()));
}

int day_of_week(std::int64_t y, int m, int d) {
  return static_cast<int>(std::chrono::weekday(date_of(y, m, d)).iso_encoding());
}

void add_months(LocalTime& local, std::int64_t months) {
  const std::int64_t total = local.year * 12 + (local.month - 1) + months;
  local.year = floor_div(total, 12);
  local.month = static_cast<int>(total - local.year * 12) + 1;
  local.day = std::min(local.day, days_in_month(local.year, local.month));
}

void add_days(LocalTime& local, std::int64_t count) {
  const year_month_day moved(date_of(local.year, local.month, local.day) + days(count));
  local.year = static_cast<int>(moved.year());
  local.month = static_cast<int>(static_cast<unsigned>(moved.month()));
  local.day = static_cast<int>(static_cast<unsigned>(moved.day()));
}

TimeMs days_after(TimeMs time, std::int64_t count) {
  // Asking the system for the time of a local one makes it look for another time zone each time.
  const TimeMs moved = time + count * kMsPerDay;
  if (utc_offset(time) == utc_offset(moved)) return moved;
  LocalTime local = to_local(time);
  add_days(local, count);
  return from_local(local);
}

}  // namespace procos
