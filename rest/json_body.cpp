#include "rest/json_body.h"

#include <charconv>
#include <limits>
#include <nlohmann/json.hpp>

#include "rest/dates.h"
#include "rest/text.h"

namespace procos::rest {
namespace {

std::unexpected<RestError> mismatch(std::string_view name, std::string_view wanted,
                                    const Json& value) {
  std::string text = to_text(value);
  if (text.size() > 60) text = std::string(value.type_name());
  return wrong_shape("Property '" + std::string(name) + "' has to be " + std::string(wanted) +
                     ", but is " + text);
}

template <class T>
RestResult<std::optional<T>> whole_number(std::string_view name, const Json* value,
                                          std::string_view wanted) {
  if (!value) return std::optional<T>();
  constexpr auto kLow = std::numeric_limits<T>::min();
  constexpr auto kHigh = std::numeric_limits<T>::max();
  if (value->is_number_unsigned()) {
    const auto number = value->get<std::uint64_t>();
    if (number > static_cast<std::uint64_t>(kHigh)) return mismatch(name, wanted, *value);
    return static_cast<T>(number);
  }
  if (value->is_number_integer()) {
    const auto number = value->get<std::int64_t>();
    if (number < kLow || number > kHigh) return mismatch(name, wanted, *value);
    return static_cast<T>(number);
  }
  if (value->is_number_float()) {
    const double number = value->get<double>();
    const bool fits = number > static_cast<double>(kLow) - 1 &&
                      number < static_cast<double>(kHigh) + (sizeof(T) < 8 ? 1 : 0);
    if (!fits) return mismatch(name, wanted, *value);
    return static_cast<T>(number);
  }
  if (value->is_string()) {
    std::string_view text = trim(*value->get_ptr<const std::string*>());
    if (text.empty()) return std::optional<T>();
    if (text.starts_with('+')) text.remove_prefix(1);
    T number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size()) return number;
  }
  return mismatch(name, wanted, *value);
}

}  // namespace

JsonObject::JsonObject()
    : document_(std::make_shared<const Json>(Json::object())), node_(document_.get()) {}

RestResult<JsonObject> JsonObject::from(Json document) {
  if (document.is_null()) {
    return std::unexpected(
        RestError{500, "NullPointerException", "The request needs a body", std::nullopt, {}});
  }
  if (!document.is_object()) {
    return wrong_shape("The body has to be a JSON object, but is " +
                       std::string(document.type_name()));
  }
  auto shared = std::make_shared<const Json>(std::move(document));
  const Json* node = shared.get();
  return JsonObject(std::move(shared), node);
}

bool JsonObject::has(std::string_view name) const {
  return node_->find(std::string(name)) != node_->end();
}

const Json* JsonObject::get(std::string_view name) const {
  const auto it = node_->find(std::string(name));
  return it == node_->end() || it->is_null() ? nullptr : &*it;
}

RestResult<std::optional<std::string>> JsonObject::string(std::string_view name) const {
  const Json* value = get(name);
  if (!value) return std::optional<std::string>();
  if (value->is_string()) return value->get<std::string>();
  if (value->is_structured()) return mismatch(name, "text", *value);
  return to_text(*value);
}

RestResult<std::optional<std::int32_t>> JsonObject::integer(std::string_view name) const {
  return whole_number<std::int32_t>(name, get(name), "a whole number of 32 bits");
}

RestResult<std::optional<std::int64_t>> JsonObject::long_integer(std::string_view name) const {
  return whole_number<std::int64_t>(name, get(name), "a whole number of 64 bits");
}

RestResult<std::optional<bool>> JsonObject::boolean(std::string_view name) const {
  const Json* value = get(name);
  if (!value) return std::optional<bool>();
  if (value->is_boolean()) return value->get<bool>();
  if (value->is_number_integer()) return value->get<std::int64_t>() != 0;
  if (value->is_string()) {
    const std::string_view text = trim(*value->get_ptr<const std::string*>());
    if (text.empty()) return std::optional<bool>();
    if (text == "true" || text == "True" || text == "TRUE") return true;
    if (text == "false" || text == "False" || text == "FALSE") return false;
  }
  return mismatch(name, "true or false", *value);
}

RestResult<bool> JsonObject::boolean_or(std::string_view name, bool fallback) const {
  PROCOS_ASSIGN(const std::optional<bool> value, boolean(name));
  return value.value_or(fallback);
}

RestResult<std::optional<TimeMs>> JsonObject::date(std::string_view name) const {
  const Json* value = get(name);
  if (!value) return std::optional<TimeMs>();
  if (value->is_number_integer()) return value->get<std::int64_t>();
  if (value->is_string()) {
    const std::string_view text = trim(*value->get_ptr<const std::string*>());
    if (text.empty()) return std::optional<TimeMs>();
    if (const auto time = parse_date(text)) return time;
  }
  return mismatch(name, "a date like 2031-02-03T04:05:06.789+0000", *value);
}

RestResult<std::optional<std::vector<std::string>>> JsonObject::strings(
    std::string_view name) const {
  const Json* value = get(name);
  if (!value) return std::optional<std::vector<std::string>>();
  if (!value->is_array()) return mismatch(name, "an array", *value);
  std::vector<std::string> items;
  for (const Json& item : *value) {
    if (item.is_structured()) return mismatch(name, "an array of text", *value);
    if (item.is_null()) {
      items.emplace_back();
    } else {
      items.push_back(item.is_string() ? item.get<std::string>() : to_text(item));
    }
  }
  return items;
}

RestResult<std::optional<JsonObject>> JsonObject::object(std::string_view name) const {
  const Json* value = get(name);
  if (!value) return std::optional<JsonObject>();
  if (!value->is_object()) return mismatch(name, "an object", *value);
  return JsonObject(document_, value);
}

RestResult<std::optional<std::vector<JsonObject>>> JsonObject::objects(
    std::string_view name) const {
  const Json* value = get(name);
  if (!value) return std::optional<std::vector<JsonObject>>();
  if (!value->is_array()) return mismatch(name, "an array", *value);
  std::vector<JsonObject> items;
  for (const Json& item : *value) {
    if (!item.is_object()) return mismatch(name, "an array of objects", *value);
    items.push_back(JsonObject(document_, &item));
  }
  return items;
}

}  // namespace procos::rest
