// Time zones by the names of the IANA database, as the machine has it (TZif files, RFC 8536).
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace procos::feel {

class TimeZone;
using TimeZoneRef = std::shared_ptr<const TimeZone>;

/// Immutable. Offsets are seconds east of Greenwich; local seconds count as if the zone were UTC.
class TimeZone {
 public:
  /// A region as Europe/Paris, or UTC, GMT, UT with or without an offset; nullptr: there is none.
  static TimeZoneRef of(std::string_view name);
  /// The zone of the machine.
  static TimeZoneRef system();

  const std::string& name() const { return name_; }
  int offset_at(std::int64_t epoch_second) const;
  /// The offset without daylight saving time.
  int standard_offset_at(std::int64_t epoch_second) const;

  struct Local {
    std::int64_t seconds;  ///< moved forward, if the time falls into a gap
    int offset;            ///< the earlier one, where there are two
  };
  /// `preferred` is taken if it is one of the two.
  Local resolve(std::int64_t local_seconds, std::optional<int> preferred) const;

 private:
  struct Change {
    std::int64_t at;
    int offset;
    bool daylight;
  };
  /// One of the two days a year at which the rule after the last change turns the clock.
  struct Turn {
    char form = 'M';  ///< M: month.week.day, J: day without 29 February, 0: day of the year
    int month = 1, week = 1, day = 0;
    int second = 7200;
  };
  static TimeZoneRef load(std::string_view name);
  bool read(std::string_view bytes);
  bool read_rule(std::string_view rule);
  Change rule_at(std::int64_t epoch_second) const;
  Change change_before(std::int64_t epoch_second) const;
  static std::int64_t turn_in(std::int64_t year, const Turn& turn);

  std::string name_;
  std::vector<Change> changes_;  ///< in order; the first counts from the beginning of time
  bool has_rule_ = false;
  bool has_daylight_ = false;
  int standard_ = 0, daylight_ = 3600;
  std::array<Turn, 2> turns_;  ///< to daylight saving time, and back
};

/// "+01:00", "Z", "-05:30:15" and nothing more; nullopt: not of this form or beyond 18 hours.
std::optional<int> parse_offset(std::string_view text);
/// Z, +01:00, -05:30:15
std::string offset_text(int seconds);

}  // namespace procos::feel
