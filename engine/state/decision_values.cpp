#include "state/decision_values.h"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

namespace procos::state {
namespace {

using Json = nlohmann::json;

constexpr std::array<std::pair<const char*, std::string DecisionValue::*>, 5> kTexts{{
    {"id", &DecisionValue::id},
    {"clause", &DecisionValue::clause_id},
    {"label", &DecisionValue::clause_name},
    {"rule", &DecisionValue::rule_id},
    {"name", &DecisionValue::variable_name},
}};

Json content_of(const Value& value) {
  switch (value.type()) {
    case ValueType::kBoolean: return value.as_bool();
    case ValueType::kShort:
    case ValueType::kInteger:
    case ValueType::kLong:
    case ValueType::kDate: return value.as_int();
    case ValueType::kDouble: return value.as_double();
    case ValueType::kString:
    case ValueType::kJson:
    case ValueType::kXml: return value.as_text();
    case ValueType::kObject: {
      const ObjectData& object = value.as_object();
      return {object.type_name, object.format, object.text};
    }
    case ValueType::kNull:
    case ValueType::kBytes:
    case ValueType::kFile: return nullptr;
  }
  return nullptr;
}

Value value_of(ValueType type, const Json& content) {
  switch (type) {
    case ValueType::kBoolean: return Value::boolean(content.get<bool>());
    case ValueType::kShort: return Value::short_integer(content.get<std::int64_t>());
    case ValueType::kInteger: return Value::integer(content.get<std::int64_t>());
    case ValueType::kLong: return Value::long_integer(content.get<std::int64_t>());
    case ValueType::kDate: return Value::date(content.get<std::int64_t>());
    case ValueType::kDouble:
      // Infinite ones and NaN are null in JSON.
      return content.is_null() ? Value::null_of(type) : Value::real(content.get<double>());
    case ValueType::kString: return Value::string(content.get<std::string>());
    case ValueType::kJson: return Value::json(content.get<std::string>());
    case ValueType::kXml: return Value::xml(content.get<std::string>());
    case ValueType::kObject: return Value::object({content.at(0), content.at(1), content.at(2)});
    case ValueType::kNull: return Value::null();
    case ValueType::kBytes:
    case ValueType::kFile: return Value::null_of(type);
  }
  return Value::null();
}

}  // namespace

std::string text_of(const std::vector<DecisionValue>& values) {
  if (values.empty()) return {};
  Json all = Json::array();
  for (const DecisionValue& value : values) {
    Json one = Json::object();
    for (const auto& [key, text] : kTexts) {
      if (!(value.*text).empty()) one[key] = value.*text;
    }
    if (value.rule_order) one["order"] = *value.rule_order;
    one["type"] = static_cast<int>(value.value.type());
    one["value"] = content_of(value.value);
    all.push_back(std::move(one));
  }
  return all.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::vector<DecisionValue> decision_values(const std::string& text) {
  std::vector<DecisionValue> values;
  if (text.empty()) return values;
  for (const Json& one : Json::parse(text)) {
    DecisionValue value;
    for (const auto& [key, member] : kTexts) value.*member = one.value(key, std::string());
    if (one.contains("order")) value.rule_order = one.at("order").get<int>();
    value.value = value_of(static_cast<ValueType>(one.at("type").get<int>()), one.at("value"));
    values.push_back(std::move(value));
  }
  return values;
}

}  // namespace procos::state
