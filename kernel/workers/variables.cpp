#include "kernel/workers/variables.h"

#include <charconv>
#include <nlohmann/json.hpp>

namespace procos::kernel {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLongestString = 4000;

Value value_from_rest(const Json& entry) {
  if (!entry.is_object() || !entry.contains("value") || entry["value"].is_null())
    return Value::null();
  const Json& value = entry["value"];
  const std::string type =
      entry.contains("type") && entry["type"].is_string() ? entry["type"].get<std::string>() : "";
  if (value.is_boolean()) return Value::boolean(value.get<bool>());
  if (value.is_number_integer()) {
    const auto number = value.get<std::int64_t>();
    if (type == "Double") return Value::real(static_cast<double>(number));
    if (type == "Integer") return Value::integer(number);
    if (type == "Short") return Value::short_integer(number);
    return Value::long_integer(number);
  }
  if (value.is_number()) return Value::real(value.get<double>());
  if (!value.is_string()) return Value::json(value.dump());
  const auto& text = value.get_ref<const std::string&>();
  if (type == "Json") return Value::json(text);
  if (type == "Object") {
    const Json info = entry.value("valueInfo", Json::object());
    return Value::object(
        {info.value("objectTypeName", ""), info.value("serializationDataFormat", ""), text});
  }
  return Value::string(text);
}

Json value_to_rest(const Value& value) {
  switch (value.type()) {
    case ValueType::kNull: return {{"value", nullptr}, {"type", "Null"}};
    case ValueType::kBoolean: return {{"value", value.as_bool()}, {"type", "Boolean"}};
    case ValueType::kShort:
    case ValueType::kInteger:
    case ValueType::kLong: return {{"value", value.as_int()}, {"type", type_name(value.type())}};
    case ValueType::kDouble: return {{"value", value.as_double()}, {"type", "Double"}};
    case ValueType::kJson: return {{"value", value.as_text()}, {"type", "Json"}};
    case ValueType::kObject: {
      const ObjectData& object = value.as_object();
      return {{"value", object.text},
              {"type", "Object"},
              {"valueInfo",
               {{"objectTypeName", object.type_name}, {"serializationDataFormat", object.format}}}};
    }
    default: return {{"value", value.as_text()}, {"type", "String"}};
  }
}

/// Camunda counts UTF-16 units.
std::size_t utf16_length(const std::string& text) {
  std::size_t units = 0;
  for (unsigned char c : text) {
    if ((c & 0xC0) != 0x80) units += c >= 0xF0 ? 2 : 1;
  }
  return units;
}

}  // namespace

Variables variables_from_rest(const Json& rest) {
  Variables variables;
  if (!rest.is_object()) return variables;
  for (const auto& [name, entry] : rest.items()) variables.emplace(name, value_from_rest(entry));
  return variables;
}

Json variables_to_rest(const Variables& variables) {
  Json rest = Json::object();
  for (const auto& [name, value] : variables) rest[name] = value_to_rest(value);
  return rest;
}

Json plain_json(const Value& value) {
  switch (value.type()) {
    case ValueType::kNull: return nullptr;
    case ValueType::kBoolean: return value.as_bool();
    case ValueType::kShort:
    case ValueType::kInteger:
    case ValueType::kLong: return value.as_int();
    case ValueType::kDouble: return value.as_double();
    case ValueType::kJson:
    case ValueType::kObject: {
      const std::string& text =
          value.type() == ValueType::kJson ? value.as_text() : value.as_object().text;
      Json parsed = Json::parse(text, nullptr, false);
      return parsed.is_discarded() ? Json(text) : parsed;
    }
    default: return value.as_text();
  }
}

Value json_value(const Json& content) {
  return Value::json(content.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Value long_text(const std::string& text) {
  return utf16_length(text) <= kLongestString ? Value::string(text) : json_value(text);
}

std::string shortened(const std::string& text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  std::size_t end = max_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

bool has(const Variables& variables, const std::string& name) {
  const auto found = variables.find(name);
  return found != variables.end() && !found->second.is_null();
}

std::string text_of(const Variables& variables, const std::string& name,
                    const std::string& otherwise) {
  if (!has(variables, name)) return otherwise;
  const Json json = plain_json(variables.at(name));
  return json.is_string() ? json.get<std::string>()
                          : json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool flag_of(const Variables& variables, const std::string& name, bool otherwise) {
  if (!has(variables, name)) return otherwise;
  const std::string text = text_of(variables, name);
  return text == "true" || text == "yes" || text == "1";
}

std::int64_t number_of(const Variables& variables, const std::string& name,
                       std::int64_t otherwise) {
  if (!has(variables, name)) return otherwise;
  const std::string text = text_of(variables, name);
  std::int64_t number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && stop == text.data() + text.size() ? number : otherwise;
}

}  // namespace procos::kernel
