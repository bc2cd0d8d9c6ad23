// FEEL's numbers: java.math.BigDecimal in MathContext.DECIMAL128, that is 34 digits, half even.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace procos::feel {

enum class Rounding : std::uint8_t {
  kUp, kDown, kCeiling, kFloor, kHalfUp, kHalfDown, kHalfEven, kUnnecessary
};

/// A number of at most 34 digits with a scale, as Java counts it: 1.10 has the digits 110 and the
/// scale 2. The scale is kept by arithmetic as BigDecimal keeps it, but equality does not heed it.
class Decimal {
 public:
  Decimal() = default;
  explicit Decimal(std::int64_t value);
  /// BigDecimal(String): sign, digits, fraction, exponent. More than 34 digits are rounded.
  static std::optional<Decimal> parse(std::string_view text);
  /// By Double.toString, as Scala makes a number of a double; nullopt: NaN or infinite.
  static std::optional<Decimal> from_double(double value);

  /// BigDecimal.toString.
  std::string text() const;
  double to_double() const;
  /// The value if it is whole and fits.
  std::optional<std::int64_t> to_long() const;
  /// BigDecimal.intValue: without fraction, the low 32 bits.
  std::int32_t to_int() const;
  bool is_whole() const;
  bool is_zero() const;
  bool is_negative() const { return negative_; }
  int compare(const Decimal& other) const;
  bool operator==(const Decimal& other) const { return compare(other) == 0; }

  Decimal negated() const;
  Decimal abs() const;
  friend Decimal operator+(const Decimal& a, const Decimal& b);
  friend Decimal operator-(const Decimal& a, const Decimal& b) { return a + b.negated(); }
  friend Decimal operator*(const Decimal& a, const Decimal& b);
  /// nullopt: the divisor is zero.
  static std::optional<Decimal> divide(const Decimal& a, const Decimal& b);
  /// With the sign of the dividend. nullopt: the divisor is zero, or the quotient has more than 34
  /// digits.
  static std::optional<Decimal> remainder(const Decimal& a, const Decimal& b);
  /// nullopt: zero to a negative power, or beyond the exponents that Java knows.
  std::optional<Decimal> power(std::int32_t exponent) const;
  /// nullopt: kUnnecessary, and rounding would be necessary.
  std::optional<Decimal> with_scale(std::int32_t scale, Rounding rounding) const;

 private:
  __extension__ typedef unsigned __int128 Digits;
  struct Long;  // as many digits as it takes, for what happens between two roundings
  Decimal(bool negative, Digits digits, std::int64_t scale)
      : digits_(digits), scale_(scale), negative_(negative) {}
  static Decimal rounded(const Long& number);

  Digits digits_ = 0;
  std::int64_t scale_ = 0;
  bool negative_ = false;
};

}  // namespace procos::feel
