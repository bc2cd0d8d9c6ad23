#include "expr/java_format.h"

#include <array>
#include <cmath>
#include <cstdio>

#include "expr/coerce.h"
#include "expr/java_text.h"
#include "expr/method.h"

namespace procos::expr {
namespace {

constexpr int kMaxWidth = 10'000;

struct Conversion {
  bool left = false;
  bool zeros = false;
  bool plus = false;
  bool grouping = false;
  bool space = false;
  int width = 0;
  int precision = -1;
  int argument = 0;  // 1-based; 0 takes the next one
  char letter = 0;
};

int read_number(std::string_view format, std::size_t& at) {
  int value = 0;
  while (at < format.size() && format[at] >= '0' && format[at] <= '9') {
    value = std::min(kMaxWidth, value * 10 + (format[at++] - '0'));
  }
  return value;
}

Result<Conversion> read_conversion(std::string_view format, std::size_t& at) {
  Conversion out;
  std::size_t ahead = at;
  const int index = read_number(format, ahead);
  if (ahead > at && ahead < format.size() && format[ahead] == '$') {
    out.argument = index;
    at = ahead + 1;
  }
  for (; at < format.size(); ++at) {
    const char c = format[at];
    if (c == '-') out.left = true;
    else if (c == '0') out.zeros = true;
    else if (c == '+') out.plus = true;
    else if (c == ',') out.grouping = true;
    else if (c == ' ') out.space = true;
    else break;
  }
  out.width = read_number(format, at);
  if (at < format.size() && format[at] == '.') out.precision = read_number(format, ++at);
  if (at >= format.size()) return expression_error("Conversion = '%'");
  out.letter = format[at++];
  return out;
}

std::string grouped(std::string digits) {
  std::size_t end = std::min(digits.find('.'), digits.size());
  for (std::size_t at = end; at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string signed_text(const Conversion& conversion, bool negative, std::string digits) {
  if (conversion.grouping) digits = grouped(std::move(digits));
  const std::string sign = negative ? "-" : conversion.plus ? "+" : conversion.space ? " " : "";
  const std::size_t length = sign.size() + digits.size();
  if (conversion.zeros && length < static_cast<std::size_t>(conversion.width)) {
    digits.insert(0, static_cast<std::size_t>(conversion.width) - length, '0');
  }
  return sign + digits;
}

std::unexpected<Error> wrong_type(const Conversion& conversion, const Datum& argument) {
  return expression_error(std::string(1, conversion.letter) + " != " + class_name_of(argument));
}

Result<std::string> convert_integer(const Conversion& conversion, const Datum& argument) {
  if (!argument.is_integral()) return wrong_type(conversion, argument);
  const std::int64_t value = argument.as_int();
  std::array<char, 32> buffer{};
  if (conversion.letter == 'd') {
    const auto magnitude =
        value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    return signed_text(conversion, value < 0, std::to_string(magnitude));
  }
  const auto bits = argument.kind() == Datum::Kind::kLong
                        ? static_cast<unsigned long long>(value)
                        : static_cast<unsigned long long>(static_cast<std::uint32_t>(value));
  const char* form = conversion.letter == 'x' ? "%llx" : conversion.letter == 'X' ? "%llX" : "%llo";
  std::snprintf(buffer.data(), buffer.size(), form, bits);
  return signed_text(conversion, false, buffer.data());
}

Result<std::string> convert_floating(const Conversion& conversion, const Datum& argument) {
  double value = 0;
  if (argument.is_integral() || !number_as_double(argument, value))
    return wrong_type(conversion, argument);
  if (!std::isfinite(value)) return double_text(value);
  const int precision = std::min(conversion.precision < 0 ? 6 : conversion.precision, 300);
  std::array<char, 700> buffer{};
  const double magnitude = std::abs(value);
  // Java rounds the shortest decimal text half up: 0.125 becomes 0.13, where printf gives 0.12.
  const double nudged = conversion.letter == 'f' ? std::nextafter(magnitude, HUGE_VAL) : magnitude;
  std::snprintf(buffer.data(), buffer.size(), conversion.letter == 'f' ? "%.*f" : "%.*e", precision,
                nudged);
  return signed_text(conversion, std::signbit(value), buffer.data());
}

Result<std::string> convert(const Conversion& conversion, const Datum& argument) {
  switch (conversion.letter) {
    case 's':
    case 'S': {
      std::string text = java_text(argument);
      if (conversion.precision >= 0) {
        text = from_utf16(to_utf16(text).substr(0, static_cast<std::size_t>(conversion.precision)));
      }
      return conversion.letter == 'S' ? upper_case(text) : text;
    }
    case 'b':
      return argument.kind() == Datum::Kind::kBoolean ? java_text(argument)
             : argument.is_null()                     ? "false"
                                                      : "true";
    case 'c':
      if (argument.is_null()) return std::string("null");
      if (argument.kind() == Datum::Kind::kCharacter) return java_text(argument);
      if (argument.is_integral())
        return from_utf32(std::u32string(1, static_cast<char32_t>(argument.as_int())));
      return wrong_type(conversion, argument);
    case 'd':
    case 'x':
    case 'X':
    case 'o':
      return argument.is_null() ? Result<std::string>("null")
                                : convert_integer(conversion, argument);
    case 'f':
    case 'e':
      return argument.is_null() ? Result<std::string>("null")
                                : convert_floating(conversion, argument);
    default: return expression_error("Conversion = '" + std::string(1, conversion.letter) + "'");
  }
}

}  // namespace

Result<std::string> java_format(std::string_view format, std::span<const Datum> arguments) {
  std::string out;
  std::size_t next = 0;
  for (std::size_t at = 0; at < format.size();) {
    if (format[at] != '%') {
      out += format[at++];
      continue;
    }
    PROCOS_ASSIGN(const Conversion conversion, read_conversion(format, ++at));
    std::string piece;
    if (conversion.letter == 'n') {
      piece = "\n";
    } else if (conversion.letter == '%') {
      piece = "%";
    } else {
      const std::size_t index =
          conversion.argument > 0 ? static_cast<std::size_t>(conversion.argument) - 1 : next++;
      if (index >= arguments.size())
        return expression_error("Format specifier '%" + std::string(1, conversion.letter) + "'");
      PROCOS_ASSIGN(piece, convert(conversion, arguments[index]));
    }
    const std::size_t length = to_utf16(piece).size();
    const auto width = static_cast<std::size_t>(conversion.width);
    if (length < width) piece.insert(conversion.left ? piece.size() : 0, width - length, ' ');
    out += piece;
    if (out.size() > kMaxTextSize) return expression_error("a text would be longer than 64 MiB");
  }
  return out;
}

}  // namespace procos::expr
