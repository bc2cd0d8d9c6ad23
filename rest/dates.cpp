#include "rest/dates.h"

#include <array>
#include <cstdint>
#include <cstdio>

#include "rest/http.h"

namespace procos::rest {
namespace {

constexpr TimeMs kDayMs = 86'400'000;
// Java's calendar is Julian before 1582-10-15, day -141427 of the epoch.
constexpr std::int64_t kGregorianStart = -141'427;

struct Civil {
  std::int64_t year;
  int month;
  int day;
};

// After Howard Hinnant's "chrono-compatible low-level date algorithms".
std::int64_t days_from_gregorian(std::int64_t year, int month, std::int64_t day) {
  year -= month <= 2;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t of_era = year - era * 400;
  const std::int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5;
  return era * 146'097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year + day - 1 - 719'468;
}

std::int64_t days_from_julian(std::int64_t year, int month, std::int64_t day) {
  year -= month <= 2;
  const std::int64_t cycle = (year >= 0 ? year : year - 3) / 4;
  const std::int64_t of_cycle = year - cycle * 4;
  const std::int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5;
  return cycle * 1461 + of_cycle * 365 + of_year + day - 1 - 719'470;
}

Civil civil_from_days(std::int64_t days) {
  std::int64_t year;
  std::int64_t of_year;
  if (days >= kGregorianStart) {
    const std::int64_t z = days + 719'468;
    const std::int64_t era = z / 146'097;
    const std::int64_t of_era = z - era * 146'097;
    const std::int64_t years = (of_era - of_era / 1460 + of_era / 36'524 - of_era / 146'096) / 365;
    year = years + era * 400;
    of_year = of_era - (365 * years + years / 4 - years / 100);
  } else {
    const std::int64_t z = days + 719'470;
    const std::int64_t cycle = (z >= 0 ? z : z - 1460) / 1461;
    const std::int64_t of_cycle = z - cycle * 1461;
    const std::int64_t years = (of_cycle - of_cycle / 1460) / 365;
    year = years + cycle * 4;
    of_year = of_cycle - 365 * years;
  }
  const int shifted = static_cast<int>((5 * of_year + 2) / 153);
  const int day = static_cast<int>(of_year - (153 * shifted + 2) / 5 + 1);
  const int month = shifted + (shifted < 10 ? 3 : -9);
  return {year + (month <= 2), month, day};
}

// Years beyond this would overflow the milliseconds; Java wraps around silently there.
constexpr std::int64_t kMaxYear = 200'000'000;

std::optional<std::int64_t> days_from_lenient(std::int64_t year, std::int64_t month,
                                              std::int64_t day) {
  year += (month - 1 >= 0 ? month - 1 : month - 12) / 12;
  month = ((month - 1) % 12 + 12) % 12 + 1;
  if (year > kMaxYear || year < -kMaxYear) return std::nullopt;
  const std::int64_t gregorian = days_from_gregorian(year, static_cast<int>(month), day);
  if (year > 1582 || (year == 1582 && gregorian >= kGregorianStart)) return gregorian;
  return days_from_julian(year, static_cast<int>(month), day);
}

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  // Blanks may stand before a field, but not before a separator.
  void skip_blanks() {
    while (rest_.starts_with(' ') || rest_.starts_with('\t')) rest_.remove_prefix(1);
  }

  bool literal(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool number(std::int64_t& out) {
    skip_blanks();
    const bool negative = literal('-');
    std::uint64_t value = 0;
    std::size_t digits = 0;
    while (digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9') {
      if (digits < 18) value = value * 10 + static_cast<std::uint64_t>(rest_[digits] - '0');
      ++digits;
    }
    if (digits == 0) return false;
    rest_.remove_prefix(digits);
    // The calendar's fields are 32-bit integers.
    const auto narrow = static_cast<std::int32_t>(static_cast<std::uint32_t>(value));
    out = negative ? -static_cast<std::int64_t>(narrow) : narrow;
    return true;
  }

  bool zone(std::int64_t& offset_minutes);

 private:
  bool digit(int& out) {
    if (rest_.empty() || rest_[0] < '0' || rest_[0] > '9') return false;
    out = rest_[0] - '0';
    rest_.remove_prefix(1);
    return true;
  }
  bool hours_and_minutes(bool colon, int sign, std::int64_t& offset_minutes);

  std::string_view rest_;
};

bool Reader::hours_and_minutes(bool colon, int sign, std::int64_t& offset_minutes) {
  int hours = 0;
  int next = 0;
  if (!digit(hours)) return false;
  if (digit(next)) {
    hours = hours * 10 + next;
  } else if (!colon) {
    return false;
  }
  if (hours > 23 || (colon && !literal(':'))) return false;
  int tens = 0;
  int ones = 0;
  if (!digit(tens) || !digit(ones) || tens > 5) return false;
  offset_minutes = sign * (hours * 60 + tens * 10 + ones);
  return true;
}

bool Reader::zone(std::int64_t& offset_minutes) {
  struct Name {
    std::string_view text;
    int minutes;
  };
  static constexpr std::array kNames{
      Name{"UTC", 0},    Name{"WET", 0},     Name{"WEST", 60},   Name{"BST", 60},
      Name{"CEST", 120}, Name{"CET", 60},    Name{"EEST", 180},  Name{"EET", 120},
      Name{"MSK", 180},  Name{"EST", -300},  Name{"EDT", -240},  Name{"CST", -360},
      Name{"CDT", -300}, Name{"MST", -420},  Name{"MDT", -360},  Name{"PST", -480},
      Name{"PDT", -420}, Name{"AKST", -540}, Name{"AKDT", -480}, Name{"HST", -600},
      Name{"JST", 540},  Name{"IST", 330},   Name{"AEST", 600},  Name{"AEDT", 660},
      Name{"NZST", 720}, Name{"NZDT", 780},
  };
  skip_blanks();
  if (literal('+')) return hours_and_minutes(false, 1, offset_minutes);
  if (literal('-')) return hours_and_minutes(false, -1, offset_minutes);
  if (iequals(rest_.substr(0, 3), "GMT")) {
    rest_.remove_prefix(3);
    offset_minutes = 0;
    if (literal('+')) return hours_and_minutes(true, 1, offset_minutes);
    if (literal('-')) return hours_and_minutes(true, -1, offset_minutes);
    return true;
  }
  for (const Name& name : kNames) {
    if (iequals(rest_.substr(0, name.text.size()), name.text)) {
      offset_minutes = name.minutes;
      return true;
    }
  }
  return false;
}

}  // namespace

std::string format_date(TimeMs time) {
  std::int64_t days = time / kDayMs;
  TimeMs of_day = time % kDayMs;
  if (of_day < 0) {
    of_day += kDayMs;
    --days;
  }
  const Civil date = civil_from_days(days);
  // Java shows the year of its era: there is no year 0, and 1 BC is written 0001.
  const std::int64_t year = date.year > 0 ? date.year : 1 - date.year;
  std::array<char, 64> out{};
  const int length =
      std::snprintf(out.data(), out.size(), "%04lld-%02d-%02dT%02d:%02d:%02d.%03d+0000",
                    static_cast<long long>(year), date.month, date.day,
                    static_cast<int>(of_day / 3'600'000), static_cast<int>(of_day / 60'000 % 60),
                    static_cast<int>(of_day / 1000 % 60), static_cast<int>(of_day % 1000));
  return {out.data(), static_cast<std::size_t>(length)};
}

std::optional<TimeMs> parse_date(std::string_view text) {
  Reader in(text);
  std::int64_t year = 0;
  std::int64_t month = 0;
  std::int64_t day = 0;
  std::int64_t hour = 0;
  std::int64_t minute = 0;
  std::int64_t second = 0;
  std::int64_t milli = 0;
  std::int64_t zone = 0;
  if (!in.number(year) || !in.literal('-') || !in.number(month) || !in.literal('-') ||
      !in.number(day) || !in.literal('T') || !in.number(hour) || !in.literal(':') ||
      !in.number(minute) || !in.literal(':') || !in.number(second) || !in.literal('.') ||
      !in.number(milli) || !in.zone(zone)) {
    return std::nullopt;
  }
  const auto days = days_from_lenient(year, month, day);
  if (!days) return std::nullopt;
  return *days * kDayMs + hour * 3'600'000 + (minute - zone) * 60'000 + second * 1000 + milli;
}

}  // namespace procos::rest
