#include "expr/coerce.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "expr/big_number.h"
#include "expr/java_text.h"

namespace procos::expr {
namespace {

bool is_blank(const Datum& datum) {
  return datum.is_null() || (datum.is_string() && datum.as_text().empty());
}

bool iequals(std::string_view a, std::string_view lower) {
  if (a.size() != lower.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const char c = a[i] >= 'A' && a[i] <= 'Z' ? static_cast<char>(a[i] - 'A' + 'a') : a[i];
    if (c != lower[i]) return false;
  }
  return true;
}

std::int64_t saturated(double value, std::int64_t low, std::int64_t high) {
  if (std::isnan(value)) return 0;
  if (value >= static_cast<double>(high)) return high;
  if (value <= static_cast<double>(low)) return low;
  return static_cast<std::int64_t>(value);
}

struct Range {
  std::int64_t low;
  std::int64_t high;
};

Range range_of(Datum::Kind kind) {
  using enum Datum::Kind;
  switch (kind) {
    case kByte: return {-128, 127};
    case kShort: return {-32768, 32767};
    case kInteger:
      return {std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()};
    default:
      return {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
  }
}

Result<Datum> to_integral(const Datum& datum, Datum::Kind kind, JavaType target) {
  if (is_blank(datum)) return Datum::integral(kind, 0);
  if (datum.kind() == kind) return datum;
  if (datum.is_floating()) {
    // Java narrows a floating number to int first; to long directly.
    const Range wide = range_of(kind == Datum::Kind::kLong ? kind : Datum::Kind::kInteger);
    return narrowed(saturated(datum.as_double(), wide.low, wide.high), kind);
  }
  std::int64_t value = 0;
  if (number_as_long(datum, value)) return narrowed(value, kind);
  if (datum.is_string()) {
    const auto parsed = parse_java_long(datum.as_text());
    const Range range = range_of(kind);
    if (!parsed || *parsed < range.low || *parsed > range.high)
      return std::unexpected(cannot_coerce(datum, target));
    return Datum::integral(kind, *parsed);
  }
  if (datum.kind() == Datum::Kind::kCharacter)
    return narrowed(static_cast<std::int16_t>(datum.as_int()), kind);
  return std::unexpected(cannot_coerce(datum, target));
}

Result<Datum> to_character(const Datum& datum) {
  if (is_blank(datum)) return Datum::character(0);
  if (datum.kind() == Datum::Kind::kCharacter) return datum;
  if (datum.is_string()) return Datum::character(to_utf16(datum.as_text())[0]);
  PROCOS_ASSIGN(const Datum small, to_integral(datum, Datum::Kind::kShort, JavaType::kCharacter));
  return Datum::character(static_cast<std::uint16_t>(small.as_int()));
}

Result<Datum> to_big(const Datum& datum, JavaType target) {
  const bool decimal = target == JavaType::kBigDecimal;
  if (is_blank(datum)) return make_big(BigNumber::from_long(0, decimal));
  if (const auto* big = datum.as<BigNumberObject>()) {
    return make_big(decimal ? big->number.as_decimal() : big->number.as_integer());
  }
  if (datum.is_string()) {
    const auto parsed = decimal ? BigNumber::parse_decimal(datum.as_text())
                                : BigNumber::parse_integer(datum.as_text());
    if (!parsed) return std::unexpected(cannot_coerce(datum, target));
    return make_big(*parsed);
  }
  std::int64_t whole = 0;
  double real = 0;
  if (decimal && number_as_double(datum, real)) {
    const auto exact = BigNumber::from_double(real);
    if (!exact) return expression_error("Infinite or NaN");
    return make_big(*exact);
  }
  if (!decimal && number_as_long(datum, whole)) return make_big(BigNumber::from_long(whole, false));
  return std::unexpected(cannot_coerce(datum, target));
}

}  // namespace

Error cannot_coerce(const Datum& datum, JavaType target) {
  std::string message = datum.is_string()
                            ? "Cannot coerce '" + datum.as_text() + "' to class "
                            : "Cannot coerce from class " + class_name_of(datum) + " to class ";
  message += java_name(boxed(target));
  return Error{ErrorKind::kExpression, std::move(message), 0, {}};
}

std::optional<std::int64_t> parse_java_long(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return std::nullopt;
  }
  std::int64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> parse_java_double(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  if (text == "NaN") {
    value = std::numeric_limits<double>::quiet_NaN();
  } else if (text == "Infinity") {
    value = std::numeric_limits<double>::infinity();
  } else {
    const bool hex = text.starts_with("0x") || text.starts_with("0X");
    if (hex) text.remove_prefix(2);
    if (!text.empty() && std::string_view("fFdD").find(text.back()) != std::string_view::npos &&
        (!hex || text.find_first_of("pP") != std::string_view::npos)) {
      text.remove_suffix(1);
    }
    if (text.empty() || std::string_view("iInN+-").find(text.front()) != std::string_view::npos)
      return std::nullopt;
    if (hex && text.find_first_of("pP") == std::string_view::npos) return std::nullopt;
    const auto format = hex ? std::chars_format::hex : std::chars_format::general;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value, format);
    if (end != text.data() + text.size() || code == std::errc::invalid_argument)
      return std::nullopt;
    if (code == std::errc::result_out_of_range)
      value = std::strtod(std::string(text).c_str(), nullptr);
  }
  return negative ? -value : value;
}

Datum narrowed(std::int64_t value, Datum::Kind kind) {
  switch (kind) {
    case Datum::Kind::kByte: return Datum::integral(kind, static_cast<std::int8_t>(value));
    case Datum::Kind::kShort: return Datum::integral(kind, static_cast<std::int16_t>(value));
    case Datum::Kind::kInteger: return Datum::integral(kind, static_cast<std::int32_t>(value));
    default: return Datum::integral(kind, value);
  }
}

bool number_as_long(const Datum& datum, std::int64_t& out) {
  if (datum.is_integral()) {
    out = datum.as_int();
  } else if (datum.is_floating()) {
    const Range range = range_of(Datum::Kind::kLong);
    out = saturated(datum.as_double(), range.low, range.high);
  } else if (const auto* big = datum.as<BigNumberObject>()) {
    out = big->number.to_long();
  } else {
    return false;
  }
  return true;
}

bool number_as_double(const Datum& datum, double& out) {
  if (datum.is_integral()) {
    out = static_cast<double>(datum.as_int());
  } else if (datum.is_floating()) {
    out = datum.as_double();
  } else if (const auto* big = datum.as<BigNumberObject>()) {
    out = big->number.to_double();
  } else {
    return false;
  }
  return true;
}

Result<bool> to_boolean(const Datum& datum) {
  if (datum.kind() == Datum::Kind::kBoolean) return datum.as_bool();
  if (is_blank(datum)) return false;
  if (datum.is_string()) return iequals(datum.as_text(), "true");
  return std::unexpected(cannot_coerce(datum, JavaType::kBoolean));
}

Result<std::int64_t> to_long(const Datum& datum) {
  if (datum.is_integral()) return datum.as_int();
  PROCOS_ASSIGN(const Datum value, to_integral(datum, Datum::Kind::kLong, JavaType::kLong));
  return value.as_int();
}

Result<double> to_double(const Datum& datum) {
  double value = 0;
  if (number_as_double(datum, value)) return value;
  if (is_blank(datum)) return 0.0;
  if (datum.is_string()) {
    const auto parsed = parse_java_double(datum.as_text());
    if (!parsed) return std::unexpected(cannot_coerce(datum, JavaType::kDouble));
    return *parsed;
  }
  if (datum.kind() == Datum::Kind::kCharacter)
    return static_cast<double>(static_cast<std::int16_t>(datum.as_int()));
  return std::unexpected(cannot_coerce(datum, JavaType::kDouble));
}

std::string coerce_to_text(const Datum& datum) {
  return datum.is_null() ? std::string() : java_text(datum);
}

Result<Datum> coerce(const Datum& datum, JavaType target) {
  switch (boxed(target)) {
    case JavaType::kString: return Datum::string(coerce_to_text(datum));
    case JavaType::kLong: return to_integral(datum, Datum::Kind::kLong, target);
    case JavaType::kInteger: return to_integral(datum, Datum::Kind::kInteger, target);
    case JavaType::kShort: return to_integral(datum, Datum::Kind::kShort, target);
    case JavaType::kByte: return to_integral(datum, Datum::Kind::kByte, target);
    case JavaType::kCharacter: return to_character(datum);
    case JavaType::kBigInteger:
    case JavaType::kBigDecimal: return to_big(datum, target);
    case JavaType::kDouble: {
      PROCOS_ASSIGN(const double value, to_double(datum));
      return Datum::real(value);
    }
    case JavaType::kFloat: {
      PROCOS_ASSIGN(const double value, to_double(datum));
      return Datum::single(static_cast<float>(value));
    }
    case JavaType::kBoolean: {
      PROCOS_ASSIGN(const bool value, to_boolean(datum));
      return Datum::boolean(value);
    }
    default: break;
  }
  if (datum.is_null() || is_assignable(type_of(datum), target)) return datum;
  if (is_blank(datum)) return Datum();
  return std::unexpected(cannot_coerce(datum, target));
}

}  // namespace procos::expr
