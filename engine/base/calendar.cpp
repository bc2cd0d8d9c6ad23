#include "base/calendar.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdio>
#include <limits>

#include "base/cron.h"
#include "base/local_time.h"

namespace procos {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Reads a text from left to right.
struct Scanner {
  std::string_view text;
  std::size_t at = 0;

  bool done() const { return at >= text.size(); }
  char peek() const { return done() ? '\0' : text[at]; }
  bool take(char c) {
    if (peek() != c || done()) return false;
    ++at;
    return true;
  }
  std::size_t digits_ahead() const {
    std::size_t count = 0;
    while (at + count < text.size() && is_digit(text[at + count])) ++count;
    return count;
  }
  /// Between one and `max` digits.
  std::optional<std::int64_t> number(std::size_t max) {
    const std::size_t count = std::min(max, digits_ahead());
    if (count == 0) return std::nullopt;
    std::int64_t value = 0;
    const char* begin = text.data() + at;
    if (std::from_chars(begin, begin + count, value).ec != std::errc()) return std::nullopt;
    at += count;
    return value;
  }
  /// ".5" or ",5" in units of `unit`, rounded down; 0 when there is none.
  std::optional<std::int64_t> fraction(std::int64_t unit) {
    if (!take('.') && !take(',')) return 0;
    if (digits_ahead() == 0) return std::nullopt;
    double value = 0, place = 0.1;
    for (; is_digit(peek()); ++at, place /= 10) value += place * (peek() - '0');
    return static_cast<std::int64_t>(value * static_cast<double>(unit) + 1e-6);
  }
};

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

/// The words of Joda-Time, which Camunda passes on.
std::string malformed(std::string_view text, std::size_t at) {
  std::string shown(text);
  if (at + 35 < text.size()) shown = shown.substr(0, at + 32) + "...";
  if (at == 0) return "Invalid format: " + quoted(shown);
  if (at >= text.size()) return "Invalid format: " + quoted(shown) + " is too short";
  return "Invalid format: " + quoted(shown) + " is malformed at " + quoted(shown.substr(at));
}

/// A date being read: its fields, and whether a zone was given.
class DateReader {
 public:
  explicit DateReader(std::string_view text) : in_{text} {}

  Result<TimeMs> read() {
    bool good = in_.peek() == 'T' || read_date();
    if (good && in_.take('T')) good = read_time();
    if (good && has_time_) good = read_zone();
    if (!error_.empty()) {
      return fail(ErrorKind::kNotValid, "Cannot parse " + quoted(in_.text) + ": " + error_);
    }
    if (!good || !in_.done()) return fail(ErrorKind::kNotValid, malformed(in_.text, in_.at));
    TimeMs time = zone_minutes_ ? from_utc(fields_) - *zone_minutes_ * 60'000 : from_local(fields_);
    return time + extra_ms_;
  }

 private:
  bool check(std::int64_t value, int low, int high, const char* field) {
    if (value >= low && value <= high) return true;
    error_ = "Value " + std::to_string(value) + " for " + field + " must be in the range [" +
             std::to_string(low) + "," + std::to_string(high) + "]";
    return false;
  }
  bool part(int& field, int low, int high, const char* name) {
    const auto value = in_.number(2);
    if (!value || !check(*value, low, high, name)) return false;
    field = static_cast<int>(*value);
    return true;
  }
  bool read_date() {
    const auto year = in_.number(9);
    if (!year) return false;
    fields_.year = *year;
    if (!in_.take('-')) return true;
    if (in_.take('W')) return read_week();
    if (in_.digits_ahead() >= 3) {
      const auto day = in_.number(3);
      if (!check(*day, 1, 337 + days_in_month(fields_.year, 2), "dayOfYear")) return false;
      add_days(fields_, *day - 1);
      return true;
    }
    if (!part(fields_.month, 1, 12, "monthOfYear")) return false;
    if (!in_.take('-')) return true;
    return part(fields_.day, 1, days_in_month(fields_.year, fields_.month), "dayOfMonth");
  }
  bool read_week() {
    int week = 1, day = 1;
    if (!part(week, 1, 53, "weekOfWeekyear")) return false;
    if (in_.take('-') && !part(day, 1, 7, "dayOfWeek")) return false;
    fields_.month = 1;
    fields_.day = 4;  // always in week 1
    add_days(fields_, (week - 1) * 7 + day - day_of_week(fields_.year, 1, 4));
    return true;
  }
  bool read_fraction(std::int64_t unit_ms) {
    const auto ms = in_.fraction(unit_ms);
    if (ms) extra_ms_ += *ms;
    return ms.has_value();
  }
  bool read_time() {
    has_time_ = true;
    if (!is_digit(in_.peek())) return in_.at > 1;  // nothing, or a zone, may follow at once
    if (!part(fields_.hour, 0, 23, "hourOfDay")) return false;
    if (!in_.take(':')) return read_fraction(3'600'000);
    if (!part(fields_.minute, 0, 59, "minuteOfHour")) return false;
    if (!in_.take(':')) return read_fraction(60'000);
    return part(fields_.second, 0, 59, "secondOfMinute") && read_fraction(1000);
  }
  bool read_zone() {
    if (in_.take('Z')) {
      zone_minutes_ = 0;
      return true;
    }
    const int sign = in_.take('+') ? 1 : in_.take('-') ? -1 : 0;
    if (sign == 0) return true;
    int hours = 0, minutes = 0;
    if (!part(hours, 0, 23, "hours")) return false;
    const bool more = in_.take(':') || is_digit(in_.peek());
    if (more && !part(minutes, 0, 59, "minutes")) return false;
    zone_minutes_ = sign * (hours * 60 + minutes);
    return true;
  }

  Scanner in_;
  LocalTime fields_;
  std::int64_t extra_ms_ = 0;
  std::optional<std::int64_t> zone_minutes_;
  bool has_time_ = false;
  std::string error_;
};

/// Calendar units are added in local time, the rest in elapsed time.
struct Period {
  std::int64_t years = 0, months = 0, days = 0, ms = 0;

  bool calendar_free() const { return years == 0 && months == 0 && days == 0; }
  Period negated() const { return {-years, -months, -days, -ms}; }
  TimeMs add_to(TimeMs time) const {
    if (calendar_free()) return time + ms;
    LocalTime local = to_local(time);
    add_months(local, years * 12);
    add_months(local, months);
    add_days(local, days);
    return from_local(local) + ms;
  }
};

/// "P1Y2M3DT4H5M6.7S"; `joda` also allows weeks and a sign before every number, as Joda's standard
/// period format does.
std::optional<Period> parse_period(std::string_view text, bool joda) {
  Scanner in{text};
  Period period;
  if (!in.take('P')) return std::nullopt;
  bool in_time = false, any = false;
  std::string_view units = joda ? "YMWD" : "YMD";
  while (!in.done()) {
    if (!in_time && in.take('T')) {
      in_time = true;
      any = false;
      units = "HMS";
      continue;
    }
    const int sign = joda && in.take('-') ? -1 : 1;
    if (joda && sign > 0) in.take('+');
    const auto amount = in.number(18);
    if (!amount) return std::nullopt;
    std::int64_t fraction = 0;
    if (in.peek() == '.' || in.peek() == ',') {
      const auto ms = in.fraction(1000);
      if (!ms || !in_time || in.peek() != 'S') return std::nullopt;
      fraction = *ms;
    }
    const std::size_t unit = units.find(in.peek());
    if (in.done() || unit == std::string_view::npos) return std::nullopt;
    const std::int64_t value = sign * *amount;
    switch (units[unit]) {
      case 'Y': period.years += value; break;
      case 'M': in_time ? period.ms += value* 60'000 : period.months += value; break;
      case 'W': period.days += value * 7; break;
      case 'D': period.days += value; break;
      case 'H': period.ms += value * 3'600'000; break;
      default: period.ms += value * 1000 + sign * fraction;
    }
    units.remove_prefix(unit + 1);
    ++in.at;
    any = true;
  }
  if (!any && !(joda && !in_time)) return std::nullopt;
  return period;
}

/// java.xml's Duration of a length: the calendar fields that far after 1970, so that P5W is a month
/// and four days.
Period period_of_length(std::int64_t ms) {
  constexpr std::int64_t kDay = 86'400'000;
  const std::int64_t sign = ms < 0 ? -1 : 1;
  LocalTime end;
  add_days(end, sign * ms / kDay);
  const Period period{end.year - 1970, end.month - 1, end.day - 1, sign * ms % kDay};
  return sign < 0 ? period.negated() : period;
}

/// What Camunda's DurationHelper makes of "[Rn/]duration", "[Rn/]start/duration",
/// "[Rn/]duration/end" and "[Rn/]start/end".
struct Interval {
  std::optional<TimeMs> start, end;
  Period period;
  bool repeats = false;
  int times = 0;
};

Result<Period> read_period(std::string_view text) {
  const bool weeks = text.size() > 2 && text.front() == 'P' && text.back() == 'W' &&
                     std::all_of(text.begin() + 1, text.end() - 1, is_digit);
  if (weeks) {
    std::int64_t count = 0;
    std::from_chars(text.data() + 1, text.data() + text.size() - 1, count);
    return period_of_length(count * 7 * 86'400'000);
  }
  if (auto period = parse_period(text, false)) return *period;
  return fail(ErrorKind::kNotValid, std::string(text));
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t start = 0;;) {
    const std::size_t end = text.find(separator, start);
    parts.push_back(text.substr(start, end == std::string_view::npos ? end : end - start));
    if (end == std::string_view::npos) break;
    start = end + 1;
  }
  while (parts.size() > 1 && parts.back().empty()) parts.pop_back();  // as java.lang.String.split
  return parts;
}

Result<Interval> parse_interval(std::string_view text, TimeMs now) {
  std::vector<std::string_view> parts = split(text, '/');
  const auto unreadable = [&] {
    return fail(ErrorKind::kNotValid,
                "ENGINE-09028 Cannot parse duration '" + std::string(text) + "'.");
  };
  if (parts.size() > 3) return unreadable();
  Interval interval;
  if (parts[0].starts_with('R')) {
    const std::string_view times = parts[0].substr(1);
    interval.repeats = true;
    interval.times = std::numeric_limits<int>::max();
    if (!times.empty()) {
      const char* last = times.data() + times.size();
      const auto [end, error] = std::from_chars(times.data(), last, interval.times);
      if (error != std::errc() || end != last) {
        return fail(ErrorKind::kNotValid, "For input string: " + quoted(times));
      }
    }
    parts.erase(parts.begin());
  }
  if (parts.empty()) return fail(ErrorKind::kNotValid, "Index 0 out of bounds for length 0");
  if (parts[0].starts_with('P')) {
    PROCOS_ASSIGN(interval.period, read_period(parts[0]));
    if (parts.size() > 1) {
      PROCOS_ASSIGN(interval.end, parse_date_time(parts[1]));
    }
  } else {
    PROCOS_ASSIGN(interval.start, parse_date_time(parts[0]));
    if (parts.size() < 2) return unreadable();
    if (parts[1].starts_with('P')) {
      PROCOS_ASSIGN(interval.period, read_period(parts[1]));
    } else {
      PROCOS_ASSIGN(interval.end, parse_date_time(parts[1]));
      interval.period = period_of_length(*interval.end - *interval.start);
    }
  }
  if (!interval.start && !interval.end) interval.start = now;
  return interval;
}

std::optional<TimeMs> next_repetition(const Interval& interval, TimeMs date, TimeMs offset_ms) {
  const TimeMs unshifted = date - offset_ms;
  if (interval.start) {
    TimeMs current = *interval.start;
    if (interval.period.calendar_free() && current <= unshifted) {
      const std::int64_t step = interval.period.ms;
      const std::int64_t needed = step > 0 ? (unshifted - current) / step + 1 : 0;
      current += std::min<std::int64_t>(needed, interval.times) * step;
    } else {
      for (int i = 0; i < interval.times && current <= unshifted; ++i) {
        const TimeMs next = interval.period.add_to(current);
        if (next <= current) break;
        current = next;
      }
    }
    if (current < unshifted) return std::nullopt;
    return current + offset_ms;
  }
  const Period back = interval.period.negated();
  TimeMs next = *interval.end;
  TimeMs current = back.add_to(next);
  for (int i = 0; i < interval.times && current > date && current < next; ++i) {
    next = current;
    current = back.add_to(current);
  }
  if (next < date) return std::nullopt;
  return next;
}

std::unexpected<Error> unresolved(std::string_view text, const Error& why) {
  return fail(ErrorKind::kProcessEngine, "ENGINE-09027 Exception while resolving duedate '" +
                                             std::string(text) + "': " + why.message);
}

}  // namespace

Result<TimeMs> parse_date_time(std::string_view text) { return DateReader(text).read(); }

Result<TimeMs> add_duration(TimeMs from, std::string_view duration) {
  const bool negative = duration.starts_with('-');
  const auto period = parse_period(duration.substr(negative ? 1 : 0), true);
  if (!period) return fail(ErrorKind::kNotValid, "Invalid format: " + quoted(duration));
  return (negative ? period->negated() : *period).add_to(from);
}

Result<TimeMs> resolve_date(std::string_view text, TimeMs now) {
  const auto date = text.starts_with('P') ? add_duration(now, text) : parse_date_time(text);
  if (!date) return unresolved(text, date.error());
  return *date;
}

Result<TimeMs> resolve_duration(std::string_view text, TimeMs now) {
  const auto interval = parse_interval(text, now);
  if (!interval) return unresolved(text, interval.error());
  if (interval->repeats) return next_repetition(*interval, now, 0).value_or(now);
  return interval->end ? *interval->end : interval->period.add_to(*interval->start);
}

Result<std::optional<TimeMs>> resolve_cycle(std::string_view text, TimeMs now, TimeMs offset_ms) {
  const auto unreadable = [&](const Error& why) {
    return fail(ErrorKind::kProcessEngine,
                "ENGINE-09026 Exception while parsing cycle expression '" + std::string(text) +
                    "': " + why.message);
  };
  if (!text.starts_with('R')) {
    const auto cron = Cron::parse(text);
    if (!cron) return unreadable(cron.error());
    return cron->next_after(now);
  }
  const auto interval = parse_interval(text, now);
  if (!interval) return unreadable(interval.error());
  return next_repetition(*interval, now, offset_ms);
}

std::string fix_cycle_start(std::string_view text, TimeMs now) {
  if (!text.starts_with('R') || split(text, '/').size() != 2) return std::string(text);
  const LocalTime local = to_local(now);
  char start[40];
  std::snprintf(start, sizeof start, "/%04lld-%02d-%02dT%02d:%02d:%02d/",
                static_cast<long long>(local.year), local.month, local.day, local.hour,
                local.minute, local.second);
  const std::size_t slash = text.find('/');
  return std::string(text.substr(0, slash)) + start + std::string(text.substr(slash + 1));
}

const std::string& RetryCycle::interval(std::int64_t retries_left) const {
  const auto count = static_cast<std::int64_t>(intervals.size());
  const std::int64_t index =
      std::max<std::int64_t>(0, std::min(count - 1, count - (retries_left - 1)));
  return intervals[static_cast<std::size_t>(index)];
}

std::optional<RetryCycle> parse_retry_cycle(std::string_view text) {
  if (text.empty()) return std::nullopt;
  RetryCycle cycle;
  for (std::string_view part : split(text, ',')) {
    while (!part.empty() && std::isspace(static_cast<unsigned char>(part.front())) != 0)
      part.remove_prefix(1);
    while (!part.empty() && std::isspace(static_cast<unsigned char>(part.back())) != 0)
      part.remove_suffix(1);
    cycle.intervals.emplace_back(part);
  }
  cycle.retries = static_cast<int>(cycle.intervals.size()) + 1;
  if (cycle.intervals.size() == 1) {
    const auto interval = parse_interval(cycle.intervals.front(), 0);
    if (!interval) return std::nullopt;
    if (interval->repeats) cycle.retries = interval->times;
  }
  return cycle;
}

}  // namespace procos
