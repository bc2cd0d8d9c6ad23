// ISO 8601 dates, durations and repetitions and cron expressions, as Camunda's business calendars
// read them. Local times without a zone are taken in the machine's time zone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace procos {

/// "2026-01-31T10:20:30Z", "2026-01-31", with or without fraction and zone. kNotValid names the
/// text.
Result<TimeMs> parse_date_time(std::string_view text);
/// `from` plus "P1DT2H30M" (also years, months, weeks, fractions of seconds; negative). kNotValid
/// names the text.
Result<TimeMs> add_duration(TimeMs from, std::string_view duration);

/// The due date of a timeDate or a task's due date: a date, or a duration from `now` on.
/// kProcessEngine names the text.
Result<TimeMs> resolve_date(std::string_view text, TimeMs now);
/// The due date of a timeDuration: an ISO duration, or "date/duration", or "duration/date" as
/// Camunda resolves it; also one interval of a retry cycle. kProcessEngine names the text.
Result<TimeMs> resolve_duration(std::string_view text, TimeMs now);
/// The next time a cycle is due: "R3/PT10H", "R/date/PT1M", "R2/PT1M/date", or cron "0 0/5 * * *
/// ?". nullopt: the repetitions are used up. `offset_ms` shifts every due date (a timer moved by
/// hand).
Result<std::optional<TimeMs>> resolve_cycle(std::string_view text, TimeMs now,
                                            TimeMs offset_ms = 0);
/// A cycle without start date gets `now` written in ("R3/PT1H" -> "R3/2026-01-31T10:20:30/PT1H"),
/// so that the remaining repetitions can be counted from it later.
std::string fix_cycle_start(std::string_view text, TimeMs now);

/// camunda:failedJobRetryTimeCycle: "R5/PT1M" or "PT1M,PT5M,PT1H".
struct RetryCycle {
  int retries = 0;                     ///< tries in all
  std::vector<std::string> intervals;  ///< for resolve_duration(), never empty

  /// The interval before the next try when `retries_left` (this failure not yet counted) remain.
  const std::string& interval(std::int64_t retries_left) const;
};
/// nullopt: not of this form (Camunda then ignores it).
std::optional<RetryCycle> parse_retry_cycle(std::string_view text);

}  // namespace procos
