// Comparing variables by value. Camunda compares a number with numbers of every type it fits into,
// every other value with its own type only; "not" means that a variable is there and the comparison
// does not hold.
#include <cmath>
#include <limits>

#include "store/compile.h"

namespace procos::store {
namespace {

struct Operator {
  std::string_view name, sql;
  std::string_view words{};  ///< in Camunda's messages, where the operator needs an order
  bool negated = false, like = false;
};

constexpr Operator kOperators[] = {
    {"eq", "="},
    {"neq", "=", {}, true},
    {"gt", ">", "greater than"},
    {"gteq", ">=", "greater than or equal"},
    {"lt", "<", "less than"},
    {"lteq", "<=", "less than or equal"},
    {"like", "LIKE", "like", false, true},
    {"notLike", "LIKE", "not like", true, true},
};

struct Target {
  std::string alias;
  const Operator& op;
  bool ignore_case;
  Parameters& parameters;

  std::string of_type(ValueType type) const {
    return alias + ".value_type = " + std::to_string(static_cast<int>(type));
  }
  /// Camunda's null has no content, whatever type it was declared with.
  std::string is_null() const {
    std::string text;
    for (const char* column : {"int", "real", "text", "name", "blob"}) {
      text += (text.empty() ? "(" : " AND ") + alias + ".value_" + column + " IS NULL";
    }
    return text + ")";
  }
  std::string compare(ValueType type, std::string_view column, Param value) const {
    return "(" + of_type(type) + " AND " + alias + std::string(column) + " " + std::string(op.sql) +
           " " + parameters.add(std::move(value)) + ")";
  }
  std::string compare_text(const std::string& text) const {
    const std::string column = alias + ".value_text", value = parameters.add(text);
    return "(" + of_type(ValueType::kString) + " AND " +
           (ignore_case ? "upper(" + column + ")" : column) + " " + std::string(op.sql) + " " +
           (ignore_case ? "upper(" + value + ")" : value) + (op.like ? " ESCAPE '\\')" : ")");
  }
};

std::string compare_number(const Target& target, const Value& value) {
  const bool real = value.type() == ValueType::kDouble;
  const double as_real = real ? value.as_double() : static_cast<double>(value.as_int());
  std::string text = target.compare(ValueType::kDouble, ".value_real", as_real);
  // A fraction, or a number beyond 64 bits, is compared with doubles only.
  constexpr double kBeyond = 9223372036854775808.0;
  if (real && (std::floor(as_real) != as_real || as_real < -kBeyond || as_real >= kBeyond))
    return text;
  const std::int64_t integer = real ? static_cast<std::int64_t>(as_real) : value.as_int();
  const auto fits = [integer](auto limits) {
    return integer >= limits.min() && integer <= limits.max();
  };
  text += " OR " + target.compare(ValueType::kLong, ".value_int", integer);
  if (fits(std::numeric_limits<std::int32_t>())) {
    text += " OR " + target.compare(ValueType::kInteger, ".value_int", integer);
  }
  if (fits(std::numeric_limits<std::int16_t>())) {
    text += " OR " + target.compare(ValueType::kShort, ".value_int", integer);
  }
  return text;
}

Result<std::string> compare_value(const Target& target, const Value& value) {
  switch (value.type()) {
    case ValueType::kNull:
      return target.is_null();
    case ValueType::kBoolean:
      return target.compare(ValueType::kBoolean, ".value_int", std::int64_t{value.as_bool()});
    case ValueType::kDate:
      return target.compare(ValueType::kDate, ".value_int", value.as_int());
    case ValueType::kString:
      return target.compare_text(value.as_text());
    case ValueType::kShort:
    case ValueType::kInteger:
    case ValueType::kLong:
    case ValueType::kDouble:
      return compare_number(target, value);
    case ValueType::kBytes:
      return fail(ErrorKind::kProcessEngine, "Variables of type ByteArray cannot be used to query");
    case ValueType::kFile:
      return fail(ErrorKind::kProcessEngine, "Variables of type File cannot be used to query");
    case ValueType::kObject:
    case ValueType::kJson:
    case ValueType::kXml:
      break;
  }
  return fail(ErrorKind::kProcessEngine, "Object values cannot be used to query");
}

}  // namespace

Result<std::string> compile_variable(const VariableFilter& filter, std::string_view alias,
                                     ErrorKind incomparable, Parameters& parameters) {
  const Operator* op = nullptr;
  for (const Operator& each : kOperators) {
    if (each.name == filter.op) op = &each;
  }
  if (op == nullptr) {
    return fail(ErrorKind::kNotValid,
                "unknown operator '" + filter.op + "' for variable " + filter.variable);
  }
  const bool unordered = filter.value.is_null() || filter.value.type() == ValueType::kBoolean;
  if (unordered && !op->words.empty()) {
    return fail(incomparable,
                "Booleans and null cannot be used in '" + std::string(op->words) + "' condition");
  }
  const std::string column = std::string(alias) + ".name", name = parameters.add(filter.variable);
  std::string text = filter.ignore_name_case ? "upper(" + column + ") = upper(" + name + ")"
                                             : column + " = " + name;
  const Target target{std::string(alias), *op, filter.ignore_value_case, parameters};
  PROCOS_ASSIGN(const std::string comparison, compare_value(target, filter.value));
  return text + " AND " + (op->negated ? "NOT " : "") + "ifnull(" + comparison + ", 0)";
}

}  // namespace procos::store
