// Camunda's date format, yyyy-MM-dd'T'HH:mm:ss.SSSZ.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace procos::rest {

/// "2031-02-03T04:05:06.789+0000"; always in UTC.
std::string format_date(TimeMs time);

/// Reads the format as Java's lenient SimpleDateFormat does: fields of any length, month 13 and
/// hour 99 roll over, what follows the zone is ignored; the zone is +hhmm, GMT, GMT+h:mm or a
/// common abbreviation. Nothing when it does not fit: no milliseconds, `Z`, `+00:00`, a date only.
std::optional<TimeMs> parse_date(std::string_view text);

}  // namespace procos::rest
