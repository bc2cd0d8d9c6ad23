// EL's coercions (JSR 341 section 1.23) in the details of Camunda's JUEL.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "expr/datum.h"

namespace procos::expr {

Result<bool> to_boolean(const Datum& datum);
Result<std::int64_t> to_long(const Datum& datum);
Result<double> to_double(const Datum& datum);
/// null is "".
std::string coerce_to_text(const Datum& datum);
/// To any class or primitive; what is an instance of it already stays as it is.
Result<Datum> coerce(const Datum& datum, JavaType target);

/// Java's Number.longValue and doubleValue; false when the value is no number.
bool number_as_long(const Datum& datum, std::int64_t& out);
bool number_as_double(const Datum& datum, double& out);
/// Narrowing of a long, e.g. to int, keeps the low bits.
Datum narrowed(std::int64_t value, Datum::Kind kind);

/// Long.valueOf and Double.valueOf; nullopt stands for NumberFormatException.
std::optional<std::int64_t> parse_java_long(std::string_view text);
std::optional<double> parse_java_double(std::string_view text);

Error cannot_coerce(const Datum& datum, JavaType target);

}  // namespace procos::expr
