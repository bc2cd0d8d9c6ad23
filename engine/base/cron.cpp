#include "base/cron.h"

#include <algorithm>
#include <bit>
#include <cctype>
#include <charconv>
#include <span>
#include <string>
#include <utility>

#include "base/local_time.h"

namespace procos {
namespace {

using Names = std::span<const std::pair<std::string_view, int>>;

constexpr std::pair<std::string_view, int> kMonths[] = {
    {"JAN", 1}, {"FEB", 2}, {"MAR", 3}, {"APR", 4},  {"MAY", 5},  {"JUN", 6},
    {"JUL", 7}, {"AUG", 8}, {"SEP", 9}, {"OCT", 10}, {"NOV", 11}, {"DEC", 12}};
constexpr std::pair<std::string_view, int> kDays[] = {
    {"MON", 1}, {"TUE", 2}, {"WED", 3}, {"THU", 4}, {"FRI", 5}, {"SAT", 6}, {"SUN", 7}};
constexpr std::pair<std::string_view, std::string_view> kNicknames[] = {
    {"@yearly", "0 0 0 1 1 *"}, {"@annually", "0 0 0 1 1 *"}, {"@monthly", "0 0 0 1 * *"},
    {"@weekly", "0 0 0 * * 0"}, {"@daily", "0 0 0 * * *"},    {"@midnight", "0 0 0 * * *"},
    {"@hourly", "0 0 * * * *"}};

constexpr int kDayOfMonth = 3, kMonth = 4, kDayOfWeek = 5;

std::vector<std::string_view> cron_items(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  for (std::size_t at; (at = text.find(separator, start)) != std::string_view::npos;
       start = at + 1) {
    parts.push_back(text.substr(start, at - start));
  }
  parts.push_back(text.substr(start));
  return parts;
}

Error invalid(std::string message) {
  return Error{ErrorKind::kNotValid, std::move(message), 0, {}};
}

Result<int> number(std::string_view text, Names names) {
  for (const auto& [name, value] : names) {
    if (text == name) return value;
  }
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    return std::unexpected(invalid("Invalid chars in expression! Expression: " + std::string(text) +
                                   " Invalid chars: " + std::string(text)));
  }
  return value;
}

std::uint64_t bit(int value) { return std::uint64_t{1} << value; }

}  // namespace

struct Cron::FieldSpec {
  int index;
  int low, high;
  Names names;
  bool strict;  ///< ranges must not roll over

  Status check(int value) const {
    if (value >= low && value <= high) return {};
    return std::unexpected(invalid("Value " + std::to_string(value) + " not in range [" +
                                   std::to_string(low) + ", " + std::to_string(high) + "]"));
  }
};

// L, LW, 15W, L-3 for days of month; L, 5L, MON#2 for days of week. False: the item is none of
// these.
Result<bool> Cron::parse_day_rule(std::string_view item, const FieldSpec& spec, Field& field) {
  using Kind = DayRule::Kind;
  const bool of_month = spec.index == kDayOfMonth;
  if (!of_month && spec.index != kDayOfWeek) return false;
  if (of_month && item == "LW") {
    field.rules.push_back({Kind::kLastWeekday});
    return true;
  }
  if (item == "L") {
    if (of_month) {
      field.rules.push_back({Kind::kLastDay});
    } else {
      field.values |= bit(7);  // the last day of the week; Sunday here
    }
    return true;
  }
  if (of_month && item.starts_with("L-")) {
    PROCOS_ASSIGN(const int before, number(item.substr(2), {}));
    PROCOS_TRY(spec.check(before));
    field.rules.push_back({Kind::kLastDay, before});
    return true;
  }
  const bool digit_before_last =
      item.size() >= 2 && std::isdigit(static_cast<unsigned char>(item[item.size() - 2]));
  if (digit_before_last && (item.back() == 'W' || item.back() == 'L')) {
    const bool weekday = item.back() == 'W';
    if (weekday && !of_month)
      return std::unexpected(invalid("Invalid expression: " + std::string(item)));
    PROCOS_ASSIGN(const int value, number(item.substr(0, item.size() - 1), spec.names));
    PROCOS_TRY(spec.check(value));
    if (of_month) {  // a number before L says nothing for days of the month
      field.rules.push_back(weekday ? DayRule{Kind::kNearestWeekday, value}
                                    : DayRule{Kind::kLastDay});
    } else {
      field.rules.push_back({Kind::kLastOfMonth, (value + 6) % 7 + 1});
    }
    return true;
  }
  if (const auto hash = item.find('#'); hash != std::string_view::npos) {
    if (of_month) return std::unexpected(invalid("Invalid expression: " + std::string(item)));
    PROCOS_ASSIGN(const int value, number(item.substr(0, hash), spec.names));
    PROCOS_ASSIGN(const int nth, number(item.substr(hash + 1), {}));
    PROCOS_TRY(spec.check(value));
    PROCOS_TRY(spec.check(nth));
    field.rules.push_back({Kind::kNthOfMonth, (value + 6) % 7 + 1, nth});
    return true;
  }
  return false;
}

Status Cron::parse_item(std::string_view item, const FieldSpec& spec, Field& field) {
  PROCOS_ASSIGN(const bool done, parse_day_rule(item, spec, field));
  if (done) return {};
  std::string_view range = item;
  int step = 1;
  bool stepped = false;
  if (const auto slash = item.find('/'); slash != std::string_view::npos) {
    range = item.substr(0, slash);
    stepped = true;
    PROCOS_ASSIGN(step, number(item.substr(slash + 1), {}));
    if (step < 1 || step > spec.high) {
      return std::unexpected(invalid("Period " + std::to_string(step) + " not in range [" +
                                     std::to_string(spec.low) + ", " + std::to_string(spec.high) +
                                     "]"));
    }
  }
  int from = spec.low, to = spec.high;
  if (const auto dash = range.find('-'); dash != std::string_view::npos) {
    PROCOS_ASSIGN(from, number(range.substr(0, dash), spec.names));
    PROCOS_ASSIGN(to, number(range.substr(dash + 1), spec.names));
  } else if (range != "*" && !(stepped && range.empty())) {
    PROCOS_ASSIGN(from, number(range, spec.names));
    to = stepped ? spec.high : from;
  }
  PROCOS_TRY(spec.check(from));
  PROCOS_TRY(spec.check(to));
  if (from > to && spec.strict) {
    return std::unexpected(
        invalid("Invalid range! [" + std::to_string(from) + "," + std::to_string(to) + "]"));
  }
  if (from > to) {  // FRI-TUE rolls over the end of the week
    for (int value = from; value <= spec.high; value += step) field.values |= bit(value);
    from = spec.low;
  }
  for (int value = from; value <= to; value += step) field.values |= bit(value);
  return {};
}

Result<Cron::Field> Cron::parse_field(std::string_view text, const FieldSpec& spec) {
  Field field;
  if (text == "?") {
    if (spec.index != kDayOfMonth && spec.index != kDayOfWeek) {
      return std::unexpected(invalid("Invalid expression: ?"));
    }
    field.any = true;
    return field;
  }
  for (std::string_view item : cron_items(text, ',')) PROCOS_TRY(parse_item(item, spec, field));
  // 0 and 7 are both Sunday; from here on days of week are 1 = Monday ... 7 = Sunday.
  if (spec.index == kDayOfWeek && (field.values & bit(0)) != 0) field.values |= bit(7);
  return field;
}

Result<Cron> Cron::parse(std::string_view text) {
  for (const auto& [nickname, expansion] : kNicknames) {
    if (text == nickname) return parse(expansion);
  }
  if (text == "@reboot") return std::unexpected(invalid("Nickname @reboot not supported!"));
  std::vector<std::string> parts;
  bool in_word = false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isspace(byte) != 0) {
      in_word = false;
      continue;
    }
    if (!in_word) parts.emplace_back();
    in_word = true;
    parts.back().push_back(static_cast<char>(std::toupper(byte)));
  }
  if (parts.empty()) return std::unexpected(invalid("Empty expression!"));
  for (const std::string& part : parts) {
    if (part.ends_with(',')) {
      return std::unexpected(
          invalid("Invalid field value! Trailing commas not permitted! '" + part + "'"));
    }
  }
  if (parts.size() != 6) {
    return std::unexpected(invalid("Cron expression contains " + std::to_string(parts.size()) +
                                   " parts but we expect one of [6]"));
  }
  const FieldSpec specs[] = {{0, 0, 59, {}, true},
                             {1, 0, 59, {}, true},
                             {2, 0, 23, {}, true},
                             {kDayOfMonth, 1, 31, {}, false},
                             {kMonth, 1, 12, kMonths, false},
                             {kDayOfWeek, 0, 7, kDays, false}};
  Cron cron;
  for (const FieldSpec& spec : specs) {
    auto field = parse_field(parts[static_cast<std::size_t>(spec.index)], spec);
    if (!field) {
      return std::unexpected(invalid("Failed to parse cron expression. " + field.error().message));
    }
    cron.fields_[static_cast<std::size_t>(spec.index)] = std::move(*field);
  }
  return cron;
}

bool Cron::rule_matches(const DayRule& rule, std::int64_t year, int month, int day) {
  using Kind = DayRule::Kind;
  const int last = days_in_month(year, month);
  const int weekday = day_of_week(year, month, day);
  switch (rule.kind) {
    case Kind::kLastDay: return day == last - rule.value;
    case Kind::kLastWeekday: return day == last - std::max(0, day_of_week(year, month, last) - 5);
    case Kind::kNthOfMonth: return weekday == rule.value && (day - 1) / 7 + 1 == rule.nth;
    case Kind::kLastOfMonth: return weekday == rule.value && day + 7 > last;
    case Kind::kNearestWeekday: break;
  }
  if (rule.value > last) return false;
  const int wanted = day_of_week(year, month, rule.value);
  int nearest = rule.value;
  if (wanted == 6) nearest = rule.value == 1 ? 3 : rule.value - 1;
  if (wanted == 7 && rule.value + 1 <= last) nearest = rule.value + 1;
  return day == nearest;
}

// Days that fit both day fields; "?" leaves the choice to the other one.
std::uint64_t Cron::days_of(std::int64_t year, int month) const {
  const Field& of_month = fields_[kDayOfMonth];
  const Field& of_week = fields_[kDayOfWeek];
  const auto fits = [&](const Field& field, int value, int day) {
    if (field.any || (field.values & bit(value)) != 0) return true;
    return std::any_of(field.rules.begin(), field.rules.end(),
                       [&](const DayRule& rule) { return rule_matches(rule, year, month, day); });
  };
  if (of_month.any && of_week.any) return 0;  // two open fields name no day at all
  std::uint64_t days = 0;
  for (int day = 1; day <= days_in_month(year, month); ++day) {
    if (fits(of_month, day, day) && fits(of_week, day_of_week(year, month, day), day))
      days |= bit(day);
  }
  return days;
}

bool Cron::matches(TimeMs time) const {
  const LocalTime t = to_local(time);
  return (fields_[0].values & bit(t.second)) != 0 && (fields_[1].values & bit(t.minute)) != 0 &&
         (fields_[2].values & bit(t.hour)) != 0 && (fields_[kMonth].values & bit(t.month)) != 0 &&
         (days_of(t.year, t.month) & bit(t.day)) != 0;
}

/// The lowest set bit from `low` on; -1 when there is none.
static int lowest(std::uint64_t values, int low) {
  const std::uint64_t rest = values >> low << low;
  return rest == 0 ? -1 : std::countr_zero(rest);
}

// The first matching time of day from the given one on; false when the day has none left.
bool Cron::advance_in_day(LocalTime& at) const {
  const std::uint64_t seconds = fields_[0].values, minutes = fields_[1].values,
                      hours = fields_[2].values;
  int hour = lowest(hours, at.hour);
  int minute = hour == at.hour ? lowest(minutes, at.minute) : -1;
  int second = minute == at.minute ? lowest(seconds, at.second) : -1;
  if (minute >= 0 && second < 0) {  // not in this minute anymore
    minute = minute == at.minute ? lowest(minutes, minute + 1) : minute;
    second = lowest(seconds, 0);
  }
  if (minute < 0) {  // not in this hour anymore
    if (hour == at.hour) hour = lowest(hours, hour + 1);
    minute = lowest(minutes, 0);
    second = lowest(seconds, 0);
  }
  at.hour = hour;
  at.minute = minute;
  at.second = second;
  return hour >= 0;
}

TimeMs Cron::next_after(TimeMs from) const {
  // Milliseconds stay where the very next second fits already, as in the library Camunda uses.
  TimeMs start = from;
  if (matches(from)) {
    start = from + 1000;
    if (matches(start)) return start;
  }
  LocalTime at = to_local(start);
  at.millisecond = 0;
  for (const std::int64_t last_year = at.year + 100; at.year <= last_year;) {
    const int month = lowest(fields_[kMonth].values, at.month);
    if (month < 0) {
      at = {.year = at.year + 1};
      continue;
    }
    if (month != at.month) at = {.year = at.year, .month = month};
    const std::uint64_t days = days_of(at.year, at.month);
    for (int day = lowest(days, at.day); day >= 0; day = lowest(days, at.day + 1)) {
      if (day != at.day) at = {.year = at.year, .month = at.month, .day = day};
      if (!advance_in_day(at)) continue;
      if (const TimeMs found = from_local(at); found > from) return found;
    }
    at = at.month == 12 ? LocalTime{.year = at.year + 1}
                        : LocalTime{.year = at.year, .month = at.month + 1};
  }
  return from;
}

}  // namespace procos
