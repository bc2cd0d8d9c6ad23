// Cron expressions with seconds in the Spring 5.3 dialect that Camunda 7.24 reads: six fields,
// names of months and days, L, W, LW, #, ?, and the nicknames @yearly ... @hourly.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/local_time.h"
#include "base/result.h"

namespace procos {

class Cron {
 public:
  /// kNotValid says what is wrong with which field.
  static Result<Cron> parse(std::string_view text);

  /// The first time after `from`; `from` itself when there is none within a hundred years.
  TimeMs next_after(TimeMs from) const;

 private:
  /// One day rule that depends on the month: last day, nearest weekday, nth weekday.
  struct DayRule {
    enum class Kind : std::uint8_t {
      kLastDay,
      kNearestWeekday,
      kLastWeekday,
      kNthOfMonth,
      kLastOfMonth
    };
    Kind kind;
    int value = 0;  ///< day of month, days before the last, or ISO day of week
    int nth = 0;
  };
  struct Field {
    std::uint64_t values = 0;  ///< bit n: n matches
    bool any = false;          ///< "?"
    std::vector<DayRule> rules;
  };
  struct FieldSpec;
  static Result<Field> parse_field(std::string_view text, const FieldSpec& spec);
  static Status parse_item(std::string_view item, const FieldSpec& spec, Field& field);
  static Result<bool> parse_day_rule(std::string_view item, const FieldSpec& spec, Field& field);
  static bool rule_matches(const DayRule& rule, std::int64_t year, int month, int day);
  std::uint64_t days_of(std::int64_t year, int month) const;
  bool matches(TimeMs time) const;
  bool advance_in_day(LocalTime& at) const;

  std::array<Field, 6> fields_;  ///< second minute hour day-of-month month day-of-week
};

}  // namespace procos
