#include "feel/time_zone.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>

#include "base/local_time.h"
#include "feel/temporal.h"

namespace procos::feel {
namespace {

constexpr std::string_view kDatabase = "/usr/share/zoneinfo";
constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::size_t kMaxFile = 1U << 20;

std::int64_t big_endian(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  }
  if (size == 4) return static_cast<std::int32_t>(static_cast<std::uint32_t>(value));
  return static_cast<std::int64_t>(value);
}

struct ZoneHeader {
  std::size_t utc_count, standard_count, leap_count, time_count, type_count, char_count;

  std::size_t body(std::size_t time_size) const {
    return time_count * (time_size + 1) + type_count * 6 + char_count +
           leap_count * (time_size + 4) + standard_count + utc_count;
  }
};

constexpr std::size_t kHeaderSize = 44;

std::optional<ZoneHeader> read_header(std::string_view bytes, std::size_t at) {
  if (bytes.size() < at + kHeaderSize || bytes.substr(at, 4) != "TZif") return std::nullopt;
  const auto count = [&](std::size_t index) {
    const std::int64_t value = big_endian(bytes, at + 20 + index * 4, 4);
    return static_cast<std::size_t>(std::clamp<std::int64_t>(value, 0, kMaxFile));
  };
  return ZoneHeader{count(0), count(1), count(2), count(3), count(4), count(5)};
}

bool is_zone_name(std::string_view name) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '/' || c == '_' || c == '+' || c == '-';
  };
  return !name.empty() && name[0] != '/' && std::all_of(name.begin(), name.end(), allowed) &&
         !name.starts_with("posix") && !name.starts_with("right") && name != "localtime";
}

// The parts of a POSIX TZ rule, as CET-1CEST,M3.5.0,M10.5.0/3.
class RuleReader {
 public:
  explicit RuleReader(std::string_view text) : rest_(text) {}
  bool at_end() const { return rest_.empty(); }
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void skip_name() {
    if (take('<')) {
      rest_.remove_prefix(std::min(rest_.find('>'), rest_.size()));
      take('>');
      return;
    }
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    while (!rest_.empty() && letter(rest_[0])) rest_.remove_prefix(1);
  }
  int number() {
    int value = 0;
    while (!rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9' && value < 100'000) {
      value = value * 10 + (rest_[0] - '0');
      rest_.remove_prefix(1);
    }
    return value;
  }
  // [+-]hh[:mm[:ss]] in seconds
  int time() {
    const bool negative = take('-');
    if (!negative) take('+');
    int seconds = number() * 3600;
    if (take(':')) seconds += number() * 60;
    if (take(':')) seconds += number();
    return negative ? -seconds : seconds;
  }
  bool at_time() const { return !rest_.empty() && rest_[0] != ','; }

 private:
  std::string_view rest_;
};

}  // namespace

TimeZoneRef TimeZone::load(std::string_view name) {
  if (!is_zone_name(name)) return nullptr;
  const char* folder = std::getenv("TZDIR");
  const std::filesystem::path path = std::filesystem::path(folder ? folder : kDatabase) / name;
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return nullptr;
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  auto zone = std::make_shared<TimeZone>();
  zone->name_ = name;
  if (bytes.size() > kMaxFile || !zone->read(bytes)) return nullptr;
  return zone;
}

TimeZoneRef TimeZone::of(std::string_view name) {
  for (const std::string_view prefix : {"UTC", "GMT", "UT"}) {
    if (!name.starts_with(prefix)) continue;
    const std::string_view rest = name.substr(prefix.size());
    if (!rest.empty() && rest[0] != '+' && rest[0] != '-') continue;
    const auto offset = rest.empty() ? 0 : parse_offset(rest);
    if (!offset) return name == "GMT0" ? load(name) : nullptr;
    auto zone = std::make_shared<TimeZone>();
    zone->name_ = std::string(prefix) + (*offset == 0 ? "" : offset_text(*offset));
    zone->changes_.push_back({std::numeric_limits<std::int64_t>::min(), *offset, false});
    return zone;
  }
  return load(name);
}

TimeZoneRef TimeZone::system() {
  const char* variable = std::getenv("TZ");
  if (variable != nullptr && *variable != '\0') {
    std::string_view name = variable;
    if (name.starts_with(':')) name.remove_prefix(1);
    if (TimeZoneRef zone = of(name)) return zone;
  }
  std::error_code error;
  const std::string link = std::filesystem::read_symlink("/etc/localtime", error).string();
  constexpr std::string_view kFolder = "zoneinfo/";
  if (const auto at = link.find(kFolder); at != std::string::npos) {
    if (TimeZoneRef zone = of(std::string_view(link).substr(at + kFolder.size()))) return zone;
  }
  return of("UTC");
}

bool TimeZone::read(std::string_view bytes) {
  const auto first = read_header(bytes, 0);
  if (!first) return false;
  const bool wide = bytes[4] >= '2';
  const std::size_t header_at = wide ? kHeaderSize + first->body(4) : 0;
  const auto header = read_header(bytes, header_at);
  const std::size_t time_size = wide ? 8 : 4;
  if (!header || header->type_count == 0) return false;
  const std::size_t times = header_at + kHeaderSize;
  const std::size_t end = times + header->body(time_size);
  if (bytes.size() < end) return false;
  const std::size_t indexes = times + header->time_count * time_size;
  const std::size_t types = indexes + header->time_count;
  const auto change_to = [&](std::int64_t at, std::size_t type) {
    const std::size_t from = types + std::min(type, header->type_count - 1) * 6;
    changes_.push_back({at, static_cast<int>(big_endian(bytes, from, 4)), bytes[from + 4] != 0});
  };
  change_to(std::numeric_limits<std::int64_t>::min(), 0);
  for (std::size_t i = 0; i < header->time_count; ++i) {
    change_to(big_endian(bytes, times + i * time_size, time_size),
              static_cast<unsigned char>(bytes[indexes + i]));
  }
  if (!wide) return true;
  std::string_view rule = bytes.substr(end);
  if (rule.starts_with('\n')) rule.remove_prefix(1);
  return read_rule(rule.substr(0, rule.find('\n')));
}

bool TimeZone::read_rule(std::string_view rule) {
  if (rule.empty()) return true;
  RuleReader reader(rule);
  reader.skip_name();
  standard_ = -reader.time();
  has_rule_ = true;
  if (reader.at_end()) return true;
  reader.skip_name();
  daylight_ = reader.at_time() ? -reader.time() : standard_ + 3600;
  for (Turn& turn : turns_) {
    if (!reader.take(',')) return false;
    if (reader.take('M')) {
      turn.month = std::clamp(reader.number(), 1, 12);
      reader.take('.');
      turn.week = std::clamp(reader.number(), 1, 5);
      reader.take('.');
      turn.day = reader.number() % 7;
    } else {
      turn.form = reader.take('J') ? 'J' : '0';
      turn.day = reader.number();
    }
    if (reader.take('/')) turn.second = reader.time();
  }
  has_daylight_ = true;
  return reader.at_end();
}

// In local seconds.
std::int64_t TimeZone::turn_in(std::int64_t year, const Turn& turn) {
  std::int64_t day = 0;
  if (turn.form == 'M') {
    const std::int64_t first = epoch_day({year, turn.month, 1});
    const int weekday = weekday_of(epoch_date(first)) % 7;
    day = first + (turn.day - weekday + 7) % 7 + (turn.week - 1) * 7;
    if (day >= first + month_length(year, turn.month)) day -= 7;
  } else {
    day = epoch_day({year, 1, 1}) + turn.day;
    if (turn.form == 'J' && (turn.day < 60 || month_length(year, 2) == 28)) --day;
  }
  return day * kDaySeconds + turn.second;
}

TimeZone::Change TimeZone::rule_at(std::int64_t epoch_second) const {
  Change latest{std::numeric_limits<std::int64_t>::min(), standard_, false};
  if (!has_daylight_) return latest;
  const std::int64_t day = (epoch_second + standard_ - (epoch_second < 0 ? kDaySeconds - 1 : 0));
  const std::int64_t year = epoch_date(day / kDaySeconds).year;
  for (std::int64_t y = year - 1; y <= year + 1; ++y) {
    const Change to{turn_in(y, turns_[0]) - standard_, daylight_, true};
    const Change back{turn_in(y, turns_[1]) - daylight_, standard_, false};
    for (const Change& change : {to, back}) {
      if (change.at <= epoch_second && change.at > latest.at) latest = change;
    }
  }
  return latest;
}

TimeZone::Change TimeZone::change_before(std::int64_t epoch_second) const {
  const auto later = [](std::int64_t second, const Change& change) { return second < change.at; };
  auto next = std::upper_bound(changes_.begin(), changes_.end(), epoch_second, later);
  if (next == changes_.end() && has_rule_) {
    const Change by_rule = rule_at(epoch_second);
    if (by_rule.at >= changes_.back().at || !has_daylight_) return by_rule;
  }
  return *std::prev(next);
}

int TimeZone::offset_at(std::int64_t epoch_second) const {
  return change_before(epoch_second).offset;
}

int TimeZone::standard_offset_at(std::int64_t epoch_second) const {
  const Change now = change_before(epoch_second);
  if (!now.daylight) return now.offset;
  if (has_rule_ && epoch_second >= changes_.back().at) return standard_;
  for (auto it = changes_.rbegin(); it != changes_.rend(); ++it) {
    if (it->at < epoch_second && !it->daylight) return it->offset;
  }
  return now.offset;
}

TimeZone::Local TimeZone::resolve(std::int64_t local_seconds, std::optional<int> preferred) const {
  // No zone is further than a day from UTC, and none turns its clock twice in two days.
  const int before = offset_at(local_seconds - kDaySeconds);
  const int after = offset_at(local_seconds + kDaySeconds);
  const auto valid = [&](int offset) { return offset_at(local_seconds - offset) == offset; };
  if (preferred && valid(*preferred)) return {local_seconds, *preferred};
  if (valid(before)) return {local_seconds, before};
  if (valid(after)) return {local_seconds, after};
  const int inside = offset_at(local_seconds - before);
  if (valid(inside)) return {local_seconds, inside};
  return {local_seconds + (after - before), after};
}

std::optional<int> parse_offset(std::string_view text) {
  if (text == "Z") return 0;
  if (text.size() != 3 && text.size() != 6 && text.size() != 9) return std::nullopt;
  if (text[0] != '+' && text[0] != '-') return std::nullopt;
  int parts[3] = {0, 0, 0};
  for (std::size_t i = 0, at = 1; at < text.size(); ++i, at += 3) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (i > 0 && text[at - 1] != ':') return std::nullopt;
    if (!digit(text[at]) || !digit(text[at + 1])) return std::nullopt;
    parts[i] = (text[at] - '0') * 10 + (text[at + 1] - '0');
  }
  const int seconds = (parts[0] * 60 + parts[1]) * 60 + parts[2];
  if (parts[1] > 59 || parts[2] > 59 || seconds > 18 * 3600) return std::nullopt;
  return text[0] == '-' ? -seconds : seconds;
}

std::string offset_text(int seconds) {
  if (seconds == 0) return "Z";
  const int size = std::abs(seconds);
  const auto two = [](int n) {
    return std::string(1, static_cast<char>('0' + n / 10)) + static_cast<char>('0' + n % 10);
  };
  std::string out = (seconds < 0 ? "-" : "+") + two(size / 3600) + ":" + two(size / 60 % 60);
  if (size % 60 != 0) out += ":" + two(size % 60);
  return out;
}

}  // namespace procos::feel
