#include "expr/value_bridge.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "expr/big_number.h"
#include "expr/coerce.h"
#include "expr/expression.h"
#include "expr/java_text.h"
#include "expr/joda.h"
#include "expr/spin_json.h"
#include "expr/spin_xml.h"

namespace procos::expr {
namespace {

using DatumKind = Datum::Kind;
constexpr std::string_view kJsonFormat = "application/json";

// ---- reading: the class name says what the numbers and collections in the JSON are

struct TypeName {
  std::string outer;
  std::vector<TypeName> arguments;
};

constexpr int kMaxTypeDepth = 50;

TypeName parse_type(std::string_view text, int depth) {
  const std::size_t open = text.find('<');
  if (open == std::string_view::npos || !text.ends_with('>') || depth > kMaxTypeDepth)
    return {std::string(text), {}};
  TypeName out{std::string(text.substr(0, open)), {}};
  const std::string_view inside = text.substr(open + 1, text.size() - open - 2);
  std::size_t start = 0;
  int level = 0;
  for (std::size_t i = 0; i <= inside.size(); ++i) {
    if (i < inside.size() && inside[i] == '<') ++level;
    if (i < inside.size() && inside[i] == '>') --level;
    if (i == inside.size() || (inside[i] == ',' && level == 0)) {
      out.arguments.push_back(parse_type(inside.substr(start, i - start), depth + 1));
      start = i + 1;
    }
  }
  return out;
}

struct ScalarRow {
  std::string_view name;
  JavaType type;
};
constexpr std::array kScalars{
    ScalarRow{"java.lang.String", JavaType::kString},
    ScalarRow{"java.lang.Integer", JavaType::kInteger},
    ScalarRow{"java.lang.Long", JavaType::kLong},
    ScalarRow{"java.lang.Short", JavaType::kShort},
    ScalarRow{"java.lang.Byte", JavaType::kByte},
    ScalarRow{"java.lang.Double", JavaType::kDouble},
    ScalarRow{"java.lang.Float", JavaType::kFloat},
    ScalarRow{"java.lang.Boolean", JavaType::kBoolean},
    ScalarRow{"java.math.BigInteger", JavaType::kBigInteger},
    ScalarRow{"java.math.BigDecimal", JavaType::kBigDecimal},
    ScalarRow{"java.lang.Character", JavaType::kCharacter},
};

Result<Datum> read_scalar(const Datum& scalar, const TypeName& type) {
  if (scalar.is_null()) return Datum();
  if (type.outer == "java.util.Date" && scalar.is_integral()) return Datum::date(scalar.as_int());
  for (const ScalarRow& row : kScalars) {
    if (row.name == type.outer) return coerce(scalar, row.type);
  }
  return scalar;
}

const TypeName& argument_of(const TypeName& type, std::size_t i) {
  static const TypeName kAny;
  return i < type.arguments.size() ? type.arguments[i] : kAny;
}

Result<Datum> read_json(const JsonNode& node, const TypeName& type);

Result<Datum> read_array(const JsonNode& node, const TypeName& type) {
  static const TypeName kText{"java.lang.String", {}};
  const bool strings = type.outer == "[Ljava.lang.String;";
  const bool array = type.outer.starts_with("[L");
  const bool set = type.outer.find("Set") != std::string::npos;
  std::vector<Datum> items;
  items.reserve(node.members.size());
  for (const JsonMember& member : node.members) {
    PROCOS_ASSIGN(Datum item, read_json(*member.node, strings ? kText : argument_of(type, 0)));
    if (set &&
        std::ranges::any_of(items, [&](const Datum& other) { return java_equals(item, other); }))
      continue;
    items.push_back(std::move(item));
  }
  const bool abstract = type.outer.empty() || type.outer == "java.util.List" ||
                        type.outer == "java.util.Collection" || type.outer == "java.lang.Object";
  std::string name = type.outer == "java.util.Set" ? "java.util.HashSet"
                     : abstract                    ? "java.util.ArrayList"
                                                   : type.outer;
  const JavaType list_type = strings ? JavaType::kStringArray
                             : array ? JavaType::kObjectArray
                             : set   ? JavaType::kSet
                                     : JavaType::kArrayList;
  return Datum::object(std::make_shared<ListObject>(list_type, std::move(name), std::move(items)));
}

Result<Datum> read_object(const JsonNode& node, const TypeName& type) {
  auto map = std::make_shared<MapObject>();
  const bool abstract =
      type.outer.empty() || type.outer == "java.util.Map" || type.outer == "java.lang.Object";
  if (!abstract) map->class_name = type.outer;
  map->entries.reserve(node.members.size());
  for (const JsonMember& member : node.members) {
    PROCOS_ASSIGN(Datum key, read_scalar(Datum::string(member.name), argument_of(type, 0)));
    PROCOS_ASSIGN(Datum value, read_json(*member.node, argument_of(type, 1)));
    map->entries.emplace_back(std::move(key), std::move(value));
  }
  return Datum::object(std::move(map));
}

Result<Datum> read_json(const JsonNode& node, const TypeName& type) {
  if (node.kind == JsonNode::Kind::kArray) return read_array(node, type);
  if (node.kind == JsonNode::Kind::kObject) return read_object(node, type);
  return read_scalar(node.scalar, type);
}

Result<Datum> datum_of_object(const Value& value) {
  const ObjectData& object = value.as_object();
  if (object.format != kJsonFormat) return Datum::object(std::make_shared<OpaqueObject>(value));
  PROCOS_ASSIGN(const JsonRef tree, parse_json(object.text));
  return read_json(*tree, parse_type(object.type_name, 0));
}

// ---- writing

std::string base64(std::string_view bytes) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j)
      group = (group << 8) | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    for (std::size_t j = 0; j < 4; ++j)
      out += i + j > bytes.size() ? '=' : kAlphabet[(group >> (18 - 6 * j)) & 63];
  }
  return out;
}

std::unexpected<Error> not_storable(const Datum& datum) {
  return expression_error("Cannot serialize object of class '" + class_name_of(datum) + "'");
}

// Jackson sees a Spin node as a bean and writes its getters.
std::string spin_bean(const JsonNode& node) {
  constexpr std::array<std::string_view, 6> kTypes{"NULL",   "BOOLEAN", "NUMBER",
                                                   "STRING", "ARRAY",   "OBJECT"};
  const auto flag = [&](JsonNode::Kind kind) { return node.kind == kind ? "true" : "false"; };
  return std::string("{\"boolean\":") + flag(JsonNode::Kind::kBoolean) +
         ",\"object\":" + flag(JsonNode::Kind::kObject) + ",\"nodeType\":\"" +
         std::string(kTypes[static_cast<std::size_t>(node.kind)]) +
         "\",\"array\":" + flag(JsonNode::Kind::kArray) +
         ",\"null\":" + flag(JsonNode::Kind::kNull) +
         ",\"number\":" + flag(JsonNode::Kind::kNumber) +
         ",\"dataFormatName\":\"application/json\",\"string\":" + flag(JsonNode::Kind::kString) +
         ",\"value\":" + (node.is_container() ? "false" : "true") + "}";
}

Status write_json(std::string& out, const Datum& datum);

Status write_list(std::string& out, const ListObject& list) {
  out += '[';
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    if (i > 0) out += ',';
    PROCOS_TRY(write_json(out, list.items[i]));
  }
  out += ']';
  return {};
}

Status write_map(std::string& out, const MapObject& map) {
  out += '{';
  for (std::size_t i = 0; i < map.entries.size(); ++i) {
    const auto& [key, value] = map.entries[i];
    if (i > 0) out += ',';
    if (key.is_null()) return expression_error("Null key for a Map not allowed in JSON");
    append_json_string(out,
                       well_formed(key.kind() == DatumKind::kDate ? std::to_string(key.as_int())
                                                                  : java_text(key)));
    out += ':';
    PROCOS_TRY(write_json(out, value));
  }
  out += '}';
  return {};
}

Status write_object(std::string& out, const Datum& datum) {
  if (const auto* list = datum.as<ListObject>()) return write_list(out, *list);
  if (const auto* map = datum.as<MapObject>()) return write_map(out, *map);
  if (const auto* big = datum.as<BigNumberObject>()) {
    out += big->number.without_trailing_zeros().text();
  } else if (const auto* json = datum.as<JsonObject>()) {
    out += spin_bean(*json->node);
  } else if (datum.as<XmlElementObject>() != nullptr || datum.as<XmlAttributeObject>() != nullptr) {
    out += "{\"dataFormatName\":\"application/xml\"}";
  } else if (const auto* name = datum.as<NameObject>()) {
    append_json_string(out, name->name);
  } else if (const auto* opaque = datum.as<OpaqueObject>();
             opaque != nullptr && opaque->value.type() == ValueType::kBytes) {
    append_json_string(out, base64(opaque->value.as_text()));
  } else {
    return not_storable(datum);
  }
  return {};
}

Status write_json(std::string& out, const Datum& datum) {
  if (out.size() > (64U << 20)) return expression_error("an object would be longer than 64 MiB");
  switch (datum.kind()) {
    case DatumKind::kString:
    case DatumKind::kCharacter: append_json_string(out, well_formed(java_text(datum))); return {};
    case DatumKind::kDate: out += std::to_string(datum.as_int()); return {};
    case DatumKind::kFloat:
    case DatumKind::kDouble:
      if (std::isfinite(datum.as_double())) {
        out += java_text(datum);
      } else {
        append_json_string(out, java_text(datum));
      }
      return {};
    case DatumKind::kObject: return write_object(out, datum);
    default: out += java_text(datum); return {};
  }
}

Result<Value> stored_object(const Datum& datum) {
  PROCOS_ASSIGN(std::string type, canonical_type(datum));
  PROCOS_ASSIGN(std::string text, java_json(datum));
  return Value::object({std::move(type), std::string(kJsonFormat), std::move(text)});
}

Result<Value> value_of_object(const Datum& datum) {
  if (const auto* opaque = datum.as<OpaqueObject>()) return opaque->value;
  if (const auto* json = datum.as<JsonObject>())
    return Value::json(well_formed(json_text(*json->node)));
  if (const auto* xml = datum.as<XmlElementObject>()) return Value::xml(xml_text(*xml));
  return stored_object(datum);
}

}  // namespace

Result<Datum> datum_of(const Value& value) {
  switch (value.type()) {
    case ValueType::kNull: return Datum();
    case ValueType::kBoolean: return Datum::boolean(value.as_bool());
    case ValueType::kShort: return Datum::integral(DatumKind::kShort, value.as_int());
    case ValueType::kInteger: return Datum::integer(value.as_int());
    case ValueType::kLong: return Datum::long_integer(value.as_int());
    case ValueType::kDouble: return Datum::real(value.as_double());
    case ValueType::kString: return Datum::string(value.as_text());
    case ValueType::kDate: return Datum::date(value.as_int());
    case ValueType::kBytes:
    case ValueType::kFile: return Datum::object(std::make_shared<OpaqueObject>(value));
    case ValueType::kObject: return datum_of_object(value);
    case ValueType::kXml: return parse_xml(value.as_text());
    case ValueType::kJson: {
      PROCOS_ASSIGN(JsonRef tree, parse_json(value.as_text()));
      return make_json(std::move(tree));
    }
  }
  return Datum();
}

Result<Value> value_of(const Datum& datum) {
  switch (datum.kind()) {
    case DatumKind::kNull: return Value::null();
    case DatumKind::kBoolean: return Value::boolean(datum.as_bool());
    case DatumKind::kShort: return Value::short_integer(datum.as_int());
    case DatumKind::kInteger: return Value::integer(datum.as_int());
    case DatumKind::kLong: return Value::long_integer(datum.as_int());
    case DatumKind::kDouble: return Value::real(datum.as_double());
    case DatumKind::kDate: return Value::date(datum.as_int());
    case DatumKind::kString: return Value::string(well_formed(datum.as_text()));
    case DatumKind::kByte:
    case DatumKind::kFloat:
    case DatumKind::kCharacter: return stored_object(datum);
    case DatumKind::kObject: return value_of_object(datum);
  }
  return Value::null();
}

Result<std::string> java_json(const Datum& datum) {
  std::string out;
  PROCOS_TRY(write_json(out, datum));
  return out;
}

Result<std::string> canonical_type(const Datum& datum) {
  if (datum.is_null())
    return expression_error("java.lang.NullPointerException: the first element of a list is null");
  const std::string name = class_name_of(datum);
  const bool in_java_util = name.starts_with("java.util.");
  if (const auto* list = datum.as<ListObject>()) {
    if (list->is_array() || (!in_java_util && !name.starts_with("org.camunda.spin."))) return name;
    if (!list->is_list() && name.find('$') != std::string::npos) return not_storable(datum);
    if (list->is_list() && !list->items.empty()) {
      PROCOS_ASSIGN(const std::string element, canonical_type(list->items[0]));
      return name + "<" + element + ">";
    }
    return name + "<java.lang.Object>";
  }
  if (datum.as<MapObject>() != nullptr && in_java_util)
    return name + "<java.lang.Object,java.lang.Object>";
  if (datum.as<HostObject>() != nullptr) return not_storable(datum);
  return name;
}

}  // namespace procos::expr
