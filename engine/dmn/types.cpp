#include "dmn/types.h"

#include <array>
#include <cmath>

#include "base/local_time.h"
#include "expr/coerce.h"
#include "expr/java_text.h"
#include "feel/temporal.h"

namespace procos::dmn {
namespace {

using expr::Datum;
using Converted = std::optional<Datum>;  ///< nullopt: not possible

Converted to_string(const Datum& datum) {
  if (const auto* temporal = datum.as<feel::TemporalObject>()) {
    return Datum::string(temporal->text);
  }
  return Datum::string(expr::java_text(datum));
}

Converted to_boolean(const Datum& datum) {
  if (datum.kind() == Datum::Kind::kBoolean) return datum;
  if (!datum.is_string()) return std::nullopt;
  const std::string text = expr::lower_case(datum.as_text());
  if (text != "true" && text != "false") return std::nullopt;
  return Datum::boolean(text == "true");
}

/// Whole numbers between the limits of a Java type, and texts that are one.
Converted to_whole(const Datum& datum, double low, double high, Datum (*make)(std::int64_t)) {
  if (datum.is_string()) {
    const auto number = expr::parse_java_long(datum.as_text());
    if (!number) return std::nullopt;
    const auto value = static_cast<double>(*number);
    if (value < low || value > high) return std::nullopt;
    return make(*number);
  }
  double number = 0;
  if (!expr::number_as_double(datum, number)) return std::nullopt;
  if (std::trunc(number) != number || number < low || number > high) return std::nullopt;
  std::int64_t whole = 0;
  expr::number_as_long(datum, whole);
  return make(whole);
}

Converted to_integer(const Datum& datum) {
  return to_whole(datum, -2147483648.0, 2147483647.0, Datum::integer);
}

Converted to_long(const Datum& datum) {
  return to_whole(datum, -9223372036854775808.0, 9223372036854775807.0, Datum::long_integer);
}

Converted to_double(const Datum& datum) {
  if (datum.is_string()) {
    const auto number = expr::parse_java_double(datum.as_text());
    return number ? Converted(Datum::real(*number)) : std::nullopt;
  }
  double number = 0;
  return expr::number_as_double(datum, number) ? Converted(Datum::real(number)) : std::nullopt;
}

/// yyyy-MM-dd'T'HH:mm:ss at the beginning; what follows does not count, as in Java.
Converted date_of_text(const std::string& text) {
  constexpr std::string_view kForm = "dddd-dd-ddTdd:dd:dd";
  if (text.size() < kForm.size()) return std::nullopt;
  std::array<int, 6> fields{};
  std::size_t field = 0;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    if (kForm[i] != 'd') {
      if (text[i] != kForm[i]) return std::nullopt;
      ++field;
    } else {
      if (text[i] < '0' || text[i] > '9') return std::nullopt;
      fields[field] = fields[field] * 10 + (text[i] - '0');
    }
  }
  if (fields[1] < 1 || fields[1] > 12 || fields[2] < 1 || fields[2] > 31) return std::nullopt;
  return Datum::date(
      from_local({fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], 0}));
}

Converted to_date(const Datum& datum) {
  if (datum.kind() == Datum::Kind::kDate) return datum;
  if (datum.is_string()) return date_of_text(datum.as_text());
  const auto* temporal = datum.as<feel::TemporalObject>();
  if (temporal == nullptr || !temporal->time_ms || temporal->kind == feel::TemporalKind::kDate) {
    return std::nullopt;
  }
  return Datum::date(*temporal->time_ms);
}

struct TypeRow {
  std::string_view name;
  Type type;
  Converted (*convert)(const Datum&);
};

constexpr std::array kTypes{
    TypeRow{"string", Type::kString, to_string}, TypeRow{"boolean", Type::kBoolean, to_boolean},
    TypeRow{"integer", Type::kInteger, to_integer}, TypeRow{"long", Type::kLong, to_long},
    TypeRow{"double", Type::kDouble, to_double}, TypeRow{"date", Type::kDate, to_date},
};

std::string shown(const Datum& datum) {
  if (const auto* temporal = datum.as<feel::TemporalObject>()) return temporal->text;
  return expr::java_text(datum);
}

}  // namespace

Type type_named(std::string_view name) {
  const std::string lower = expr::lower_case(name);
  for (const TypeRow& row : kTypes) {
    if (row.name == lower) return row.type;
  }
  return Type::kAny;
}

Result<TypedValue> typed(const Clause& clause, Datum datum) {
  if (clause.type == Type::kAny || datum.is_null()) return TypedValue{std::move(datum), false};
  for (const TypeRow& row : kTypes) {
    if (row.type != clause.type) continue;
    if (auto converted = row.convert(datum)) return TypedValue{std::move(*converted), true};
  }
  return fail(ErrorKind::kDecision, "DMN-01005 Invalid value '" + shown(datum) +
                                        "' for clause with type '" + clause.type_name +
                                        "': clause '" + clause.id + "'.");
}

}  // namespace procos::dmn
