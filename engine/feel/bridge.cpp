#include "feel/bridge.h"

#include <memory>
#include <utility>

#include "expr/big_number.h"
#include "expr/java_text.h"
#include "expr/spin_json.h"

namespace procos::feel {
namespace {

constexpr int kMaxBridged = 500;  // levels, as values have in an evaluation

Value number_or_null(std::optional<Decimal> number) { return number ? Value(*number) : Value(); }

Result<Value> value_of_object(const expr::Datum& datum, int level);

Result<Value> value_of_level(const expr::Datum& datum, int level) {
  using Kind = expr::Datum::Kind;
  switch (datum.kind()) {
    case Kind::kNull: return Value();
    case Kind::kBoolean: return Value(datum.as_bool());
    case Kind::kByte:
    case Kind::kShort:
    case Kind::kInteger:
    case Kind::kLong: return Value::number(datum.as_int());
    case Kind::kFloat:
    case Kind::kDouble: return number_or_null(Decimal::from_double(datum.as_double()));
    case Kind::kCharacter: return Value(expr::java_text(datum));
    case Kind::kString: return Value(datum.as_text());
    case Kind::kDate: return Value(local_of_ms(datum.as_int()));
    case Kind::kObject: break;
  }
  if (level >= kMaxBridged) {
    return fail(ErrorKind::kExpression, "a variable's value is nested deeper than 500 levels");
  }
  return value_of_object(datum, level + 1);
}

Result<Value> list_of(const std::vector<expr::Datum>& items, int level) {
  std::vector<Value> values;
  values.reserve(items.size());
  for (const expr::Datum& item : items) {
    PROCOS_ASSIGN(Value value, value_of_level(item, level));
    values.push_back(std::move(value));
  }
  return Value::list(std::move(values));
}

Result<Value> context_of(const expr::MapObject& map, int level) {
  Entries entries;
  entries.reserve(map.entries.size());
  for (const auto& [key, item] : map.entries) {
    PROCOS_ASSIGN(Value value, value_of_level(item, level));
    entries.emplace_back(expr::java_text(key), std::move(value));
  }
  return make_context(std::move(entries), false);
}

Result<Value> value_of_object(const expr::Datum& datum, int level) {
  if (const auto* list = datum.as<expr::ListObject>()) return list_of(list->items, level);
  if (const auto* map = datum.as<expr::MapObject>()) return context_of(*map, level);
  if (const auto* big = datum.as<expr::BigNumberObject>()) {
    return number_or_null(Decimal::parse(big->number.text()));
  }
  if (const auto* json = datum.as<expr::JsonObject>()) {
    return value_of_level(expr::java_of(*json->node), level);
  }
  return Value();
}

std::shared_ptr<TemporalObject> temporal(TemporalKind kind, const Value& value,
                                         std::optional<TimeMs> ms = std::nullopt) {
  return std::make_shared<TemporalObject>(kind, display_text(value), ms);
}

expr::Datum list_datum(const Value& value) {
  std::vector<expr::Datum> items;
  items.reserve(value.items().size());
  for (const Value& item : value.items()) items.push_back(datum_of(item));
  return expr::make_array_list(std::move(items));
}

expr::Datum context_datum(const Value& value) {
  auto map = std::make_shared<expr::MapObject>();
  map->entries.reserve(value.context().entries.size());
  for (const auto& [name, entry] : value.context().entries) {
    map->entries.emplace_back(expr::Datum::string(name), datum_of(entry));
  }
  return expr::Datum::object(std::move(map));
}

expr::Datum number_datum(const Decimal& number) {
  if (const auto whole = number.to_long()) return expr::Datum::long_integer(*whole);
  return expr::Datum::real(number.to_double());
}

expr::Datum function_datum() {
  return expr::Datum::object(
      std::make_shared<expr::NameObject>(expr::JavaType::kOpaque, "function"));
}

}  // namespace

Result<Value> value_of(const expr::Datum& datum) { return value_of_level(datum, 0); }

expr::Datum datum_of(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kNull:
    case Value::Kind::kFailure:
    case Value::Kind::kRange: return {};
    case Value::Kind::kBoolean: return expr::Datum::boolean(value.boolean());
    case Value::Kind::kNumber: return number_datum(value.number());
    case Value::Kind::kString: return expr::Datum::string(value.string());
    case Value::Kind::kDate: {
      const TimeMs ms = to_ms(LocalDateTime{value.as<Date>(), 0});
      return expr::Datum::object(temporal(TemporalKind::kDate, value, ms));
    }
    case Value::Kind::kLocalTime:
      return expr::Datum::object(temporal(TemporalKind::kLocalTime, value));
    case Value::Kind::kTime: return expr::Datum::object(temporal(TemporalKind::kTime, value));
    case Value::Kind::kLocalDateTime:
      return expr::Datum::object(
          temporal(TemporalKind::kLocalDateTime, value, to_ms(value.as<LocalDateTime>())));
    case Value::Kind::kDateTime:
      return expr::Datum::object(
          temporal(TemporalKind::kDateTime, value, to_ms(value.as<ZonedDateTime>())));
    case Value::Kind::kMonths:
      return expr::Datum::object(temporal(TemporalKind::kYearsMonthsDuration, value));
    case Value::Kind::kDuration:
      return expr::Datum::object(temporal(TemporalKind::kDaysTimeDuration, value));
    case Value::Kind::kList: return list_datum(value);
    case Value::Kind::kContext: return context_datum(value);
    case Value::Kind::kFunction: return function_datum();
  }
  return {};
}

}  // namespace procos::feel
