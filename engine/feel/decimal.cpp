#include "feel/decimal.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <vector>

#include "expr/java_text.h"

namespace procos::feel {
namespace {

constexpr std::size_t kPrecision = 34;
constexpr std::int64_t kMaxScale = std::numeric_limits<std::int32_t>::max();
// Beyond this distance the smaller of two numbers only decides how the sum is rounded.
constexpr std::int64_t kFarApart = 2 * kPrecision + 3;

__extension__ typedef unsigned __int128 Wide;

std::string digits_of(Wide value) {
  if (value == 0) return "0";
  std::string out;
  for (; value != 0; value /= 10) out += static_cast<char>('0' + static_cast<int>(value % 10));
  std::reverse(out.begin(), out.end());
  return out;
}

Wide wide_of(std::string_view digits) {
  Wide value = 0;
  for (const char c : digits) value = value * 10 + static_cast<unsigned>(c - '0');
  return value;
}

void strip_leading_zeros(std::string& digits) {
  const std::size_t first = digits.find_first_not_of('0');
  digits.erase(0, first == std::string::npos ? digits.size() - 1 : first);
}

int compare_digits(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  return a.compare(b) < 0 ? -1 : a == b ? 0 : 1;
}

std::string add_digits(std::string a, std::string_view b) {
  if (a.size() < b.size()) a.insert(0, b.size() - a.size(), '0');
  int carry = 0;
  for (std::size_t i = 0; i < a.size() && (i < b.size() || carry != 0); ++i) {
    char& digit = a[a.size() - 1 - i];
    const int sum = digit - '0' + carry + (i < b.size() ? b[b.size() - 1 - i] - '0' : 0);
    digit = static_cast<char>('0' + sum % 10);
    carry = sum / 10;
  }
  if (carry != 0) a.insert(0, 1, '1');
  return a;
}

// a is not less than b.
std::string subtract_digits(std::string a, std::string_view b) {
  int borrow = 0;
  for (std::size_t i = 0; i < a.size() && (i < b.size() || borrow != 0); ++i) {
    char& digit = a[a.size() - 1 - i];
    int rest = digit - '0' - borrow - (i < b.size() ? b[b.size() - 1 - i] - '0' : 0);
    borrow = rest < 0 ? 1 : 0;
    if (rest < 0) rest += 10;
    digit = static_cast<char>('0' + rest);
  }
  strip_leading_zeros(a);
  return a;
}

std::string multiply_digits(std::string_view a, std::string_view b) {
  std::vector<int> sums(a.size() + b.size(), 0);
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t j = b.size(); j-- > 0;) sums[i + j + 1] += (a[i] - '0') * (b[j] - '0');
  }
  std::string out(sums.size(), '0');
  int carry = 0;
  for (std::size_t i = sums.size(); i-- > 0;) {
    const int sum = sums[i] + carry;
    out[i] = static_cast<char>('0' + sum % 10);
    carry = sum / 10;
  }
  strip_leading_zeros(out);
  return out;
}

struct Quotient {
  std::string digits;
  std::string remainder;
};

Quotient divide_digits(std::string_view dividend, std::string_view divisor) {
  Quotient out{{}, "0"};
  for (const char digit : dividend) {
    out.remainder += digit;
    strip_leading_zeros(out.remainder);
    char count = '0';
    while (compare_digits(out.remainder, divisor) >= 0) {
      out.remainder = subtract_digits(std::move(out.remainder), divisor);
      ++count;
    }
    out.digits += count;
  }
  strip_leading_zeros(out.digits);
  return out;
}

bool away_from_zero(Rounding rounding, bool negative, bool odd, std::string_view dropped) {
  const bool exact = dropped.find_first_not_of('0') == std::string_view::npos;
  if (exact) return false;
  const char first = dropped.front();
  const bool half =
      first == '5' && dropped.substr(1).find_first_not_of('0') == std::string_view::npos;
  switch (rounding) {
    case Rounding::kUp: return true;
    case Rounding::kDown:
    case Rounding::kUnnecessary: return false;
    case Rounding::kCeiling: return !negative;
    case Rounding::kFloor: return negative;
    case Rounding::kHalfUp: return first >= '5';
    case Rounding::kHalfDown: return first >= '5' && !half;
    case Rounding::kHalfEven: return first >= '5' && (!half || odd);
  }
  return false;
}

// Drops the last `count` digits.
std::string drop_digits(std::string digits, std::size_t count, Rounding rounding, bool negative) {
  if (count > digits.size()) digits.insert(0, count - digits.size(), '0');
  const std::string dropped = digits.substr(digits.size() - count);
  digits.resize(digits.size() - count);
  if (digits.empty()) digits = "0";
  const bool odd = (digits.back() - '0') % 2 != 0;
  if (!dropped.empty() && away_from_zero(rounding, negative, odd, dropped)) {
    digits = add_digits(std::move(digits), "1");
  }
  return digits;
}

}  // namespace

struct Decimal::Long {
  bool negative = false;
  std::string digits = "0";
  std::int64_t scale = 0;

  static Long of(const Decimal& d) { return {d.negative_, digits_of(d.digits_), d.scale_}; }
  bool is_zero() const { return digits == "0"; }

  void round(std::size_t precision) {
    while (digits.size() > precision) {
      const std::size_t count = digits.size() - precision;
      digits = drop_digits(std::move(digits), count, Rounding::kHalfEven, negative);
      scale -= static_cast<std::int64_t>(count);
    }
  }
  void strip_zeros(std::int64_t preferred_scale) {
    while (scale > preferred_scale && digits.size() > 1 && digits.back() == '0') {
      digits.pop_back();
      --scale;
    }
  }
  void pad(std::int64_t to_scale) {
    if (to_scale > scale) digits.append(static_cast<std::size_t>(to_scale - scale), '0');
    scale = std::max(scale, to_scale);
    strip_leading_zeros(digits);
  }
  static Long product(const Long& a, const Long& b, std::size_t precision) {
    Long out{a.negative != b.negative, multiply_digits(a.digits, b.digits), a.scale + b.scale};
    out.round(precision);
    return out;
  }
  // The divisor is not zero.
  static Long quotient(const Long& a, const Long& b, std::size_t precision) {
    const std::int64_t preferred = a.scale - b.scale;
    if (a.is_zero()) return {false, "0", preferred};
    const std::size_t wanted = precision + 2 + b.digits.size();
    const std::size_t zeros = wanted > a.digits.size() ? wanted - a.digits.size() : 0;
    Quotient q = divide_digits(a.digits + std::string(zeros, '0'), b.digits);
    const bool exact = q.remainder == "0";
    Long out{a.negative != b.negative, std::move(q.digits),
             preferred + static_cast<std::int64_t>(zeros)};
    if (!exact) {
      // A digit for what is left, so that a half is not taken for exactly one.
      out.digits += '1';
      ++out.scale;
    }
    const std::size_t before = out.digits.size();
    std::string lost = before > precision ? out.digits.substr(precision) : std::string();
    out.round(precision);
    if (lost.find_first_not_of('0') == std::string::npos) out.strip_zeros(preferred);
    return out;
  }
};

Decimal::Decimal(std::int64_t value)
    : digits_(value < 0 ? Digits{0} - static_cast<Digits>(value) : static_cast<Digits>(value)),
      negative_(value < 0) {}

Decimal Decimal::rounded(const Long& number) {
  Long result = number;
  result.round(kPrecision);
  const Digits digits = wide_of(result.digits);
  return {result.negative && digits != 0, digits, result.scale};
}

std::optional<Decimal> Decimal::parse(std::string_view text) {
  Long out;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    out.negative = text[0] == '-';
    text.remove_prefix(1);
  }
  const auto exponent_at = std::min(text.find_first_of("eE"), text.size());
  std::string_view number = text.substr(0, exponent_at);
  std::string_view exponent = text.substr(exponent_at);
  std::int64_t power = 0;
  if (!exponent.empty()) {
    exponent.remove_prefix(1);
    if (exponent.starts_with('+')) exponent.remove_prefix(1);
    const char* end = exponent.data() + exponent.size();
    const auto [stop, error] = std::from_chars(exponent.data(), end, power);
    if (error != std::errc() || stop != end || std::abs(power) > kMaxScale) return std::nullopt;
  }
  const auto point = std::min(number.find('.'), number.size());
  out.digits = std::string(number.substr(0, point));
  if (point < number.size()) out.digits += number.substr(point + 1);
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (out.digits.empty() || !std::all_of(out.digits.begin(), out.digits.end(), digit)) {
    return std::nullopt;
  }
  if (point < number.size()) out.scale = static_cast<std::int64_t>(number.size() - point - 1);
  out.scale -= power;
  if (std::abs(out.scale) > kMaxScale) return std::nullopt;
  strip_leading_zeros(out.digits);
  return rounded(out);
}

std::optional<Decimal> Decimal::from_double(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  return parse(expr::double_text(value));
}

std::string Decimal::text() const {
  std::string digits = digits_of(digits_);
  const std::string sign = negative_ ? "-" : "";
  if (scale_ == 0) return sign + digits;
  const std::int64_t adjusted = static_cast<std::int64_t>(digits.size()) - 1 - scale_;
  if (scale_ > 0 && adjusted >= -6) {
    const auto scale = static_cast<std::size_t>(scale_);
    if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
    digits.insert(digits.size() - scale, 1, '.');
    return sign + digits;
  }
  if (digits.size() > 1) digits.insert(1, 1, '.');
  if (adjusted == 0) return sign + digits;
  return sign + digits + (adjusted > 0 ? "E+" : "E") + std::to_string(adjusted);
}

double Decimal::to_double() const { return std::strtod(text().c_str(), nullptr); }

bool Decimal::is_zero() const { return digits_ == 0; }

bool Decimal::is_whole() const {
  Long number = Long::of(*this);
  if (number.is_zero()) return true;
  number.strip_zeros(0);
  return number.scale <= 0;
}

std::optional<std::int64_t> Decimal::to_long() const {
  if (is_zero()) return 0;
  Long number = Long::of(*this);
  number.strip_zeros(0);
  constexpr std::size_t kMost = 19;
  if (number.scale > 0 || number.digits.size() > kMost ||
      number.digits.size() + static_cast<std::size_t>(-number.scale) > kMost) {
    return std::nullopt;
  }
  number.pad(0);
  const Wide magnitude = wide_of(number.digits);
  const auto most = static_cast<Wide>(std::numeric_limits<std::int64_t>::max());
  if (magnitude > most + (negative_ ? 1 : 0)) return std::nullopt;
  const auto bits = static_cast<std::uint64_t>(magnitude);
  return static_cast<std::int64_t>(negative_ ? 0 - bits : bits);
}

std::int32_t Decimal::to_int() const {
  Long number = Long::of(*this);
  if (number.scale > 0) {
    const auto count = static_cast<std::size_t>(number.scale);
    if (count >= number.digits.size()) return 0;
    number.digits.resize(number.digits.size() - count);
  } else {
    // Ten to the power of 32 and more has no bit below the 32nd.
    if (number.scale < -31) return 0;
    number.pad(0);
  }
  std::uint32_t bits = 0;
  for (const char c : number.digits) bits = bits * 10 + static_cast<std::uint32_t>(c - '0');
  return static_cast<std::int32_t>(negative_ ? 0 - bits : bits);
}

int Decimal::compare(const Decimal& other) const {
  if (scale_ == other.scale_ && negative_ == other.negative_) {
    const int order = digits_ < other.digits_ ? -1 : digits_ > other.digits_ ? 1 : 0;
    return negative_ ? -order : order;
  }
  const int sign = is_zero() ? 0 : negative_ ? -1 : 1;
  const int other_sign = other.is_zero() ? 0 : other.negative_ ? -1 : 1;
  if (sign != other_sign || sign == 0) return sign < other_sign ? -1 : sign > other_sign ? 1 : 0;
  Long a = Long::of(*this);
  Long b = Long::of(other);
  const std::int64_t size_a = static_cast<std::int64_t>(a.digits.size()) - a.scale;
  const std::int64_t size_b = static_cast<std::int64_t>(b.digits.size()) - b.scale;
  if (size_a != size_b) return size_a < size_b ? -sign : sign;
  const std::int64_t scale = std::max(a.scale, b.scale);
  a.pad(scale);
  b.pad(scale);
  return sign * compare_digits(a.digits, b.digits);
}

Decimal Decimal::negated() const { return {!negative_ && digits_ != 0, digits_, scale_}; }
Decimal Decimal::abs() const { return {false, digits_, scale_}; }

Decimal operator+(const Decimal& a, const Decimal& b) {
  constexpr Wide kSmall = Wide{1} << 110;
  if (a.scale_ == b.scale_ && a.digits_ < kSmall && b.digits_ < kSmall) {
    if (a.negative_ == b.negative_) {
      const Wide sum = a.digits_ + b.digits_;
      return {a.negative_, sum, a.scale_};
    }
    const bool larger = a.digits_ >= b.digits_;
    const Wide rest = larger ? a.digits_ - b.digits_ : b.digits_ - a.digits_;
    return {rest != 0 && (larger ? a.negative_ : b.negative_), rest, a.scale_};
  }
  Decimal::Long x = Decimal::Long::of(a);
  Decimal::Long y = Decimal::Long::of(b);
  const std::int64_t scale = std::max(x.scale, y.scale);
  if (x.is_zero() || y.is_zero()) {
    Decimal::Long sum = x.is_zero() ? y : x;
    if (sum.is_zero()) return {false, 0, scale};
    const auto room = static_cast<std::int64_t>(kPrecision - sum.digits.size());
    sum.pad(std::min(scale, sum.scale + room));
    return Decimal::rounded(sum);
  }
  Decimal::Long& coarse = x.scale < y.scale ? x : y;
  Decimal::Long& fine = x.scale < y.scale ? y : x;
  if (fine.scale - coarse.scale > kFarApart) {
    fine = {fine.negative, "1", coarse.scale + kFarApart};
  }
  coarse.pad(fine.scale);
  Decimal::Long sum{x.negative, {}, fine.scale};
  if (x.negative == y.negative) {
    sum.digits = add_digits(x.digits, y.digits);
  } else if (compare_digits(x.digits, y.digits) >= 0) {
    sum.digits = subtract_digits(x.digits, y.digits);
  } else {
    sum.negative = y.negative;
    sum.digits = subtract_digits(y.digits, x.digits);
  }
  return Decimal::rounded(sum);
}

Decimal operator*(const Decimal& a, const Decimal& b) {
  constexpr Wide kSmall = Wide{1} << 56;
  const bool negative = a.negative_ != b.negative_;
  if (a.digits_ < kSmall && b.digits_ < kSmall) {
    const Wide product = a.digits_ * b.digits_;
    return {negative && product != 0, product, a.scale_ + b.scale_};
  }
  return Decimal::rounded(
      Decimal::Long::product(Decimal::Long::of(a), Decimal::Long::of(b), kPrecision));
}

std::optional<Decimal> Decimal::divide(const Decimal& a, const Decimal& b) {
  if (b.is_zero()) return std::nullopt;
  return rounded(Long::quotient(Long::of(a), Long::of(b), kPrecision));
}

std::optional<Decimal> Decimal::remainder(const Decimal& a, const Decimal& b) {
  if (b.is_zero()) return std::nullopt;
  if (a.abs().compare(b.abs()) < 0) return a;
  Long x = Long::of(a);
  Long y = Long::of(b);
  const std::int64_t scale = std::max(x.scale, y.scale);
  const std::int64_t size_x = static_cast<std::int64_t>(x.digits.size()) - x.scale;
  const std::int64_t size_y = static_cast<std::int64_t>(y.digits.size()) - y.scale;
  if (size_x - size_y > static_cast<std::int64_t>(kPrecision)) return std::nullopt;
  x.pad(scale);
  y.pad(scale);
  Quotient q = divide_digits(x.digits, y.digits);
  if (q.digits.size() > kPrecision) return std::nullopt;
  return rounded({x.negative, std::move(q.remainder), scale});
}

std::optional<Decimal> Decimal::power(std::int32_t exponent) const {
  constexpr std::int32_t kMost = 999'999'999;  // as BigDecimal.pow
  if (exponent > kMost || exponent < -kMost) return std::nullopt;
  if (exponent == 0) return Decimal(1);
  const auto magnitude = static_cast<std::uint32_t>(std::abs(exponent));
  const std::size_t precision = kPrecision + std::to_string(magnitude).size() + 1;
  const Long base = Long::of(*this);
  Long result{false, "1", 0};
  for (int bit = 31; bit >= 0; --bit) {
    result = Long::product(result, result, precision);
    if ((magnitude >> bit & 1U) != 0) result = Long::product(result, base, precision);
    const std::int64_t size = static_cast<std::int64_t>(result.digits.size()) - result.scale;
    if (std::abs(result.scale) > kMaxScale || std::abs(size) > kMaxScale) return std::nullopt;
  }
  if (exponent < 0) {
    if (result.is_zero()) return std::nullopt;
    result = Long::quotient({false, "1", 0}, result, precision);
  }
  return rounded(result);
}

std::optional<Decimal> Decimal::with_scale(std::int32_t scale, Rounding rounding) const {
  Long number = Long::of(*this);
  if (scale >= number.scale) {
    // More zeros than fit would not change the value.
    const std::int64_t room = static_cast<std::int64_t>(kPrecision - number.digits.size());
    if (number.is_zero()) return Decimal(false, 0, scale);
    number.pad(std::min<std::int64_t>(scale, number.scale + room));
    return rounded(number);
  }
  const auto count = static_cast<std::size_t>(
      std::min<std::int64_t>(number.scale - scale, static_cast<std::int64_t>(kFarApart)));
  number.digits = drop_digits(number.digits, count, rounding, negative_);
  strip_leading_zeros(number.digits);
  number.scale = scale;
  if (rounding == Rounding::kUnnecessary && rounded(number) != *this) return std::nullopt;
  return rounded(number);
}

}  // namespace procos::feel
