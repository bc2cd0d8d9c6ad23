// java.math.BigInteger and BigDecimal, as far as expressions can reach them (big numbers in JSON).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "expr/datum.h"

namespace procos::expr {

class BigNumber {
 public:
  struct Digits;

  static std::optional<BigNumber> parse_integer(std::string_view text);
  static std::optional<BigNumber> parse_decimal(std::string_view text);
  static BigNumber from_long(std::int64_t value, bool decimal);
  /// Every binary digit, as `new BigDecimal(double)`; nullopt for NaN and infinities.
  static std::optional<BigNumber> from_double(double value);

  bool is_decimal() const;
  BigNumber as_decimal() const;
  BigNumber as_integer() const;
  BigNumber without_trailing_zeros() const;
  /// toString.
  std::string text() const;
  double to_double() const;
  /// The low 64 bits, as longValue.
  std::int64_t to_long() const;
  bool is_zero() const;
  int compare(const BigNumber& other) const;
  /// BigDecimal's equals heeds the scale: 2.0 is not 2.00.
  bool equals(const BigNumber& other) const;

  BigNumber operator-() const;
  friend BigNumber operator+(const BigNumber& a, const BigNumber& b);
  friend BigNumber operator-(const BigNumber& a, const BigNumber& b);
  friend BigNumber operator*(const BigNumber& a, const BigNumber& b);
  /// Half up at the dividend's scale; the divisor is not zero.
  static BigNumber divide(const BigNumber& a, const BigNumber& b);
  /// BigInteger.remainder; the divisor is not zero.
  static BigNumber remainder(const BigNumber& a, const BigNumber& b);

 private:
  explicit BigNumber(Digits digits);
  std::shared_ptr<const Digits> digits_;
};

class BigNumberObject final : public Object {
 public:
  explicit BigNumberObject(BigNumber n) : number(std::move(n)) {}
  JavaType type() const override {
    return number.is_decimal() ? JavaType::kBigDecimal : JavaType::kBigInteger;
  }
  BigNumber number;
};

inline Datum make_big(BigNumber number) {
  return Datum::object(std::make_shared<BigNumberObject>(std::move(number)));
}

}  // namespace procos::expr
