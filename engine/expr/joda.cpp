// DateTime and its kin: fields, arithmetic in the calendar, text.
#include "expr/joda.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "expr/coerce.h"
#include "expr/java_text.h"
#include "expr/method.h"

namespace procos::expr {
namespace {

using enum JavaType;
using namespace std::chrono;

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kLastMoment = 250'000'000'000'000;  // about the year 9900

struct Parts {
  year_month_day date;
  sys_days day;
  std::int64_t of_day;  // milliseconds
};

Parts parts_of(std::int64_t ms) {
  const auto day = floor<days>(sys_time<milliseconds>{milliseconds{ms}});
  return {year_month_day{day}, day, ms - day.time_since_epoch().count() * kDay};
}

std::int64_t millis_of(sys_days day, std::int64_t of_day) {
  return day.time_since_epoch().count() * kDay + of_day;
}

// ISO: 1 is Monday.
int iso_weekday(sys_days day) { return static_cast<int>(weekday{day}.iso_encoding()); }

sys_days first_monday(year y) {
  const sys_days fourth{y / January / 4};
  return fourth - days{iso_weekday(fourth) - 1};
}

int weekyear_of(const Parts& parts) {
  const int y = static_cast<int>(parts.date.year());
  if (parts.day < first_monday(year{y})) return y - 1;
  return parts.day >= first_monday(year{y + 1}) ? y + 1 : y;
}

enum class Field : std::uint8_t {
  kYear,
  kMonthOfYear,
  kDayOfMonth,
  kDayOfWeek,
  kDayOfYear,
  kWeekOfWeekyear,
  kWeekyear,
  kHourOfDay,
  kMinuteOfHour,
  kSecondOfMinute,
  kMillisOfSecond,
  kMillisOfDay,
  kSecondOfDay,
  kMinuteOfDay,
  kCenturyOfEra,
  kYearOfEra,
  kYearOfCentury,
  kEra,
};

int field_of(std::int64_t ms, Field field) {
  const Parts parts = parts_of(ms);
  const int y = static_cast<int>(parts.date.year());
  switch (field) {
    case Field::kYear:
    case Field::kYearOfEra: return y;
    case Field::kMonthOfYear: return static_cast<int>(static_cast<unsigned>(parts.date.month()));
    case Field::kDayOfMonth: return static_cast<int>(static_cast<unsigned>(parts.date.day()));
    case Field::kDayOfWeek: return iso_weekday(parts.day);
    case Field::kDayOfYear:
      return static_cast<int>((parts.day - sys_days{parts.date.year() / January / 1}).count()) + 1;
    case Field::kWeekyear: return weekyear_of(parts);
    case Field::kWeekOfWeekyear:
      return static_cast<int>((parts.day - first_monday(year{weekyear_of(parts)})).count() / 7) + 1;
    case Field::kHourOfDay: return static_cast<int>(parts.of_day / kHour);
    case Field::kMinuteOfHour: return static_cast<int>(parts.of_day / kMinute % 60);
    case Field::kSecondOfMinute: return static_cast<int>(parts.of_day / kSecond % 60);
    case Field::kMillisOfSecond: return static_cast<int>(parts.of_day % kSecond);
    case Field::kMillisOfDay: return static_cast<int>(parts.of_day);
    case Field::kSecondOfDay: return static_cast<int>(parts.of_day / kSecond);
    case Field::kMinuteOfDay: return static_cast<int>(parts.of_day / kMinute);
    case Field::kCenturyOfEra: return y / 100;
    case Field::kYearOfCentury: return y % 100;
    case Field::kEra: return 1;
  }
  return 0;
}

int last_day_of(year_month_day date) {
  return static_cast<int>(
      static_cast<unsigned>(year_month_day_last{date.year() / date.month() / last}.day()));
}

struct Limits {
  std::string_view name;
  int low;
  int high;
};

Limits limits_of(std::int64_t ms, Field field) {
  const Parts parts = parts_of(ms);
  switch (field) {
    case Field::kMonthOfYear: return {"monthOfYear", 1, 12};
    case Field::kDayOfMonth: return {"dayOfMonth", 1, last_day_of(parts.date)};
    case Field::kDayOfWeek: return {"dayOfWeek", 1, 7};
    case Field::kDayOfYear: return {"dayOfYear", 1, parts.date.year().is_leap() ? 366 : 365};
    case Field::kWeekOfWeekyear: {
      const int weekyear = weekyear_of(parts);
      return {"weekOfWeekyear", 1,
              static_cast<int>(
                  (first_monday(year{weekyear + 1}) - first_monday(year{weekyear})).count() / 7)};
    }
    case Field::kHourOfDay: return {"hourOfDay", 0, 23};
    case Field::kMinuteOfHour: return {"minuteOfHour", 0, 59};
    case Field::kSecondOfMinute: return {"secondOfMinute", 0, 59};
    case Field::kMillisOfSecond: return {"millisOfSecond", 0, 999};
    case Field::kMillisOfDay: return {"millisOfDay", 0, static_cast<int>(kDay - 1)};
    default: return {"year", 1, 9999};
  }
}

// A day that the month does not have becomes its last.
sys_days clamped(year y, month m, day d) {
  const year_month_day date{y, m, d};
  return date.ok() ? sys_days{date} : sys_days{y / m / last};
}

Result<std::int64_t> with_field(std::int64_t ms, Field field, std::int64_t value) {
  const Limits limits = limits_of(ms, field);
  if (value < limits.low || value > limits.high) {
    return expression_error("Value " + std::to_string(value) + " for " + std::string(limits.name) +
                            " must be in the range [" + std::to_string(limits.low) + "," +
                            std::to_string(limits.high) + "]");
  }
  const Parts parts = parts_of(ms);
  const std::int64_t change = value - field_of(ms, field);
  switch (field) {
    case Field::kYear:
      return millis_of(clamped(year{static_cast<int>(value)}, parts.date.month(), parts.date.day()),
                       parts.of_day);
    case Field::kMonthOfYear:
      return millis_of(
          clamped(parts.date.year(), month{static_cast<unsigned>(value)}, parts.date.day()),
          parts.of_day);
    case Field::kDayOfMonth:
    case Field::kDayOfWeek:
    case Field::kDayOfYear: return ms + change * kDay;
    case Field::kWeekOfWeekyear: return ms + change * 7 * kDay;
    case Field::kHourOfDay: return ms + change * kHour;
    case Field::kMinuteOfHour: return ms + change * kMinute;
    case Field::kSecondOfMinute: return ms + change * kSecond;
    default: return ms + change;
  }
}

Result<Datum> checked(std::int64_t ms, JodaObject::Form form = JodaObject::Form::kDateTime) {
  if (ms > kLastMoment || ms < -kLastMoment) return expression_error("the date is out of range");
  return Datum::object(std::make_shared<JodaObject>(form, ms));
}

std::int64_t& ms_of(Call& call) { return call.object<JodaObject>().ms; }

template <std::int64_t Unit, int Sign>
Result<Datum> plus(Call& call) {
  const std::int64_t ms = ms_of(call);
  std::int64_t amount = 0;
  if (__builtin_mul_overflow(call.integer(0), Unit * Sign, &amount) || amount > 2 * kLastMoment ||
      amount < -2 * kLastMoment) {
    return expression_error("the date is out of range");
  }
  return checked(ms + amount);
}

template <int MonthsEach>
Result<Datum> plus_months(Call& call) {
  const std::int64_t amount = call.integer(0) * MonthsEach;
  const Parts parts = parts_of(ms_of(call));
  const std::int64_t index = static_cast<std::int64_t>(static_cast<int>(parts.date.year())) * 12 +
                             static_cast<unsigned>(parts.date.month()) - 1 + amount;
  if (index < 12 || index >= 10'000 * 12) return expression_error("the date is out of range");
  const sys_days day = clamped(year{static_cast<int>(index / 12)},
                               month{static_cast<unsigned>(index % 12 + 1)}, parts.date.day());
  return checked(millis_of(day, parts.of_day));
}

template <Field F>
Result<Datum> get_field(Call& call) {
  return Datum::integer(field_of(ms_of(call), F));
}

template <Field F>
Result<Datum> set_field(Call& call) {
  PROCOS_ASSIGN(const std::int64_t ms, with_field(ms_of(call), F, call.integer(0)));
  return checked(ms);
}

template <Field F>
Result<Datum> property(Call& call) {
  return Datum::object(std::make_shared<JodaPropertyObject>(ms_of(call), static_cast<int>(F)));
}

Result<Datum> with_time(Call& call) {
  constexpr std::array kFields{Field::kHourOfDay, Field::kMinuteOfHour, Field::kSecondOfMinute,
                               Field::kMillisOfSecond};
  std::int64_t ms = ms_of(call);
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    PROCOS_ASSIGN(ms, with_field(ms, kFields[i], call.integer(i)));
  }
  return checked(ms);
}

Result<Datum> with_date(Call& call) {
  const year_month_day date{year{static_cast<int>(call.integer(0))},
                            month{static_cast<unsigned>(call.integer(1))},
                            day{static_cast<unsigned>(call.integer(2))}};
  if (!date.ok() || call.integer(0) < 1 || call.integer(0) > 9999)
    return expression_error("there is no such date");
  return checked(millis_of(sys_days{date}, parts_of(ms_of(call)).of_day));
}

// What another argument stands for: a DateTime, or now when it is null.
std::int64_t moment_of(const Call& call, std::size_t i) {
  if (call.arguments[i].is_null()) return call.now;
  if (const auto* other = call.arguments[i].as<JodaObject>()) return other->ms;
  return call.integer(i);
}

Result<Datum> is_before(Call& call) { return Datum::boolean(ms_of(call) < moment_of(call, 0)); }
Result<Datum> is_after(Call& call) { return Datum::boolean(ms_of(call) > moment_of(call, 0)); }
Result<Datum> is_equal(Call& call) { return Datum::boolean(ms_of(call) == moment_of(call, 0)); }
Result<Datum> is_before_now(Call& call) { return Datum::boolean(ms_of(call) < call.now); }
Result<Datum> is_after_now(Call& call) { return Datum::boolean(ms_of(call) > call.now); }
Result<Datum> is_equal_now(Call& call) { return Datum::boolean(ms_of(call) == call.now); }

Result<Datum> compare_instants(Call& call) {
  const auto* other = call.arguments[0].as<JodaObject>();
  if (other == nullptr) return expression_error("java.lang.ClassCastException");
  return Datum::integer(ms_of(call) < other->ms ? -1 : ms_of(call) > other->ms ? 1 : 0);
}

Result<Datum> millis(Call& call) { return Datum::long_integer(ms_of(call)); }
Result<Datum> to_date(Call& call) { return Datum::date(ms_of(call)); }
Result<Datum> itself(Call& call) { return call.self; }

template <JodaObject::Form Form>
Result<Datum> as_form(Call& call) {
  return checked(ms_of(call), Form);
}

Result<Datum> joda_formatted(Call& call) {
  PROCOS_ASSIGN(std::string text, format_time(ms_of(call), call.text(0)));
  return Datum::string(std::move(text));
}

Result<Datum> start_of_day(Call& call) {
  return checked(ms_of(call) - parts_of(ms_of(call)).of_day);
}

#define PROCOS_TIME_FIELD(Name, name)                                    \
  Method{"get" #Name, {}, get_field<Field::k##Name>},                    \
      Method{"with" #Name, {kIntP}, set_field<Field::k##Name>}, Method { \
#name, {}, property < Field::k##Name>                                \
  }
#define PROCOS_TIME_AMOUNT(Name, Unit) \
  Method{"plus" #Name, {kIntP}, plus<Unit, 1>}, Method { "minus" #Name, {kIntP}, plus<Unit, -1> }

constexpr std::array kDateTimeMethods{
    PROCOS_TIME_FIELD(Year, year),
    PROCOS_TIME_FIELD(MonthOfYear, monthOfYear),
    PROCOS_TIME_FIELD(DayOfMonth, dayOfMonth),
    PROCOS_TIME_FIELD(DayOfWeek, dayOfWeek),
    PROCOS_TIME_FIELD(DayOfYear, dayOfYear),
    PROCOS_TIME_FIELD(WeekOfWeekyear, weekOfWeekyear),
    PROCOS_TIME_FIELD(HourOfDay, hourOfDay),
    PROCOS_TIME_FIELD(MinuteOfHour, minuteOfHour),
    PROCOS_TIME_FIELD(SecondOfMinute, secondOfMinute),
    PROCOS_TIME_FIELD(MillisOfSecond, millisOfSecond),
    PROCOS_TIME_FIELD(MillisOfDay, millisOfDay),
    Method{"getWeekyear", {}, get_field<Field::kWeekyear>},
    Method{"getSecondOfDay", {}, get_field<Field::kSecondOfDay>},
    Method{"getMinuteOfDay", {}, get_field<Field::kMinuteOfDay>},
    Method{"getCenturyOfEra", {}, get_field<Field::kCenturyOfEra>},
    Method{"getYearOfEra", {}, get_field<Field::kYearOfEra>},
    Method{"getYearOfCentury", {}, get_field<Field::kYearOfCentury>},
    Method{"getEra", {}, get_field<Field::kEra>},
    PROCOS_TIME_AMOUNT(Weeks, 7 * kDay),
    PROCOS_TIME_AMOUNT(Days, kDay),
    PROCOS_TIME_AMOUNT(Hours, kHour),
    PROCOS_TIME_AMOUNT(Minutes, kMinute),
    PROCOS_TIME_AMOUNT(Seconds, kSecond),
    PROCOS_TIME_AMOUNT(Millis, 1),
    Method{"plus", {kLongP}, plus<1, 1>},
    Method{"minus", {kLongP}, plus<1, -1>},
    Method{"plusMonths", {kIntP}, plus_months<1>},
    Method{"minusMonths", {kIntP}, plus_months<-1>},
    Method{"plusYears", {kIntP}, plus_months<12>},
    Method{"minusYears", {kIntP}, plus_months<-12>},
    Method{"withMillis", {kLongP}, [](Call& c) { return checked(c.integer(0)); }},
    Method{"withTime", {kIntP, kIntP, kIntP, kIntP}, with_time},
    Method{"withDate", {kIntP, kIntP, kIntP}, with_date},
    Method{"withTimeAtStartOfDay", {}, start_of_day},
    Method{"getMillis", {}, millis},
    Method{"toDate", {}, to_date},
    Method{"toDateTime", {}, itself},
    Method{"toDateTimeISO", {}, itself},
    Method{"toInstant", {}, as_form<JodaObject::Form::kInstant>},
    Method{"toLocalDate", {}, as_form<JodaObject::Form::kLocalDate>},
    Method{"toLocalTime", {}, as_form<JodaObject::Form::kLocalTime>},
    Method{"toGregorianCalendar", {}, as_form<JodaObject::Form::kCalendar>},
    Method{"toString", {kString}, joda_formatted},
    Method{"isBefore", {kReadableInstant}, is_before},
    Method{"isBefore", {kLongP}, is_before},
    Method{"isAfter", {kReadableInstant}, is_after},
    Method{"isAfter", {kLongP}, is_after},
    Method{"isEqual", {kReadableInstant}, is_equal},
    Method{"isEqual", {kLongP}, is_equal},
    Method{"isBeforeNow", {}, is_before_now, Flags::kGetter},
    Method{"isAfterNow", {}, is_after_now, Flags::kGetter},
    Method{"isEqualNow", {}, is_equal_now, Flags::kGetter},
    Method{"compareTo", {kReadableInstant}, compare_instants},
    Method{"compareTo", {kObject}, compare_instants},
};
#undef PROCOS_TIME_FIELD
#undef PROCOS_TIME_AMOUNT

constexpr std::array kPartMethods{
    Method{"toString", {kString}, joda_formatted},
    Method{"getYear", {}, get_field<Field::kYear>},
    Method{"getMonthOfYear", {}, get_field<Field::kMonthOfYear>},
    Method{"getDayOfMonth", {}, get_field<Field::kDayOfMonth>},
    Method{"getDayOfWeek", {}, get_field<Field::kDayOfWeek>},
    Method{"getHourOfDay", {}, get_field<Field::kHourOfDay>},
    Method{"getMinuteOfHour", {}, get_field<Field::kMinuteOfHour>},
    Method{"getSecondOfMinute", {}, get_field<Field::kSecondOfMinute>},
    Method{"compareTo", {kObject}, compare_instants},
};

constexpr std::array kInstantMethods{
    Method{"toEpochMilli", {}, millis},
    Method{"getEpochSecond",
           {},
           [](Call& c) -> Result<Datum> {
             return Datum::long_integer(floor<seconds>(milliseconds{ms_of(c)}).count());
           }},
    Method{"getMillis", {}, millis},
    Method{"toDate", {}, to_date},
    Method{"compareTo", {kObject}, compare_instants},
};

constexpr std::array kCalendarMethods{
    Method{"getTime", {}, to_date},
    Method{"getTimeInMillis", {}, millis},
    Method{"compareTo", {kObject}, compare_instants},
};

Field property_field(Call& call) {
  return static_cast<Field>(call.object<JodaPropertyObject>().field);
}

std::string field_name(std::int64_t ms, Field field, bool brief) {
  if (field != Field::kDayOfWeek && field != Field::kMonthOfYear)
    return std::to_string(field_of(ms, field));
  const char* pattern =
      field == Field::kDayOfWeek ? (brief ? "EEE" : "EEEE") : (brief ? "MMM" : "MMMM");
  return format_time(ms, pattern).value_or("");
}

template <bool Brief>
Result<Datum> property_text(Call& call) {
  return Datum::string(
      field_name(call.object<JodaPropertyObject>().ms, property_field(call), Brief));
}

Result<Datum> property_value(Call& call) {
  return Datum::integer(field_of(call.object<JodaPropertyObject>().ms, property_field(call)));
}

template <bool Maximum>
Result<Datum> property_limit(Call& call) {
  const Limits limits = limits_of(call.object<JodaPropertyObject>().ms, property_field(call));
  return Datum::integer(Maximum ? limits.high : limits.low);
}

template <bool Maximum>
Result<Datum> with_limit(Call& call) {
  const std::int64_t ms = call.object<JodaPropertyObject>().ms;
  const Limits limits = limits_of(ms, property_field(call));
  PROCOS_ASSIGN(const std::int64_t changed,
                with_field(ms, property_field(call), Maximum ? limits.high : limits.low));
  return checked(changed);
}

Result<Datum> set_copy(Call& call) {
  PROCOS_ASSIGN(const std::int64_t ms, with_field(call.object<JodaPropertyObject>().ms,
                                                  property_field(call), call.integer(0)));
  return checked(ms);
}

constexpr std::array kPropertyMethods{
    Method{"get", {}, property_value},
    Method{"getAsString",
           {},
           [](Call& c) -> Result<Datum> {
             return Datum::string(std::to_string(property_value(c)->as_int()));
           }},
    Method{"getAsText", {}, property_text<false>},
    Method{"getAsShortText", {}, property_text<true>},
    Method{"getMaximumValue", {}, property_limit<true>},
    Method{"getMinimumValue", {}, property_limit<false>},
    Method{"withMaximumValue", {}, with_limit<true>},
    Method{"withMinimumValue", {}, with_limit<false>},
    Method{"setCopy", {kIntP}, set_copy},
};

std::string padded(std::int64_t value, std::size_t width) {
  std::string digits = std::to_string(value);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

// One run of a pattern letter.
Result<std::string> pattern_piece(std::int64_t ms, char letter, std::size_t count) {
  constexpr std::array kDays{"Monday", "Tuesday",  "Wednesday", "Thursday",
                             "Friday", "Saturday", "Sunday"};
  constexpr std::array kMonthNames{"January",   "February", "March",    "April",
                                   "May",       "June",     "July",     "August",
                                   "September", "October",  "November", "December"};
  const auto number = [&](Field field) { return padded(field_of(ms, field), count); };
  const int hour = field_of(ms, Field::kHourOfDay);
  switch (letter) {
    case 'y':
    case 'Y':
    case 'x': {
      const int y = field_of(ms, letter == 'x' ? Field::kWeekyear : Field::kYear);
      return count == 2 ? padded(y % 100, 2) : padded(y, count);
    }
    case 'M': {
      if (count < 3) return number(Field::kMonthOfYear);
      const std::string name =
          kMonthNames[static_cast<std::size_t>(field_of(ms, Field::kMonthOfYear)) - 1];
      return count == 3 ? name.substr(0, 3) : name;
    }
    case 'E': {
      const std::string name = kDays[static_cast<std::size_t>(field_of(ms, Field::kDayOfWeek)) - 1];
      return count > 3 ? name : name.substr(0, 3);
    }
    case 'd': return number(Field::kDayOfMonth);
    case 'D': return number(Field::kDayOfYear);
    case 'e': return number(Field::kDayOfWeek);
    case 'w': return number(Field::kWeekOfWeekyear);
    case 'C': return number(Field::kCenturyOfEra);
    case 'H': return number(Field::kHourOfDay);
    case 'k': return padded(hour == 0 ? 24 : hour, count);
    case 'K': return padded(hour % 12, count);
    case 'h': return padded(hour % 12 == 0 ? 12 : hour % 12, count);
    case 'm': return number(Field::kMinuteOfHour);
    case 's': return number(Field::kSecondOfMinute);
    case 'S': {
      std::string fraction = padded(field_of(ms, Field::kMillisOfSecond), 3);
      fraction.resize(count, '0');
      return fraction;
    }
    case 'a': return std::string(hour < 12 ? "AM" : "PM");
    case 'G': return std::string("AD");
    case 'Z': return std::string(count == 1 ? "+0000" : count == 2 ? "+00:00" : "Etc/UTC");
    case 'z': return std::string(count > 3 ? "Coordinated Universal Time" : "UTC");
    default: return expression_error("Illegal pattern component: " + std::string(count, letter));
  }
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

std::string JodaObject::text() const {
  const std::string iso = iso_text(ms, form != Form::kInstant);
  switch (form) {
    case Form::kLocalDate: return iso.substr(0, iso.find('T'));
    case Form::kLocalTime: return iso.substr(iso.find('T') + 1, 12);
    default: return iso;
  }
}

std::string JodaObject::class_name() const {
  if (form == Form::kLocalTime) return "org.joda.time.LocalTime";
  return std::string(java_name(type()));
}

Datum make_date_time(std::int64_t ms) {
  return Datum::object(std::make_shared<JodaObject>(JodaObject::Form::kDateTime, ms));
}

Result<std::string> format_time(std::int64_t ms, std::string_view pattern) {
  std::string out;
  for (std::size_t at = 0; at < pattern.size();) {
    const char c = pattern[at];
    if (c == '\'') {
      const std::size_t end = std::min(pattern.find('\'', at + 1), pattern.size());
      out += end == at + 1 ? std::string_view("'") : pattern.substr(at + 1, end - at - 1);
      at = end + 1;
    } else if (is_letter(c)) {
      const std::size_t end = std::min(pattern.find_first_not_of(c, at), pattern.size());
      if (end - at > 100) return expression_error("Illegal pattern");
      PROCOS_ASSIGN(const std::string piece, pattern_piece(ms, c, end - at));
      out += piece;
      at = end;
    } else {
      out += c;
      ++at;
    }
  }
  return out;
}

std::span<const Method> joda_methods(JavaType type) {
  switch (type) {
    case kDateTime: return kDateTimeMethods;
    case kDateTimeProperty: return kPropertyMethods;
    case kInstant: return kInstantMethods;
    case kCalendar: return kCalendarMethods;
    default: return kPartMethods;
  }
}

}  // namespace procos::expr
