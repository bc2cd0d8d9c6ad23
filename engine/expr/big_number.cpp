#include "expr/big_number.h"

#include <boost/multiprecision/cpp_int.hpp>
#include <charconv>
#include <cmath>

namespace procos::expr {

using boost::multiprecision::cpp_int;

// The value is unscaled / 10^scale.
struct BigNumber::Digits {
  cpp_int unscaled;
  int scale = 0;
  bool decimal = false;
};

namespace {

constexpr std::size_t kMaxDigits = 1000;  // as long as Jackson reads numbers
constexpr int kMaxScale = 2000;

cpp_int power_of_ten(int exponent) {
  return boost::multiprecision::pow(cpp_int(10), static_cast<unsigned>(exponent));
}

cpp_int rescaled(const BigNumber::Digits& digits, int scale) {
  return digits.unscaled * power_of_ten(scale - digits.scale);
}

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

BigNumber::BigNumber(Digits digits) : digits_(std::make_shared<const Digits>(std::move(digits))) {}

std::optional<BigNumber> BigNumber::parse_integer(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (!all_digits(text) || text.size() > kMaxDigits) return std::nullopt;
  const std::size_t start = std::min(text.find_first_not_of('0'), text.size() - 1);
  cpp_int value(std::string(text.substr(start)));
  return BigNumber({negative ? cpp_int(-value) : value, 0, false});
}

std::optional<BigNumber> BigNumber::parse_decimal(std::string_view text) {
  int exponent = 0;
  if (const std::size_t e = text.find_first_of("eE"); e != std::string_view::npos) {
    std::string_view power = text.substr(e + 1);
    if (power.starts_with('+')) power.remove_prefix(1);
    const auto [end, code] = std::from_chars(power.data(), power.data() + power.size(), exponent);
    if (code != std::errc{} || end != power.data() + power.size()) return std::nullopt;
    text = text.substr(0, e);
  }
  std::string digits(text);
  int scale = 0;
  if (const std::size_t point = digits.find('.'); point != std::string::npos) {
    scale = static_cast<int>(digits.size() - point - 1);
    digits.erase(point, 1);
  }
  if (std::abs(exponent) > kMaxScale) return std::nullopt;
  const auto integer = parse_integer(digits);
  if (!integer) return std::nullopt;
  return BigNumber({integer->digits_->unscaled, scale - exponent, true});
}

BigNumber BigNumber::from_long(std::int64_t value, bool decimal) {
  return BigNumber({cpp_int(value), 0, decimal});
}

std::optional<BigNumber> BigNumber::from_double(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  int exponent = 0;
  const double fraction = std::frexp(value, &exponent);
  auto mantissa = static_cast<std::int64_t>(std::ldexp(fraction, 53));
  exponent -= 53;
  while (mantissa != 0 && mantissa % 2 == 0 && exponent < 0) {
    mantissa /= 2;
    ++exponent;
  }
  if (mantissa == 0) return from_long(0, true);
  cpp_int unscaled(mantissa);
  if (exponent >= 0) return BigNumber({cpp_int(unscaled << exponent), 0, true});
  unscaled *= boost::multiprecision::pow(cpp_int(5), static_cast<unsigned>(-exponent));
  return BigNumber({unscaled, -exponent, true});
}

bool BigNumber::is_decimal() const { return digits_->decimal; }
BigNumber BigNumber::as_decimal() const {
  return BigNumber({digits_->unscaled, digits_->scale, true});
}

BigNumber BigNumber::as_integer() const {
  if (digits_->scale <= 0) return BigNumber({rescaled(*digits_, 0), 0, false});
  return BigNumber({cpp_int(digits_->unscaled / power_of_ten(digits_->scale)), 0, false});
}

BigNumber BigNumber::without_trailing_zeros() const {
  if (!digits_->decimal) return *this;
  if (digits_->unscaled == 0) return from_long(0, true);
  Digits out = *digits_;
  while (out.unscaled % 10 == 0) {
    out.unscaled /= 10;
    --out.scale;
  }
  return BigNumber(std::move(out));
}

std::string BigNumber::text() const {
  std::string digits = cpp_int(abs(digits_->unscaled)).str();
  const std::string sign = digits_->unscaled < 0 ? "-" : "";
  const int scale = digits_->scale;
  if (!digits_->decimal || scale == 0) return sign + digits;
  const int adjusted = static_cast<int>(digits.size()) - 1 - scale;
  if (scale > 0 && adjusted >= -6) {
    if (static_cast<int>(digits.size()) <= scale) {
      digits.insert(0, static_cast<std::size_t>(scale) + 1 - digits.size(), '0');
    }
    return sign + digits.insert(digits.size() - static_cast<std::size_t>(scale), ".");
  }
  if (digits.size() > 1) digits.insert(1, ".");
  return sign + digits + "E" + (adjusted >= 0 ? "+" : "") + std::to_string(adjusted);
}

double BigNumber::to_double() const {
  double value = 0;
  std::string digits =
      cpp_int(abs(digits_->unscaled)).str() + "e" + std::to_string(-digits_->scale);
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (code == std::errc::result_out_of_range) value = digits_->scale > 0 ? 0.0 : HUGE_VAL;
  return digits_->unscaled < 0 ? -value : value;
}

std::int64_t BigNumber::to_long() const {
  const cpp_int whole = as_integer().digits_->unscaled;
  const cpp_int mask = (cpp_int(1) << 64) - 1;
  const auto low = static_cast<std::uint64_t>(cpp_int(abs(whole)) & mask);
  return static_cast<std::int64_t>(whole < 0 ? ~low + 1 : low);
}

bool BigNumber::is_zero() const { return digits_->unscaled == 0; }

int BigNumber::compare(const BigNumber& other) const {
  const int scale = std::max(digits_->scale, other.digits_->scale);
  return rescaled(*digits_, scale).compare(rescaled(*other.digits_, scale));
}

bool BigNumber::equals(const BigNumber& other) const {
  return digits_->decimal == other.digits_->decimal && digits_->scale == other.digits_->scale &&
         digits_->unscaled == other.digits_->unscaled;
}

BigNumber BigNumber::operator-() const {
  return BigNumber({cpp_int(-digits_->unscaled), digits_->scale, digits_->decimal});
}

BigNumber operator+(const BigNumber& a, const BigNumber& b) {
  const int scale = std::max(a.digits_->scale, b.digits_->scale);
  return BigNumber(
      {cpp_int(rescaled(*a.digits_, scale) + rescaled(*b.digits_, scale)), scale, a.is_decimal()});
}

BigNumber operator-(const BigNumber& a, const BigNumber& b) { return a + -b; }

BigNumber operator*(const BigNumber& a, const BigNumber& b) {
  return BigNumber({cpp_int(a.digits_->unscaled * b.digits_->unscaled),
                    a.digits_->scale + b.digits_->scale, a.is_decimal()});
}

BigNumber BigNumber::divide(const BigNumber& a, const BigNumber& b) {
  // a / b at a's scale is (a.unscaled * 10^b.scale) / b.unscaled.
  cpp_int numerator = a.digits_->unscaled;
  cpp_int denominator = b.digits_->unscaled;
  if (b.digits_->scale >= 0) {
    numerator *= power_of_ten(b.digits_->scale);
  } else {
    denominator *= power_of_ten(-b.digits_->scale);
  }
  cpp_int quotient = abs(numerator) / abs(denominator);
  const cpp_int rest = abs(numerator) % abs(denominator);
  if (rest * 2 >= abs(denominator)) ++quotient;
  const bool negative = (numerator < 0) != (denominator < 0);
  return BigNumber({negative ? cpp_int(-quotient) : quotient, a.digits_->scale, true});
}

BigNumber BigNumber::remainder(const BigNumber& a, const BigNumber& b) {
  return BigNumber({cpp_int(a.digits_->unscaled % b.digits_->unscaled), 0, false});
}

}  // namespace procos::expr
