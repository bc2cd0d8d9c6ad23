#include "rest/query_params.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "rest/dates.h"
#include "rest/text.h"

namespace procos::rest {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

// Java's split: empty items at the end vanish, those between stay, and "" gives one empty item.
std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> items;
  if (text.empty()) return {""};
  while (true) {
    const std::size_t end = text.find(separator);
    items.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  while (!items.empty() && items.back().empty()) items.pop_back();
  return items;
}

std::string cannot_convert(std::string_view value, std::string_view java_type) {
  return "Cannot convert value " + std::string(value) + " to java type " + std::string(java_type);
}

// A query value is read as the first JSON token of its text: blanks may surround it, and what
// follows a blank does not count.
std::string_view first_token(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  text.remove_prefix(begin);
  if (text.starts_with('"')) {
    const std::size_t end = text.find('"', 1);
    return end == std::string_view::npos ? std::string_view() : text.substr(0, end + 1);
  }
  return text.substr(0, text.find_first_of(kBlanks));
}

// A JSON number: no plus sign, no leading zeros.
bool is_json_number(std::string_view text) {
  std::size_t i = text.starts_with('-') ? 1 : 0;
  const auto digits = [&] {
    const std::size_t begin = i;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
    return i - begin;
  };
  const std::size_t first = i;
  const std::size_t whole = digits();
  if (whole == 0 || (whole > 1 && text[first] == '0')) return false;
  if (i < text.size() && text[i] == '.') {
    ++i;
    if (digits() == 0) return false;
  }
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    if (digits() == 0) return false;
  }
  return i == text.size();
}

// Integer.parseInt: a plus sign and leading zeros are fine, blanks are not.
std::optional<std::int64_t> java_parse_integer(std::string_view text, std::int64_t low,
                                               std::int64_t high) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return std::nullopt;
  }
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (value < low || value > high) return std::nullopt;
  return value;
}

// What Jackson makes of a token that should be a whole number: fractions are cut off, quoted
// numbers are read, `null` and the empty string are nothing.
bool jackson_integer(std::string_view token, std::int64_t low, std::int64_t high,
                     std::optional<std::int64_t>& out) {
  out.reset();
  if (token == "null") return true;
  if (token.starts_with('"')) {
    const std::string_view text = trim(token.substr(1, token.size() - 2));
    if (text.empty()) return true;
    out = java_parse_integer(text, low, high);
    return out.has_value();
  }
  if (!is_json_number(token)) return false;
  if (token.find_first_of(".eE") == std::string_view::npos) {
    out = java_parse_integer(token, low, high);
    return out.has_value();
  }
  double value = 0;
  const auto parsed = std::from_chars(token.data(), token.data() + token.size(), value);
  if (parsed.ec != std::errc() || value < static_cast<double>(low) ||
      value > static_cast<double>(high)) {
    return false;
  }
  // The upper bound of a Long is no double; its nearest one is already too large.
  if (value >= 9.2233720368547758e18) return false;
  out = static_cast<std::int64_t>(value);
  return true;
}

template <class T>
RestResult<std::optional<T>> whole_number(std::string_view name, const std::string* value,
                                          std::string_view java_type) {
  if (!value) return std::optional<T>();
  std::optional<std::int64_t> number;
  if (!jackson_integer(first_token(*value), std::numeric_limits<T>::min(),
                       std::numeric_limits<T>::max(), number)) {
    return bad_parameter(name, *value, cannot_convert(*value, java_type));
  }
  if (!number) return std::optional<T>();
  return std::optional<T>(static_cast<T>(*number));
}

// The body of a JSON string literal that is meant as a date; only what can stand in one unescaped.
std::optional<std::optional<TimeMs>> quoted_date(std::string_view value) {
  const std::string_view text = trim(value.substr(0, value.find('"')));
  for (const char c : value) {
    if (c == '\\' || static_cast<unsigned char>(c) < 0x20) return std::nullopt;
  }
  if (text.empty()) return std::optional<TimeMs>();
  const auto time = parse_date(text);
  if (!time) return std::nullopt;
  return time;
}

}  // namespace

std::unexpected<RestError> bad_parameter(std::string_view name, std::string_view value,
                                         std::string_view cause) {
  std::string message = "Cannot set query parameter '" + std::string(name) + "' to value '" +
                        std::string(value) + "'";
  if (!cause.empty()) message += ": " + std::string(cause);
  return invalid_request(400, std::move(message));
}

bool is_query_operator(std::string_view op) {
  static constexpr std::array<std::string_view, 8> kOperators{"eq", "neq",  "gt",   "gteq",
                                                              "lt", "lteq", "like", "notLike"};
  return std::find(kOperators.begin(), kOperators.end(), op) != kOperators.end();
}

Value filter_value(const std::string& text) {
  const auto time = quoted_date(text);
  if (!time) return Value::string(text);
  return *time ? Value::date(**time) : Value::null();
}

std::optional<std::string> QueryParams::string(std::string_view name) const {
  const std::string* value = find(name);
  return value ? std::optional(*value) : std::nullopt;
}

RestResult<std::optional<std::int32_t>> QueryParams::integer(std::string_view name) const {
  return whole_number<std::int32_t>(name, find(name), "java.lang.Integer");
}

RestResult<std::optional<std::int64_t>> QueryParams::long_integer(std::string_view name) const {
  return whole_number<std::int64_t>(name, find(name), "java.lang.Long");
}

RestResult<std::optional<bool>> QueryParams::boolean(std::string_view name) const {
  const std::string* value = find(name);
  if (!value) return std::optional<bool>();
  std::string_view token = first_token(*value);
  if (token == "null") return std::optional<bool>();
  if (token == "true" || token == "false") return std::optional(token == "true");
  if (token.starts_with('"')) {
    token = trim(token.substr(1, token.size() - 2));
    if (token.empty()) return std::optional<bool>();
    if (token == "true" || token == "True" || token == "TRUE") return std::optional(true);
    if (token == "false" || token == "False" || token == "FALSE") return std::optional(false);
  } else if (is_json_number(token) && token.find_first_of(".eE") == std::string_view::npos) {
    return std::optional(token.find_first_of("123456789") != std::string_view::npos);
  }
  return bad_parameter(name, *value, cannot_convert(*value, "java.lang.Boolean"));
}

RestResult<std::optional<TimeMs>> QueryParams::date(std::string_view name) const {
  const std::string* value = find(name);
  if (!value) return std::optional<TimeMs>();
  if (value->starts_with('"') || value->ends_with('"')) {
    return bad_parameter(name, *value,
                         cannot_convert(*value, "java.util.Date") + " because of double quotes");
  }
  const auto time = quoted_date(*value);
  if (!time) {
    return bad_parameter(name, *value, cannot_convert('"' + *value + '"', "java.util.Date"));
  }
  return *time;
}

std::optional<std::vector<std::string>> QueryParams::list(std::string_view name) const {
  const std::string* value = find(name);
  if (!value) return std::nullopt;
  if (trim(*value).empty()) return std::vector<std::string>();
  return split(*value, ',');
}

std::optional<std::vector<std::string>> QueryParams::array(std::string_view name) const {
  const std::string* value = find(name);
  if (!value) return std::nullopt;
  return split(*value, ',');
}

RestResult<std::vector<VariableFilter>> QueryParams::variables(std::string_view name) const {
  std::vector<VariableFilter> filters;
  const std::string* value = find(name);
  if (!value) return filters;
  for (const std::string& expression : split(*value, ',')) {
    std::vector<std::string> parts = split(expression, '_');
    if (parts.size() != 3) {
      return bad_parameter(name, *value,
                           "variable query parameter has to have format KEY_OPERATOR_VALUE.");
    }
    filters.push_back({std::move(parts[0]), std::move(parts[1]), filter_value(parts[2])});
  }
  return filters;
}

RestResult<std::vector<ConditionFilter>> QueryParams::conditions(std::string_view name) const {
  std::vector<ConditionFilter> filters;
  const std::string* value = find(name);
  if (!value) return filters;
  for (const std::string& expression : split(*value, ',')) {
    std::vector<std::string> parts = split(expression, '_');
    if (parts.size() != 2) {
      return bad_parameter(name, *value,
                           "condition query parameter has to have format OPERATOR_VALUE.");
    }
    filters.push_back({std::move(parts[0]), std::move(parts[1])});
  }
  return filters;
}

RestResult<std::optional<Sorting>> QueryParams::sorting(
    std::span<const std::string_view> allowed) const {
  const std::string* by = find("sortBy");
  const std::string* order = find("sortOrder");
  if (by && std::find(allowed.begin(), allowed.end(), *by) == allowed.end()) {
    return bad_parameter("sortBy", *by);
  }
  if (order && *order != "asc" && *order != "desc") return bad_parameter("sortOrder", *order);
  if (!by && !order) return std::optional<Sorting>();
  if (!by || !order) {
    return invalid_request(
        400, "Only a single sorting parameter specified. sortBy and sortOrder required");
  }
  return Sorting{*by, *order == "desc"};
}

RestResult<std::optional<std::int32_t>> QueryParams::page_integer(std::string_view name) const {
  const std::string* value = find(name);
  if (!value || value->empty()) return std::optional<std::int32_t>();
  const auto number = java_parse_integer(*value, std::numeric_limits<std::int32_t>::min(),
                                         std::numeric_limits<std::int32_t>::max());
  if (!number) {
    return std::unexpected(
        RestError{404, "QueryParamException", "HTTP 404 Not Found", std::nullopt, {}});
  }
  return static_cast<std::int32_t>(*number);
}

bool QueryParams::flag(std::string_view name, bool fallback) const {
  const std::string* value = find(name);
  return value ? iequals(*value, "true") : fallback;
}

}  // namespace procos::rest
