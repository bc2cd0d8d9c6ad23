// Calendar fields of a moment in the machine's time zone, and back.
#pragma once

#include "base/clock.h"

namespace procos {

/// Proleptic Gregorian; month and day count from 1.
struct LocalTime {
  std::int64_t year = 1970;
  int month = 1, day = 1, hour = 0, minute = 0, second = 0, millisecond = 0;
};

LocalTime to_local(TimeMs time);
/// Times in a daylight-saving gap move forward, as java.util.GregorianCalendar moves them.
TimeMs from_local(const LocalTime& local);
/// The same fields read as UTC.
TimeMs from_utc(const LocalTime& utc);

int days_in_month(std::int64_t year, int month);
/// 1 = Monday ... 7 = Sunday.
int day_of_week(std::int64_t year, int month, int day);
/// Adds and keeps the day of month where it exists, else takes the month's last day.
void add_months(LocalTime& local, std::int64_t months);
void add_days(LocalTime& local, std::int64_t days);
/// The same time of the day so many local days later.
TimeMs days_after(TimeMs time, std::int64_t days);

}  // namespace procos
