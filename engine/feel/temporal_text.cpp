// Dates, times and durations from text and to text.
#include <cstdlib>
#include <ctime>

#include "feel/temporal.h"

namespace procos::feel {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads a text from its start; what does not fit stays.
class TextReader {
 public:
  explicit TextReader(std::string_view text) : rest_(text) {}
  bool at_end() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// Whether there is a minus; a plus says nothing.
  bool take_sign() {
    if (take('-')) return true;
    take('+');
    return false;
  }
  /// Exactly `count` digits.
  std::optional<int> digits(std::size_t count) {
    if (rest_.size() < count) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (!is_digit(rest_[i])) return std::nullopt;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }
  std::string_view all_digits() {
    std::size_t count = 0;
    while (count < rest_.size() && is_digit(rest_[count])) ++count;
    const std::string_view found = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return found;
  }

 private:
  std::string_view rest_;
};

std::optional<std::int64_t> whole_number(std::string_view digits, std::int64_t most) {
  std::int64_t value = 0;
  for (const char c : digits) {
    value = value * 10 + (c - '0');
    if (value > most) return std::nullopt;
  }
  return value;
}

std::optional<Date> read_date(TextReader& reader, bool by_pattern = true) {
  const bool negative = reader.take('-');
  const std::string_view year = reader.all_digits();
  if (year.size() < 4 || year.size() > 9) return std::nullopt;
  if (by_pattern && year.size() > 4 && year[0] == '0') return std::nullopt;
  const auto number = whole_number(year, 999'999'999);
  if (!number || (negative && *number == 0)) return std::nullopt;
  if (!reader.take('-')) return std::nullopt;
  const auto month = reader.digits(2);
  if (!month || !reader.take('-')) return std::nullopt;
  const auto day = reader.digits(2);
  if (!day) return std::nullopt;
  return make_date(negative ? -*number : *number, *month, *day);
}

// hh:mm[:ss[.fraction]]; java.time takes a point without digits as well.
std::optional<std::int64_t> read_nanos(TextReader& reader, bool with_24, bool* had_seconds) {
  const auto hour = reader.digits(2);
  if (!hour || !reader.take(':')) return std::nullopt;
  const auto minute = reader.digits(2);
  if (!minute) return std::nullopt;
  int second = 0;
  std::int64_t nanos = 0;
  *had_seconds = reader.take(':');
  if (*had_seconds) {
    const auto number = reader.digits(2);
    if (!number) return std::nullopt;
    second = *number;
    if (reader.take('.')) {
      std::string fraction(reader.all_digits());
      if (fraction.size() > 9) return std::nullopt;
      fraction.resize(9, '0');
      nanos = *whole_number(fraction, kNanosPerSecond);
    }
  }
  if (*minute > 59 || second > 59) return std::nullopt;
  const std::int64_t total =
      std::int64_t{(*hour * 60 + *minute) * 60 + second} * kNanosPerSecond + nanos;
  if (with_24 && total == kNanosPerDay) return 0;
  if (*hour > 23) return std::nullopt;
  return total;
}

struct ZonePart {
  int offset = 0;
  TimeZoneRef zone;
};

// +01:00, Z or @Europe/Paris up to the end.
std::optional<ZonePart> read_zone(std::string_view text) {
  if (text.starts_with('@')) {
    const std::string_view name = text.substr(1);
    if (const auto offset = parse_offset(name)) return ZonePart{*offset, nullptr};
    TimeZoneRef zone = TimeZone::of(name);
    if (!zone) return std::nullopt;
    return ZonePart{0, std::move(zone)};
  }
  if (text != "Z" && text.size() != 6) return std::nullopt;
  const auto offset = parse_offset(text);
  if (!offset) return std::nullopt;
  return ZonePart{*offset, nullptr};
}

std::string padded(std::int64_t number, std::size_t width) {
  std::string digits = std::to_string(number);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

std::string date_digits(const Date& date) {
  return (date.year < 0 ? "-" : "") + padded(std::abs(date.year), 4) + "-" +
         padded(date.month, 2) + "-" + padded(date.day, 2);
}

std::string clock_text(std::int64_t nanos_of_day) {
  const std::int64_t seconds = nanos_of_day / kNanosPerSecond;
  std::string out = padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":" +
                    padded(seconds % 60, 2);
  if (const std::int64_t nanos = nanos_of_day % kNanosPerSecond) {
    out += "." + padded(nanos, 9);
    out.resize(out.find_last_not_of('0') + 1);
  }
  return out;
}

// "3D" for 3 and D, nothing for zero.
std::string part_text(std::int64_t number, char unit) {
  return number == 0 ? std::string() : std::to_string(number) + unit;
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
  TextReader reader(text);
  const auto date = read_date(reader);
  if (!date || !reader.at_end()) return std::nullopt;
  return date;
}

std::optional<LocalTimeOfDay> parse_local_time(std::string_view text) {
  TextReader reader(text);
  reader.take('T');
  bool had_seconds = false;
  const auto nanos = read_nanos(reader, true, &had_seconds);
  if (!nanos || !reader.at_end()) return std::nullopt;
  return LocalTimeOfDay{*nanos};
}

std::optional<ZonedTime> parse_zoned_time(std::string_view text) {
  TextReader reader(text);
  reader.take('T');
  bool had_seconds = false;
  const auto nanos = read_nanos(reader, true, &had_seconds);
  if (!nanos || !had_seconds) return std::nullopt;
  const auto zone = read_zone(reader.rest());
  if (!zone) return std::nullopt;
  // A time has no date, so that the zone's offset of today stands in.
  const int offset =
      zone->zone ? zone->zone->standard_offset_at(std::time(nullptr)) : zone->offset;
  return ZonedTime{*nanos, offset, zone->zone};
}

std::optional<LocalDateTime> parse_local_date_time(std::string_view text, bool by_pattern) {
  TextReader reader(text);
  const auto date = read_date(reader, by_pattern);
  if (!date || !reader.take('T')) return std::nullopt;
  bool had_seconds = false;
  const auto nanos = read_nanos(reader, false, &had_seconds);
  if (!nanos || !reader.at_end()) return std::nullopt;
  return LocalDateTime{*date, *nanos};
}

std::optional<ZonedDateTime> parse_zoned_date_time(std::string_view text) {
  TextReader reader(text);
  const auto date = read_date(reader);
  if (!date || !reader.take('T')) return std::nullopt;
  bool had_seconds = false;
  const auto nanos = read_nanos(reader, false, &had_seconds);
  if (!nanos) return std::nullopt;
  const auto zone = read_zone(reader.rest());
  if (!zone) return std::nullopt;
  return with_date(ZonedTime{*nanos, zone->offset, zone->zone}, *date);
}

std::optional<MonthsDuration> parse_months_duration(std::string_view text) {
  constexpr std::int64_t kMaxInt = 2'147'483'647;
  TextReader reader(text);
  const bool negative = reader.take('-');
  if (!reader.take('P') || reader.at_end()) return std::nullopt;
  std::int64_t total = 0;
  std::string_view units = "YM";
  while (!reader.at_end()) {
    const bool minus = reader.take('-');
    const std::string_view digits = reader.all_digits();
    const auto number = whole_number(digits, kMaxInt);
    if (digits.empty() || !number || reader.at_end()) return std::nullopt;
    const std::size_t unit = units.find(reader.rest()[0]);
    if (unit == std::string_view::npos) return std::nullopt;
    const std::int64_t months = units[unit] == 'Y' ? *number * 12 : *number;
    total += minus ? -months : months;
    reader.take(units[unit]);
    units.remove_prefix(unit + 1);
  }
  return MonthsDuration{negative ? -total : total};
}

std::optional<TimeDuration> parse_time_duration(std::string_view text, bool by_pattern) {
  constexpr std::int64_t kMost = 1'000'000'000'000'000'000;
  constexpr std::string_view kUnits = "DHMS";
  constexpr std::int64_t kSeconds[] = {86'400, 3600, 60, 1};
  std::string upper(text);
  for (char& c : upper) {
    if (c < 'a' || c > 'z') continue;
    if (by_pattern) return std::nullopt;
    c = static_cast<char>(c - 'a' + 'A');
  }
  if (by_pattern && upper.find('+') != std::string::npos) return std::nullopt;
  TextReader reader(upper);
  const bool negative = reader.take_sign();
  if (!reader.take('P') || reader.at_end()) return std::nullopt;
  TimeDuration total;
  std::size_t next = 0;
  bool time = false;
  while (!reader.at_end()) {
    if (!time && reader.take('T')) {
      time = true;
      if (reader.at_end()) return std::nullopt;
    }
    const bool minus = reader.take_sign();
    const std::string_view digits = reader.all_digits();
    const auto number = whole_number(digits, kMost);
    if (digits.empty() || !number) return std::nullopt;
    std::string fraction;
    const bool has_fraction = reader.take('.') || reader.take(',');
    if (has_fraction) fraction = reader.all_digits();
    if (reader.at_end() || fraction.size() > 9) return std::nullopt;
    const std::size_t unit = kUnits.find(reader.rest()[0], next);
    if (unit == std::string_view::npos || (unit == 0) == time) return std::nullopt;
    if (has_fraction && kUnits[unit] != 'S') return std::nullopt;
    if (*number > kMost / kSeconds[unit]) return std::nullopt;
    fraction.resize(9, '0');
    TimeDuration part{*number * kSeconds[unit], *whole_number(fraction, kNanosPerSecond)};
    if (minus) part = part.negated();
    total.seconds += part.seconds;
    total.nanos += part.nanos;
    reader.take(kUnits[unit]);
    next = unit + 1;
  }
  return negative ? total.negated() : total;
}

std::string text_of(const Date& date) {
  return (date.year > 9999 ? "+" : "") + date_digits(date);
}

std::string text_of(const LocalTimeOfDay& time) { return clock_text(time.nanos); }

std::string text_of(const ZonedTime& time) {
  const std::string clock = clock_text(time.nanos);
  return time.zone ? clock + "@" + time.zone->name() : clock + offset_text(time.offset);
}

std::string text_of(const LocalDateTime& time) {
  return date_digits(time.date) + "T" + clock_text(time.nanos);
}

std::string text_of(const ZonedDateTime& time) {
  const std::string local = text_of(time.local);
  if (!time.zone) return local + offset_text(time.offset);
  // feel-scala leaves out the offset before a zone, but not one that counts seconds.
  return local + (time.offset % 60 != 0 ? offset_text(time.offset) : "") + "@" +
         time.zone->name();
}

std::string text_of(const MonthsDuration& duration) {
  if (duration.months == 0) return "P0Y";
  const std::int64_t size = std::abs(duration.months);
  return (duration.months < 0 ? "-P" : "P") + part_text(size / 12, 'Y') +
         part_text(size % 12, 'M');
}

std::string text_of(const TimeDuration& duration) {
  const std::int64_t seconds = duration.seconds;
  if (seconds == 0) return "P0D";
  const std::int64_t size = std::abs(seconds);
  const std::string time = part_text(size / 3600 % 24, 'H') + part_text(size / 60 % 60, 'M') +
                           part_text(size % 60, 'S');
  return (seconds < 0 ? "-P" : "P") + part_text(size / 86'400, 'D') +
         (time.empty() ? "" : "T" + time);
}

}  // namespace procos::feel
