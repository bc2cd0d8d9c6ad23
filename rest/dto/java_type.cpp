#include "rest/dto/java_type.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <vector>

#include "rest/dto/value_dto.h"

namespace procos::rest {
namespace {

constexpr std::string_view kMapType = "java.util.LinkedHashMap<java.lang.Object,java.lang.Object>";

// The type of something within a collection; only there does Spin look into maps.
std::string element_type(const Json& value) {
  if (!value.is_object() || value.empty()) return java_type_of(value);
  const auto entry =
      std::find_if(value.begin(), value.end(), [](const Json& v) { return !v.is_null(); });
  return "java.util.Map<java.lang.String," +
         (entry == value.end() ? std::string("java.lang.Object") : element_type(*entry)) + ">";
}

struct ParsedType {
  std::string_view base;
  std::vector<std::string_view> arguments;
};

ParsedType parse_type(std::string_view type) {
  ParsedType parsed{type.substr(0, type.find('<')), {}};
  if (parsed.base.size() == type.size() || !type.ends_with('>')) return parsed;
  std::string_view rest = type.substr(parsed.base.size() + 1);
  rest.remove_suffix(1);
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= rest.size(); ++i) {
    if (i == rest.size() || (rest[i] == ',' && depth == 0)) {
      parsed.arguments.push_back(rest.substr(begin, i - begin));
      begin = i + 1;
    } else if (rest[i] == '<') {
      ++depth;
    } else if (rest[i] == '>') {
      --depth;
    }
  }
  return parsed;
}

bool is_one_of(std::string_view name, std::span<const std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_number_text(const Json& value) {
  if (!value.is_string()) return false;
  const auto& text = *value.get_ptr<const std::string*>();
  return !text.empty() && text.find_first_not_of("0123456789+-.eE") == std::string::npos;
}

JavaFit fits_elements(const Json& value, std::string_view type) {
  for (const Json& element : value) {
    const JavaFit fit = fits_java_type(element, type);
    if (fit != JavaFit::kFits) return fit;
  }
  return JavaFit::kFits;
}

}  // namespace

std::string java_type_of(const Json& value) {
  switch (value.type()) {
    case Json::value_t::boolean: return "java.lang.Boolean";
    case Json::value_t::string: return "java.lang.String";
    case Json::value_t::number_float: return "java.lang.Double";
    case Json::value_t::number_unsigned:
      if (value.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max()) {
        return "java.math.BigInteger";
      }
      [[fallthrough]];
    case Json::value_t::number_integer: {
      const auto number = value.get<std::int64_t>();
      const bool small = number == static_cast<std::int32_t>(number);
      return small ? "java.lang.Integer" : "java.lang.Long";
    }
    case Json::value_t::array: {
      const auto first =
          std::find_if(value.begin(), value.end(), [](const Json& v) { return !v.is_null(); });
      return "java.util.ArrayList<" +
             (first == value.end() ? std::string("java.lang.Object") : element_type(*first)) + ">";
    }
    case Json::value_t::object: return std::string(kMapType);
    default: return "java.lang.Object";
  }
}

JavaFit fits_java_type(const Json& value, std::string_view type) {
  static constexpr std::array<std::string_view, 8> kNumbers{
      "java.lang.Integer", "java.lang.Long",   "java.lang.Short",      "java.lang.Byte",
      "java.lang.Double",  "java.lang.Number", "java.math.BigInteger", "java.math.BigDecimal"};
  static constexpr std::array<std::string_view, 8> kLists{
      "java.util.List", "java.util.ArrayList", "java.util.LinkedList",    "java.util.Collection",
      "java.util.Set",  "java.util.HashSet",   "java.util.LinkedHashSet", "java.util.Vector"};
  static constexpr std::array<std::string_view, 4> kMaps{
      "java.util.Map", "java.util.HashMap", "java.util.LinkedHashMap", "java.util.TreeMap"};
  const ParsedType parsed = parse_type(type);
  const auto fit = [](bool fits) { return fits ? JavaFit::kFits : JavaFit::kOtherShape; };
  if (parsed.base == "java.lang.Object") return JavaFit::kFits;
  if (parsed.base == "java.lang.String") return fit(!value.is_structured());
  if (parsed.base == "java.lang.Boolean") return fit(value.is_boolean() || value.is_null());
  if (is_one_of(parsed.base, kNumbers)) {
    return fit(value.is_number() || value.is_null() || is_number_text(value));
  }
  if (is_one_of(parsed.base, kLists)) {
    if (value.is_null()) return JavaFit::kFits;
    if (!value.is_array()) return JavaFit::kOtherShape;
    return parsed.arguments.empty() ? JavaFit::kFits : fits_elements(value, parsed.arguments[0]);
  }
  if (is_one_of(parsed.base, kMaps)) {
    if (value.is_null()) return JavaFit::kFits;
    if (!value.is_object()) return JavaFit::kOtherShape;
    return parsed.arguments.size() < 2 ? JavaFit::kFits : fits_elements(value, parsed.arguments[1]);
  }
  return JavaFit::kUnknownType;
}

std::string java_text(const Json& value) {
  std::string text;
  switch (value.type()) {
    case Json::value_t::string: return *value.get_ptr<const std::string*>();
    case Json::value_t::number_float: return java_double(value.get<double>());
    case Json::value_t::array:
      for (const Json& item : value) {
        if (!text.empty()) text += ", ";
        text += java_text(item);
      }
      return "[" + text + "]";
    case Json::value_t::object:
      for (const auto& [name, item] : value.items()) {
        if (!text.empty()) text += ", ";
        text += name + "=" + java_text(item);
      }
      return "{" + text + "}";
    default: return to_text(value);
  }
}

}  // namespace procos::rest
