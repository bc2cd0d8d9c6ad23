// Conversion functions: date, time, date and time, number, string, durations (DMN 10.3.4.1).
#include <cstdlib>
#include <optional>
#include <utility>

#include "feel/functions.h"

namespace procos::feel {
namespace {

using Kind = Value::Kind;

constexpr int kMaxOffset = 18 * 3600;  // of java.time.ZoneOffset

template <class T>
Value parsed_or_failure(std::optional<T> parsed) {
  return parsed ? Value(std::move(*parsed)) : Value::failure("failed to parse");
}

std::optional<Date> date_of(const Value& value) {
  switch (value.kind()) {
    case Kind::kDate: return value.as<Date>();
    case Kind::kLocalDateTime: return value.as<LocalDateTime>().date;
    case Kind::kDateTime: return value.as<ZonedDateTime>().local.date;
    default: return std::nullopt;
  }
}

Value date_from(Evaluator&, Arguments a) {
  if (a[0].is(Kind::kString)) return parsed_or_failure(parse_date(a[0].string()));
  const auto date = date_of(a[0]);
  return date ? Value(*date) : illegal_arguments();
}

Value date_of_parts(Evaluator&, Arguments a) {
  if (!are(a, {Kind::kNumber, Kind::kNumber, Kind::kNumber})) return illegal_arguments();
  return parsed_or_failure(
      make_date(a[0].number().to_int(), a[1].number().to_int(), a[2].number().to_int()));
}

Value date_time_from(Evaluator&, Arguments a) {
  if (!a[0].is(Kind::kString)) return illegal_arguments();
  if (const auto date = parse_date(a[0].string())) return Value(LocalDateTime{*date, 0});
  if (auto zoned = parse_zoned_date_time(a[0].string())) return Value(std::move(*zoned));
  return parsed_or_failure(parse_local_date_time(a[0].string(), true));
}

Value in_zone(Evaluator& evaluator, const Value& time, const std::string& name) {
  const auto offset = parse_offset(name);
  TimeZoneRef zone = offset ? nullptr : TimeZone::of(name);
  if (!offset && !zone) return evaluator.stop("unknown time zone: " + name);
  if (time.is(Kind::kLocalDateTime)) {
    const auto& local = time.as<LocalDateTime>();
    return Value(with_date(ZonedTime{local.nanos, offset.value_or(0), zone}, local.date));
  }
  const auto& zoned = time.as<ZonedDateTime>();
  return Value(at_instant(zoned.epoch_second(), zoned.local.nanos % kNanosPerSecond, zone,
                          offset.value_or(0)));
}

Value date_time_of_parts(Evaluator& evaluator, Arguments a) {
  const auto date = date_of(a[0]);
  if (!date) return illegal_arguments();
  if (a[1].is(Kind::kLocalTime)) {
    return Value(LocalDateTime{*date, a[1].as<LocalTimeOfDay>().nanos});
  }
  if (a[1].is(Kind::kTime)) return Value(with_date(a[1].as<ZonedTime>(), *date));
  if (a[1].is(Kind::kString) && !a[0].is(Kind::kDate)) {
    return in_zone(evaluator, a[0], a[1].string());
  }
  return illegal_arguments();
}

Value time_from(Evaluator&, Arguments a) {
  switch (a[0].kind()) {
    case Kind::kString:
      if (auto zoned = parse_zoned_time(a[0].string())) return Value(std::move(*zoned));
      return parsed_or_failure(parse_local_time(a[0].string()));
    case Kind::kLocalDateTime: return Value(LocalTimeOfDay{a[0].as<LocalDateTime>().nanos});
    case Kind::kDateTime: {
      const auto& time = a[0].as<ZonedDateTime>();
      return Value(ZonedTime{time.local.nanos, time.offset, time.zone});
    }
    case Kind::kDate: return Value(ZonedTime{0, 0, nullptr});
    default: return illegal_arguments();
  }
}

std::optional<std::int64_t> nanos_of_parts(Arguments a) {
  const int hour = a[0].number().to_int();
  const int minute = a[1].number().to_int();
  const int second = a[2].number().to_int();
  const auto fraction = Decimal::remainder(a[2].number(), Decimal(1));
  if (!fraction) return std::nullopt;
  const int nanos = (*fraction * Decimal(kNanosPerSecond)).to_int();
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 ||
      nanos < 0) {
    return std::nullopt;
  }
  return std::int64_t{(hour * 60 + minute) * 60 + second} * kNanosPerSecond + nanos;
}

Value local_time_of_parts(Evaluator&, Arguments a) {
  if (!are(a, {Kind::kNumber, Kind::kNumber, Kind::kNumber})) return illegal_arguments();
  const auto nanos = nanos_of_parts(a);
  return nanos ? Value(LocalTimeOfDay{*nanos}) : Value::failure("failed to make a time");
}

Value time_of_parts(Evaluator&, Arguments a) {
  if (!are(a, {Kind::kNumber, Kind::kNumber, Kind::kNumber})) return illegal_arguments();
  const auto nanos = nanos_of_parts(a);
  if (!nanos) return Value::failure("failed to make a time");
  // Without an offset feel-scala leaves out the fraction of the second.
  if (a[3].is_null()) return Value(LocalTimeOfDay{*nanos - *nanos % kNanosPerSecond});
  if (!a[3].is(Kind::kDuration)) return illegal_arguments();
  const std::int64_t offset = a[3].as<TimeDuration>().seconds;
  if (std::abs(offset) > kMaxOffset) return Value::failure("failed to make a time");
  return Value(ZonedTime{*nanos, static_cast<int>(offset), nullptr});
}

std::string without(std::string text, std::string_view part, std::string_view with = {}) {
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += with.size()) {
    text.replace(at, part.size(), with);
  }
  return text;
}

bool is_grouping(const Value& value) {
  return value.is(Kind::kString) &&
         (value.string() == " " || value.string() == "," || value.string() == ".");
}

bool is_decimal_separator(const Value& value) {
  return value.is(Kind::kString) && (value.string() == "," || value.string() == ".");
}

Value number_from(Evaluator&, Arguments a) {
  if (!a[0].is(Kind::kString)) return illegal_arguments();
  return parsed_or_failure(Decimal::parse(a[0].string()));
}

Value number_grouped(Evaluator&, Arguments a) {
  if (!a[0].is(Kind::kString) || !is_grouping(a[1])) return illegal_arguments();
  return parsed_or_failure(Decimal::parse(without(a[0].string(), a[1].string())));
}

Value number_separated(Evaluator&, Arguments a) {
  const bool grouping = is_grouping(a[1]);
  const bool decimal = is_decimal_separator(a[2]);
  const bool known = (grouping && decimal && a[1].string() != a[2].string()) ||
                     (grouping && a[2].is_null()) || (decimal && a[1].is_null());
  if (!a[0].is(Kind::kString) || !known) return illegal_arguments();
  std::string text = a[0].string();
  if (grouping) text = without(std::move(text), a[1].string());
  if (decimal) text = without(std::move(text), a[2].string(), ".");
  return parsed_or_failure(Decimal::parse(text));
}

Value string_from(Evaluator& evaluator, Arguments a) {
  if (a[0].is_null() || a[0].is(Kind::kString)) return a[0];
  evaluator.charge(a[0].weight());
  return evaluator.checked_text(display_text(a[0]));
}

Value duration_from(Evaluator&, Arguments a) {
  if (!a[0].is(Kind::kString)) return illegal_arguments();
  if (const auto months = parse_months_duration(a[0].string())) return Value(*months);
  return parsed_or_failure(parse_time_duration(a[0].string(), true));
}

Value months_duration(Evaluator&, Arguments a) {
  const auto from = date_of(a[0]);
  const auto to = date_of(a[1]);
  return from && to ? Value(months_between(*from, *to)) : illegal_arguments();
}

constexpr Builtin kConversionFunctions[] = {
    {"date", {"from"}, date_from},
    {"date", {"year", "month", "day"}, date_of_parts},
    {"date and time", {"from"}, date_time_from},
    {"date and time", {"date", "time"}, date_time_of_parts},
    {"time", {"from"}, time_from},
    {"time", {"hour", "minute", "second"}, local_time_of_parts},
    {"time", {"hour", "minute", "second", "offset"}, time_of_parts},
    {"number", {"from"}, number_from},
    {"number", {"from", "grouping separator"}, number_grouped},
    {"number", {"from", "grouping separator", "decimal separator"}, number_separated},
    {"string", {"from"}, string_from},
    {"duration", {"from"}, duration_from},
    {"years and months duration", {"from", "to"}, months_duration},
};

}  // namespace

std::span<const Builtin> conversion_functions() { return kConversionFunctions; }

}  // namespace procos::feel
