// Expected values were computed by Camunda 7.24's own business calendars, in UTC.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <ctime>
#include <string>

#include "base/calendar.h"
#include "base/local_time.h"

using namespace procos;

namespace {

enum class Calendar { kDate, kDuration, kCycle };

struct Case {
  Calendar calendar;
  TimeMs now;
  const char* text;
  const char* expected;  ///< milliseconds, "null", or "!" and the message
};

constexpr Case kCases[] = {
    {Calendar::kDate, 1767225600000, "2026-01-31T10:20:30Z", "1769854830000"},
    {Calendar::kDate, 1767225600000, "2026-01-31", "1769817600000"},
    {Calendar::kDate, 1767225600000, "2026", "1767225600000"},
    {Calendar::kDate, 1767225600000, "2026-02", "1769904000000"},
    {Calendar::kDate, 1767225600000, "2026-031", "1769817600000"},
    {Calendar::kDate, 1767225600000, "2026-W05-3", "1769558400000"},
    {Calendar::kDate, 1767225600000, "2026-W05", "1769385600000"},
    {Calendar::kDate, 1767225600000, "2026-1-5T3:4", "1767582240000"},
    {Calendar::kDate, 1767225600000, "2026-01-31T10", "1769853600000"},
    {Calendar::kDate, 1767225600000, "2026-01-31T10:20:30.123+02:00", "1769847630123"},
    {Calendar::kDate, 1767225600000, "2026-01-31T10:20:30+0130", "1769849430000"},
    {Calendar::kDate, 1767225600000, "2026-01-31T10.5", "1769855400000"},
    {Calendar::kDate, 1767225600000, "T10:00", "36000000"},
    {Calendar::kDate, 1767225600000, "P1D", "1767312000000"},
    {Calendar::kDate, 1767225600000, "PT5M", "1767225900000"},
    {Calendar::kDate, 1767225600000, "P1M", "1769904000000"},
    {Calendar::kDate, 1767225600000, "P1Y2M3W4DT5H6M7.8S", "1806037567800"},
    {Calendar::kDate, 1767225600000, "PT-5M", "1767225300000"},
    {Calendar::kDate, 1767225600000, "P", "1767225600000"},
    {Calendar::kDate, 1767225600000, "abc",
     "!ENGINE-09027 Exception while resolving duedate 'abc': Invalid format: \"abc\""},
    {Calendar::kDate, 1767225600000, "2026-13-01",
     "!ENGINE-09027 Exception while resolving duedate '2026-13-01': "
     "Cannot parse \"2026-13-01\": Value 13 for monthOfYear must be in the range [1,12]"},
    {Calendar::kDate, 1767225600000, "2026-02-30",
     "!ENGINE-09027 Exception while resolving duedate '2026-02-30': "
     "Cannot parse \"2026-02-30\": Value 30 for dayOfMonth must be in the range [1,28]"},
    {Calendar::kDate, 1767225600000, "2026-01-31T25:00",
     "!ENGINE-09027 Exception while resolving duedate '2026-01-31T25:00': "
     "Cannot parse \"2026-01-31T25:00\": Value 25 for hourOfDay must be in the range [0,23]"},
    {Calendar::kDate, 1767225600000, "20260131T102030Z",
     "!ENGINE-09027 Exception while resolving duedate '20260131T102030Z': "
     "Invalid format: \"20260131T102030Z\" is malformed at \"2030Z\""},
    {Calendar::kDate, 1767225600000, "2026-01-31T", "1769817600000"},
    {Calendar::kDate, 1767225600000, "2026-01-31TZ", "1769817600000"},
    {Calendar::kDate, 1767225600000, "2026-01-31 10:00",
     "!ENGINE-09027 Exception while resolving duedate '2026-01-31 10:00': "
     "Invalid format: \"2026-01-31 10:00\" is malformed at \" 10:00\""},
    {Calendar::kDate, 1767225600000, "2026-01-31T10:20:30,5Z", "1769854830500"},
    {Calendar::kDate, 1767225600000, "P1W", "1767830400000"},
    {Calendar::kDate, 1767225600000, "2026-01-31Z",
     "!ENGINE-09027 Exception while resolving duedate '2026-01-31Z': "
     "Invalid format: \"2026-01-31Z\" is malformed at \"Z\""},
    {Calendar::kDuration, 1767225600000, "PT5M", "1767225900000"},
    {Calendar::kDuration, 1767225600000, "P1D", "1767312000000"},
    {Calendar::kDuration, 1767225600000, "P1M", "1769904000000"},
    {Calendar::kDuration, 1767225600000, "P1Y", "1798761600000"},
    {Calendar::kDuration, 1767225600000, "P5W", "1770249600000"},
    {Calendar::kDuration, 1767225600000, "P1W", "1767830400000"},
    {Calendar::kDuration, 1767225600000, "P1Y2M3DT4H5M6.7S", "1804133106700"},
    {Calendar::kDuration, 1767225600000, "2026-01-31T10:20:30Z/PT5M", "1769855130000"},
    {Calendar::kDuration, 1767225600000, "PT5M/2026-01-31T10:20:30Z", "1769854830000"},
    {Calendar::kDuration, 1767225600000, "R3/PT10H", "1767261600000"},
    {Calendar::kDuration, 1767225600000, "R/PT1S", "1767225601000"},
    {Calendar::kDuration, 1767225600000, "R0/PT1S", "1767225600000"},
    {Calendar::kDuration, 1767225600000, "P1W2D",
     "!ENGINE-09027 Exception while resolving duedate 'P1W2D': P1W2D"},
    {Calendar::kDuration, 1767225600000, "PT",
     "!ENGINE-09027 Exception while resolving duedate 'PT': PT"},
    {Calendar::kDuration, 1767225600000, "P",
     "!ENGINE-09027 Exception while resolving duedate 'P': P"},
    {Calendar::kDuration, 1767225600000, "-PT5M",
     "!ENGINE-09027 Exception while resolving duedate '-PT5M': Invalid format: \"-PT5M\""},
    {Calendar::kDuration, 1767225600000, "abc",
     "!ENGINE-09027 Exception while resolving duedate 'abc': Invalid format: \"abc\""},
    {Calendar::kDuration, 1767225600000, "PT1.5S", "1767225601500"},
    {Calendar::kDuration, 1767225600000, "2026-01-01/2026-01-03", "1767398400000"},
    {Calendar::kDuration, 1767225600000, "PT5M/abc",
     "!ENGINE-09027 Exception while resolving duedate 'PT5M/abc': Invalid format: \"abc\""},
    {Calendar::kDuration, 1767225600000, "R3",
     "!ENGINE-09027 Exception while resolving duedate 'R3': Index 0 out of bounds for length 0"},
    {Calendar::kDuration, 1767225600000, "PT1M/PT2M/PT3M/PT4M",
     "!ENGINE-09027 Exception while resolving duedate 'PT1M/PT2M/PT3M/PT4M': "
     "ENGINE-09028 Cannot parse duration 'PT1M/PT2M/PT3M/PT4M'."},
    {Calendar::kDuration, 1767225600000, "PT0S", "1767225600000"},
    {Calendar::kDuration, 1767225600000, "PT1M30",
     "!ENGINE-09027 Exception while resolving duedate 'PT1M30': PT1M30"},
    {Calendar::kCycle, 1767225600000, "R3/PT10H", "1767261600000"},
    {Calendar::kCycle, 1767225600000, "R/2026-01-01T00:00:00Z/PT1M", "1767225660000"},
    {Calendar::kCycle, 1767225600000, "R2/2025-12-31T23:59:00Z/PT1M", "1767225660000"},
    {Calendar::kCycle, 1767225600000, "R2/PT1M/2026-01-01T00:10:00Z", "1767226080000"},
    {Calendar::kCycle, 1767225600000, "R/PT1M/2026-01-01T00:10:00Z", "1767225660000"},
    {Calendar::kCycle, 1767225600000, "R3/2020-01-01T00:00:00Z/P1D", "null"},
    {Calendar::kCycle, 1767225600000, "R/2020-02-29T00:00:00Z/P1M", "1769558400000"},
    {Calendar::kCycle, 1767225600000, "R/2025-12-31T00:00:00Z/P1M", "1769817600000"},
    {Calendar::kCycle, 1767225600000, "R5/2026-01-01/2026-01-03", "1767398400000"},
    {Calendar::kCycle, 1767225600000, "Rx/PT1M",
     "!ENGINE-09026 Exception while parsing cycle expression 'Rx/PT1M': For input string: \"x\""},
    {Calendar::kCycle, 1767225600000, "RPT1M",
     "!ENGINE-09026 Exception while parsing cycle expression 'RPT1M': For input string: \"PT1M\""},
    {Calendar::kCycle, 1767225600000, "R/abc",
     "!ENGINE-09026 Exception while parsing cycle expression 'R/abc': Invalid format: \"abc\""},
    {Calendar::kCycle, 1767225600000, "R1/2027-01-01T00:00:00Z/PT1H", "1798761600000"},
    {Calendar::kCycle, 1767225600000, "0 0/5 * * * ?", "1767225900000"},
    {Calendar::kCycle, 1767225600000, "0 0 12 * * ?", "1767268800000"},
    {Calendar::kCycle, 1767225600000, "* * * * * *", "1767225601000"},
    {Calendar::kCycle, 1767225600000, "0 15 10 ? * MON-FRI", "1767262500000"},
    {Calendar::kCycle, 1767225600000, "0 15 10 L * ?", "1769854500000"},
    {Calendar::kCycle, 1767225600000, "0 15 10 ? * 6L", "1769854500000"},
    {Calendar::kCycle, 1767225600000, "0 15 10 ? * 6#3", "1768644900000"},
    {Calendar::kCycle, 1767225600000, "0 0 12 1/5 * ?", "1767268800000"},
    {Calendar::kCycle, 1767225600000, "0 11 11 11 11 ?", "1794395460000"},
    {Calendar::kCycle, 1767225600000, "0 0 0 LW * ?", "1769731200000"},
    {Calendar::kCycle, 1767225600000, "0 0 0 15W * ?", "1768435200000"},
    {Calendar::kCycle, 1767225600000, "0 0 0 1W * ?", "1769990400000"},
    {Calendar::kCycle, 1767225600000, "0 0 0 L-3 * ?", "1769558400000"},
    {Calendar::kCycle, 1767225600000, "0 0 9-17 * * MON,WED", "1767603600000"},
    {Calendar::kCycle, 1767225600000, "0 0 0 13 * FRI", "1770940800000"},
    {Calendar::kCycle, 1767225600000, "0 0 0 ? * SUN", "1767484800000"},
    {Calendar::kCycle, 1767225600000, "0 0 0 ? * 0", "1767484800000"},
    {Calendar::kCycle, 1767225600000, "0 0 0 ? * 7", "1767484800000"},
    {Calendar::kCycle, 1767225600000, "0 0 0 ? * FRI-MON", "1767312000000"},
    {Calendar::kCycle, 1767225600000, "0 0 0 29 2 ?", "1835395200000"},
    {Calendar::kCycle, 1767225600000, "0 0 0 31 2 ?", "1767225600000"},
    {Calendar::kCycle, 1767225600000, "@daily", "1767312000000"},
    {Calendar::kCycle, 1767225600000, "@weekly", "1767484800000"},
    {Calendar::kCycle, 1767225600000, "@monthly", "1769904000000"},
    {Calendar::kCycle, 1767225600000, "@yearly", "1798761600000"},
    {Calendar::kCycle, 1767225600000, "@hourly", "1767229200000"},
    {Calendar::kCycle, 1767225600000, "@reboot",
     "!ENGINE-09026 Exception while parsing cycle expression '@reboot': "
     "Nickname @reboot not supported!"},
    {Calendar::kCycle, 1767225600000, "0/10 * * * * ?", "1767225610000"},
    {Calendar::kCycle, 1767225600000, "10-20/3 * * * * ?", "1767225610000"},
    {Calendar::kCycle, 1767225600000, "0 0 0 * JAN,JUN *", "1767312000000"},
    {Calendar::kCycle, 1767225600000, "0 0 0 ? * L", "1767484800000"},
    {Calendar::kCycle, 1767225600000, "0 0 0 ? * 2#5", "1774915200000"},
    {Calendar::kCycle, 1767225600000, "0 0",
     "!ENGINE-09026 Exception while parsing cycle expression '0 0': "
     "Cron expression contains 2 parts but we expect one of [6]"},
    {Calendar::kCycle, 1767225600000, "0 0 0 0 0 0 0",
     "!ENGINE-09026 Exception while parsing cycle expression '0 0 0 0 0 0 0': "
     "Cron expression contains 7 parts but we expect one of [6]"},
    {Calendar::kCycle, 1767225600000, "61 * * * * ?",
     "!ENGINE-09026 Exception while parsing cycle expression '61 * * * * ?': "
     "Failed to parse cron expression. Value 61 not in range [0, 59]"},
    {Calendar::kCycle, 1767225600000, "0 0 0 32 * ?",
     "!ENGINE-09026 Exception while parsing cycle expression '0 0 0 32 * ?': "
     "Failed to parse cron expression. Value 32 not in range [1, 31]"},
    {Calendar::kCycle, 1767225600000, "a b c d e f",
     "!ENGINE-09026 Exception while parsing cycle expression 'a b c d e f': "
     "Failed to parse cron expression. Invalid chars in expression! Expression: A Invalid chars: "
     "A"},
    {Calendar::kCycle, 1767225600000, "0 0 25 * * ?",
     "!ENGINE-09026 Exception while parsing cycle expression '0 0 25 * * ?': "
     "Failed to parse cron expression. Value 25 not in range [0, 23]"},
    {Calendar::kCycle, 1767225600000, "0 5-1 * * * ?",
     "!ENGINE-09026 Exception while parsing cycle expression '0 5-1 * * * ?': "
     "Failed to parse cron expression. Invalid range! [5,1]"},
    {Calendar::kCycle, 1767225600000, "0 0 0 ? * ?", "1767225600000"},
    {Calendar::kCycle, 1767225600000, "0 0 0 * * */2", "1767398400000"},
    {Calendar::kCycle, 1767225600000, "0 0 0 */2 * ?", "1767398400000"},
    {Calendar::kCycle, 1767225600000, "0 0 0 ? * MON#2", "1768176000000"},
    {Calendar::kCycle, 1767225600000, "0 0 0 1, * ?",
     "!ENGINE-09026 Exception while parsing cycle expression '0 0 0 1, * ?': "
     "Invalid field value! Trailing commas not permitted! '1,'"},
    {Calendar::kCycle, 1767225600000, "0 0 0 ? NOV-FEB ?", "1767225600000"},
    {Calendar::kCycle, 1767225600000, "0 0/0 * * * ?",
     "!ENGINE-09026 Exception while parsing cycle expression '0 0/0 * * * ?': "
     "Failed to parse cron expression. Period 0 not in range [0, 59]"},
    {Calendar::kCycle, 1767225600000, "0 0 0 ? * 1-5/2", "1767312000000"},
    {Calendar::kCycle, 1767225600000, "0 0 0 10W 2 ?", "1770681600000"},
    {Calendar::kCycle, 1767225600000, "30 59 23 31 12 ?", "1798761570000"},
    {Calendar::kCycle, 1767225600000, "0 0 0 5L * ?", "1769817600000"},
    {Calendar::kDate, 1772366399500, "2026-01-31T10:20:30Z", "1769854830000"},
    {Calendar::kDate, 1772366399500, "2026-01-31", "1769817600000"},
    {Calendar::kDate, 1772366399500, "2026", "1767225600000"},
    {Calendar::kDate, 1772366399500, "2026-02", "1769904000000"},
    {Calendar::kDate, 1772366399500, "2026-031", "1769817600000"},
    {Calendar::kDate, 1772366399500, "2026-W05-3", "1769558400000"},
    {Calendar::kDate, 1772366399500, "2026-W05", "1769385600000"},
    {Calendar::kDate, 1772366399500, "2026-1-5T3:4", "1767582240000"},
    {Calendar::kDate, 1772366399500, "2026-01-31T10", "1769853600000"},
    {Calendar::kDate, 1772366399500, "2026-01-31T10:20:30.123+02:00", "1769847630123"},
    {Calendar::kDate, 1772366399500, "2026-01-31T10:20:30+0130", "1769849430000"},
    {Calendar::kDate, 1772366399500, "2026-01-31T10.5", "1769855400000"},
    {Calendar::kDate, 1772366399500, "T10:00", "36000000"},
    {Calendar::kDate, 1772366399500, "P1D", "1772452799500"},
    {Calendar::kDate, 1772366399500, "PT5M", "1772366699500"},
    {Calendar::kDate, 1772366399500, "P1M", "1775044799500"},
    {Calendar::kDate, 1772366399500, "P1Y2M3W4DT5H6M7.8S", "1811351167300"},
    {Calendar::kDate, 1772366399500, "PT-5M", "1772366099500"},
    {Calendar::kDate, 1772366399500, "P", "1772366399500"},
    {Calendar::kDate, 1772366399500, "2026-01-31T", "1769817600000"},
    {Calendar::kDate, 1772366399500, "2026-01-31TZ", "1769817600000"},
    {Calendar::kDate, 1772366399500, "2026-01-31T10:20:30,5Z", "1769854830500"},
    {Calendar::kDate, 1772366399500, "P1W", "1772971199500"},
    {Calendar::kDuration, 1772366399500, "PT5M", "1772366699500"},
    {Calendar::kDuration, 1772366399500, "P1D", "1772452799500"},
    {Calendar::kDuration, 1772366399500, "P1M", "1775044799500"},
    {Calendar::kDuration, 1772366399500, "P1Y", "1803902399500"},
    {Calendar::kDuration, 1772366399500, "P5W", "1775390399500"},
    {Calendar::kDuration, 1772366399500, "P1W", "1772971199500"},
    {Calendar::kDuration, 1772366399500, "P1Y2M3DT4H5M6.7S", "1809446706200"},
    {Calendar::kDuration, 1772366399500, "2026-01-31T10:20:30Z/PT5M", "1769855130000"},
    {Calendar::kDuration, 1772366399500, "PT5M/2026-01-31T10:20:30Z", "1769854830000"},
    {Calendar::kDuration, 1772366399500, "R3/PT10H", "1772402399500"},
    {Calendar::kDuration, 1772366399500, "R/PT1S", "1772366400500"},
    {Calendar::kDuration, 1772366399500, "R0/PT1S", "1772366399500"},
    {Calendar::kDuration, 1772366399500, "PT1.5S", "1772366401000"},
    {Calendar::kDuration, 1772366399500, "2026-01-01/2026-01-03", "1767398400000"},
    {Calendar::kDuration, 1772366399500, "PT0S", "1772366399500"},
    {Calendar::kCycle, 1772366399500, "R3/PT10H", "1772402399500"},
    {Calendar::kCycle, 1772366399500, "R/2026-01-01T00:00:00Z/PT1M", "1772366400000"},
    {Calendar::kCycle, 1772366399500, "R2/2025-12-31T23:59:00Z/PT1M", "null"},
    {Calendar::kCycle, 1772366399500, "R2/PT1M/2026-01-01T00:10:00Z", "null"},
    {Calendar::kCycle, 1772366399500, "R/PT1M/2026-01-01T00:10:00Z", "null"},
    {Calendar::kCycle, 1772366399500, "R3/2020-01-01T00:00:00Z/P1D", "null"},
    {Calendar::kCycle, 1772366399500, "R/2020-02-29T00:00:00Z/P1M", "1774656000000"},
    {Calendar::kCycle, 1772366399500, "R/2025-12-31T00:00:00Z/P1M", "1774656000000"},
    {Calendar::kCycle, 1772366399500, "R5/2026-01-01/2026-01-03", "null"},
    {Calendar::kCycle, 1772366399500, "R1/2027-01-01T00:00:00Z/PT1H", "1798761600000"},
    {Calendar::kCycle, 1772366399500, "0 0/5 * * * ?", "1772366400000"},
    {Calendar::kCycle, 1772366399500, "0 0 12 * * ?", "1772366400000"},
    {Calendar::kCycle, 1772366399500, "* * * * * *", "1772366400500"},
    {Calendar::kCycle, 1772366399500, "0 15 10 ? * MON-FRI", "1772446500000"},
    {Calendar::kCycle, 1772366399500, "0 15 10 L * ?", "1774952100000"},
    {Calendar::kCycle, 1772366399500, "0 15 10 ? * 6L", "1774692900000"},
    {Calendar::kCycle, 1772366399500, "0 15 10 ? * 6#3", "1774088100000"},
    {Calendar::kCycle, 1772366399500, "0 0 12 1/5 * ?", "1772366400000"},
    {Calendar::kCycle, 1772366399500, "0 11 11 11 11 ?", "1794395460000"},
    {Calendar::kCycle, 1772366399500, "0 0 0 LW * ?", "1774915200000"},
    {Calendar::kCycle, 1772366399500, "0 0 0 15W * ?", "1773619200000"},
    {Calendar::kCycle, 1772366399500, "0 0 0 1W * ?", "1772409600000"},
    {Calendar::kCycle, 1772366399500, "0 0 0 L-3 * ?", "1774656000000"},
    {Calendar::kCycle, 1772366399500, "0 0 9-17 * * MON,WED", "1772442000000"},
    {Calendar::kCycle, 1772366399500, "0 0 0 13 * FRI", "1773360000000"},
    {Calendar::kCycle, 1772366399500, "0 0 0 ? * SUN", "1772928000000"},
    {Calendar::kCycle, 1772366399500, "0 0 0 ? * 0", "1772928000000"},
    {Calendar::kCycle, 1772366399500, "0 0 0 ? * 7", "1772928000000"},
    {Calendar::kCycle, 1772366399500, "0 0 0 ? * FRI-MON", "1772409600000"},
    {Calendar::kCycle, 1772366399500, "0 0 0 29 2 ?", "1835395200000"},
    {Calendar::kCycle, 1772366399500, "0 0 0 31 2 ?", "1772366399500"},
    {Calendar::kCycle, 1772366399500, "@daily", "1772409600000"},
    {Calendar::kCycle, 1772366399500, "@weekly", "1772928000000"},
    {Calendar::kCycle, 1772366399500, "@monthly", "1775001600000"},
    {Calendar::kCycle, 1772366399500, "@yearly", "1798761600000"},
    {Calendar::kCycle, 1772366399500, "@hourly", "1772366400000"},
    {Calendar::kCycle, 1772366399500, "0/10 * * * * ?", "1772366400000"},
    {Calendar::kCycle, 1772366399500, "10-20/3 * * * * ?", "1772366410000"},
    {Calendar::kCycle, 1772366399500, "0 0 0 * JAN,JUN *", "1780272000000"},
    {Calendar::kCycle, 1772366399500, "0 0 0 ? * L", "1772928000000"},
    {Calendar::kCycle, 1772366399500, "0 0 0 ? * 2#5", "1774915200000"},
    {Calendar::kCycle, 1772366399500, "0 0 0 ? * ?", "1772366399500"},
    {Calendar::kCycle, 1772366399500, "0 0 0 * * */2", "1772496000000"},
    {Calendar::kCycle, 1772366399500, "0 0 0 */2 * ?", "1772496000000"},
    {Calendar::kCycle, 1772366399500, "0 0 0 ? * MON#2", "1773014400000"},
    {Calendar::kCycle, 1772366399500, "0 0 0 ? NOV-FEB ?", "1772366399500"},
    {Calendar::kCycle, 1772366399500, "0 0 0 ? * 1-5/2", "1772409600000"},
    {Calendar::kCycle, 1772366399500, "0 0 0 10W 2 ?", "1802217600000"},
    {Calendar::kCycle, 1772366399500, "30 59 23 31 12 ?", "1798761570000"},
    {Calendar::kCycle, 1772366399500, "0 0 0 5L * ?", "1774915200000"},
};

std::string resolve(const Case& c) {
  const auto text = [](const Result<TimeMs>& r) {
    return r ? std::to_string(*r) : "!" + r.error().message;
  };
  if (c.calendar == Calendar::kDate) return text(resolve_date(c.text, c.now));
  if (c.calendar == Calendar::kDuration) return text(resolve_duration(c.text, c.now));
  const auto due = resolve_cycle(c.text, c.now);
  if (!due) return "!" + due.error().message;
  return *due ? std::to_string(**due) : "null";
}

/// Runs in another time zone and puts the old one back.
class Zone {
 public:
  explicit Zone(const char* name) {
    const char* before = std::getenv("TZ");
    if (before != nullptr) before_ = before;
    setenv("TZ", name, 1);
    tzset();
  }
  ~Zone() {
    before_.empty() ? unsetenv("TZ") : setenv("TZ", before_.c_str(), 1);
    tzset();
  }
  Zone(const Zone&) = delete;
  Zone& operator=(const Zone&) = delete;

 private:
  std::string before_;
};

}  // namespace

TEST_CASE("due dates are what Camunda's calendars make of the same text", "[calendar]") {
  const Zone zone("UTC");
  for (const Case& c : kCases) {
    INFO(c.text << " at " << c.now);
    CHECK(resolve(c) == c.expected);
  }
}

TEST_CASE("calendar units keep the local time of day across a change of the clocks", "[calendar]") {
  const Zone zone("Europe/Berlin");
  const TimeMs before = *parse_date_time("2026-03-28T12:00:00");
  CHECK(before == *parse_date_time("2026-03-28T11:00:00Z"));
  CHECK(*add_duration(before, "P1D") == *parse_date_time("2026-03-29T10:00:00Z"));
  CHECK(*add_duration(before, "PT24H") == *parse_date_time("2026-03-29T11:00:00Z"));
  CHECK(**resolve_cycle("0 30 2 * * ?", before) == *parse_date_time("2026-03-29T01:30:00Z"));
  CHECK(days_after(before, 0) == before);
  CHECK(days_after(before, 1) == *parse_date_time("2026-03-29T10:00:00Z"));
  CHECK(days_after(before, 180) == *parse_date_time("2026-09-24T10:00:00Z"));
  CHECK(days_after(before, 365) == *parse_date_time("2027-03-28T10:00:00Z"));
  CHECK(days_after(before, 364) == *parse_date_time("2027-03-27T11:00:00Z"));
}

TEST_CASE("a cycle's remaining repetitions are counted from its start", "[calendar]") {
  const Zone zone("UTC");
  const TimeMs start = *parse_date_time("2026-01-31T10:20:30Z");
  const std::string cycle = fix_cycle_start("R2/PT1H", start);
  CHECK(cycle == "R2/2026-01-31T10:20:30/PT1H");
  CHECK(fix_cycle_start(cycle, start + 5000) == cycle);
  CHECK(fix_cycle_start("0 0 12 * * ?", start) == "0 0 12 * * ?");
  const TimeMs hour = 3'600'000;
  CHECK(**resolve_cycle(cycle, start) == start + hour);
  CHECK(**resolve_cycle(cycle, start + hour) == start + 2 * hour);
  CHECK_FALSE(resolve_cycle(cycle, start + 2 * hour + 1)->has_value());
  CHECK(**resolve_cycle(cycle, start + hour + 60'000, 60'000) == start + 2 * hour + 60'000);
}

TEST_CASE("an old start date with a short period costs no time", "[calendar]") {
  const TimeMs now = *parse_date_time("2026-01-31T10:20:30.500Z");
  CHECK(**resolve_cycle("R/1970-01-01T00:00:00Z/PT1S", now) == now + 500);
  CHECK(**resolve_cycle("R/PT0S", now) == now);
}

TEST_CASE("retry cycles", "[calendar]") {
  const auto repeated = parse_retry_cycle("R5/PT1M");
  REQUIRE(repeated);
  CHECK(repeated->retries == 5);
  CHECK(repeated->interval(5) == "R5/PT1M");
  CHECK(*resolve_duration(repeated->interval(2), 1000) == 61'000);

  const auto listed = parse_retry_cycle("PT1M, PT5M,PT1H");
  REQUIRE(listed);
  CHECK(listed->retries == 4);
  CHECK(listed->interval(4) == "PT1M");
  CHECK(listed->interval(3) == "PT5M");
  CHECK(listed->interval(2) == "PT1H");
  CHECK(listed->interval(1) == "PT1H");

  CHECK(parse_retry_cycle("PT3M")->retries == 2);
  CHECK_FALSE(parse_retry_cycle("soon"));
  CHECK_FALSE(parse_retry_cycle(""));
}
