#include "graph/form_types.h"

#include <charconv>
#include <limits>
#include <optional>

#include "base/local_time.h"
#include "expr/coerce.h"

namespace procos::graph {
namespace {

constexpr std::string_view kDefaultDatePattern = "dd/MM/yyyy";

std::unexpected<Error> not_of_type(const FormField& field, const Value& value) {
  return fail(ErrorKind::kProcessEngine, "Form field '" + field.id + "' of type " + field.type +
                                             " cannot hold the value '" + expr::to_text(value) +
                                             "'.");
}

Result<Value> to_long(const FormField& field, const Value& value) {
  if (value.is_integral()) return Value::long_integer(value.as_int());
  if (value.type() != ValueType::kString) return not_of_type(field, value);
  const std::string& text = value.as_text();
  std::int64_t number = 0;
  const char* begin = text.data() + (text.starts_with('+') ? 1 : 0);
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(begin, end, number);
  if (error != std::errc() || rest != end) return not_of_type(field, value);
  return Value::long_integer(number);
}

Result<Value> to_boolean(const FormField& field, const Value& value) {
  if (value.type() == ValueType::kBoolean) return value;
  if (value.type() != ValueType::kString) return not_of_type(field, value);
  std::string text = value.as_text();
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return Value::boolean(text == "true");
}

// ---- dates in java.text.SimpleDateFormat's patterns, as far as they are numbers ----

/// The field of a pattern letter; nullptr for other letters.
int* date_part(LocalTime& time, char letter) {
  switch (letter) {
    case 'M': return &time.month;
    case 'd': return &time.day;
    case 'H': return &time.hour;
    case 'm': return &time.minute;
    case 's': return &time.second;
    case 'S': return &time.millisecond;
    default: return nullptr;
  }
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// The run of one letter, or the single other character, at the front of a pattern.
std::string_view pattern_item(std::string_view pattern) {
  std::size_t length = 1;
  if (is_letter(pattern[0])) {
    while (length < pattern.size() && pattern[length] == pattern[0]) ++length;
  }
  return pattern.substr(0, length);
}

std::optional<TimeMs> parse_by_pattern(std::string_view text, std::string_view pattern) {
  LocalTime time;
  while (!pattern.empty()) {
    const std::string_view item = pattern_item(pattern);
    pattern.remove_prefix(item.size());
    if (!is_letter(item[0])) {
      if (!text.starts_with(item)) return std::nullopt;
      text.remove_prefix(1);
      continue;
    }
    // Digits that another number follows at once end where the pattern says.
    const bool bounded = !pattern.empty() && is_letter(pattern[0]);
    const std::string_view digits = bounded ? text.substr(0, item.size()) : text;
    std::int64_t number = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - digits.data()));
    if (item[0] == 'y') {
      time.year = number;
    } else if (int* part = date_part(time, item[0])) {
      *part = static_cast<int>(number);
    } else {
      return std::nullopt;
    }
  }
  return from_local(time);
}

std::string format_by_pattern(TimeMs date, std::string_view pattern) {
  LocalTime time = to_local(date);
  std::string result;
  while (!pattern.empty()) {
    const std::string_view item = pattern_item(pattern);
    pattern.remove_prefix(item.size());
    const int* part = date_part(time, item[0]);
    if (part == nullptr && item[0] != 'y') {
      result += item;
      continue;
    }
    std::string digits = std::to_string(part != nullptr ? *part : time.year);
    if (digits.size() < item.size()) digits.insert(0, item.size() - digits.size(), '0');
    result += digits;
  }
  return result;
}

std::string_view date_pattern(const FormField& field) {
  return field.date_pattern.empty() ? kDefaultDatePattern : std::string_view(field.date_pattern);
}

Result<Value> to_date(const FormField& field, const Value& value) {
  if (value.type() == ValueType::kDate) return value;
  if (value.type() != ValueType::kString) return not_of_type(field, value);
  std::string_view text = value.as_text();
  constexpr std::string_view kBlanks = " \t\r\n";
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  text = text.substr(0, text.find_last_not_of(kBlanks) + 1);
  if (text.empty()) return Value::null_of(ValueType::kDate);
  if (const auto date = parse_by_pattern(text, date_pattern(field))) return Value::date(*date);
  return fail(ErrorKind::kProcessEngine,
              "Could not parse value '" + value.as_text() + "' of form field '" + field.id +
                  "' as date using date format '" + std::string(date_pattern(field)) + "'.");
}

Result<Value> to_choice(const FormField& field, const Value& value) {
  if (value.type() != ValueType::kString) return not_of_type(field, value);
  for (const auto& [id, name] : field.enum_values) {
    if (id == value.as_text()) return value;
  }
  return fail(ErrorKind::kProcessEngine, "Invalid value for enum form field '" + field.id +
                                             "': " + value.as_text());
}

/// A type of fields: what a null of it is, and how it takes other values.
struct FieldType {
  std::string_view name;
  ValueType type;
  Result<Value> (*convert)(const FormField&, const Value&);
};

constexpr FieldType kFieldTypes[] = {
    {"string", ValueType::kString,
     [](const FormField&, const Value& value) -> Result<Value> {
       return Value::string(expr::to_text(value));
     }},
    {"long", ValueType::kLong, to_long},
    {"boolean", ValueType::kBoolean, to_boolean},
    {"date", ValueType::kDate, to_date},
    {"enum", ValueType::kString, to_choice},
};

}  // namespace

Result<Value> to_model_value(const FormField& field, const Value& value) {
  for (const FieldType& type : kFieldTypes) {
    if (type.name != field.type) continue;
    return value.is_null() ? Value::null_of(type.type) : type.convert(field, value);
  }
  return value;
}

Result<Value> to_form_value(const FormField& field, const Value& value) {
  if (field.type != "date") return to_model_value(field, value);
  if (value.is_null()) return Value::string("");
  if (value.type() != ValueType::kDate) return not_of_type(field, value);
  return Value::string(format_by_pattern(value.as_int(), date_pattern(field)));
}

}  // namespace procos::graph
