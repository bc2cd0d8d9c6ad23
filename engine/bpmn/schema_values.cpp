#include "bpmn/schema_values.h"

#include <algorithm>

namespace procos::bpmn {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         (static_cast<unsigned char>(c) & 0x80U) != 0;
}

/// Letters outside ASCII are all let through: XML allows nearly all of them in names.
bool is_ncname(std::string_view text) {
  if (text.empty() || !is_name_start(text.front())) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_name_start(c) || is_digit(c) || c == '-' || c == '.';
  });
}

bool is_qname(std::string_view text, const Element& element) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return is_ncname(text);
  const auto prefix = text.substr(0, colon);
  return is_ncname(prefix) && is_ncname(text.substr(colon + 1)) &&
         element.uri_of(prefix).has_value();
}

bool is_integer(std::string_view text) {
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) text.remove_prefix(1);
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

bool is_double(std::string_view text) {
  if (text == "INF" || text == "-INF" || text == "NaN") return true;
  const std::size_t exponent = text.find_first_of("eE");
  if (exponent != std::string_view::npos && !is_integer(text.substr(exponent + 1))) return false;
  auto mantissa = text.substr(0, exponent);
  if (!mantissa.empty() && (mantissa.front() == '+' || mantissa.front() == '-'))
    mantissa.remove_prefix(1);
  const auto dots = std::count(mantissa.begin(), mantissa.end(), '.');
  const auto digits = std::count_if(mantissa.begin(), mantissa.end(), is_digit);
  return dots <= 1 && digits > 0 && static_cast<std::size_t>(dots + digits) == mantissa.size();
}

bool is_one_of(std::string_view choices, std::string_view text) {
  choices = choices.substr(1, choices.size() - 2);
  while (true) {
    const std::size_t bar = choices.find('|');
    if (choices.substr(0, bar) == text) return true;
    if (bar == std::string_view::npos) return false;
    choices.remove_prefix(bar + 1);
  }
}

}  // namespace

bool is_value_of(std::string_view type, std::string_view text, const Element& element) {
  if (type.empty() || type == "string") return true;
  if (type.front() == '(')
    return is_one_of(type, text);  // restrictions of xsd:string keep white space
  text = trimmed(text);
  if (type == "ID" || type == "IDREF") return is_ncname(text);
  if (type == "QName") return is_qname(text, element);
  if (type == "boolean") return text == "true" || text == "false" || text == "1" || text == "0";
  if (type == "integer" || type == "int") return is_integer(text);
  return type != "double" || is_double(text);
}

}  // namespace procos::bpmn
