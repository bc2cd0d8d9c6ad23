#include "rest/dto/value_dto.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "rest/dates.h"
#include "rest/dto/base64.h"
#include "rest/dto/java_type.h"
#include "rest/media_type.h"
#include "rest/query_params.h"
#include "rest/text.h"

namespace procos::rest {
namespace {

constexpr std::string_view kJsonFormat = "application/json";

// What Camunda's engine says; code 0 marks it.
std::unexpected<RestError> engine_error(std::string message) {
  return std::unexpected(RestError{500, "ProcessEngineException", std::move(message), 0, {}});
}

std::unexpected<RestError> illegal_argument(std::string message) {
  return std::unexpected(
      RestError{500, "IllegalArgumentException", std::move(message), std::nullopt, {}});
}

enum class Wanted {
  kNull,
  kBoolean,
  kShort,
  kInteger,
  kLong,
  kDouble,
  kString,
  kDate,
  kBytes,
  kNumber,
  kFile,
  kObject,
  kJson,
  kXml
};

struct TypeRow {
  std::string_view name;  ///< as Camunda's engine calls it
  Wanted wanted;
  std::string_view java_class;  ///< of primitive types, for error messages
};

constexpr std::array kValueTypes{
    TypeRow{"null", Wanted::kNull, "javax.lang.model.type.NullType"},
    TypeRow{"boolean", Wanted::kBoolean, "java.lang.Boolean"},
    TypeRow{"short", Wanted::kShort, "java.lang.Short"},
    TypeRow{"integer", Wanted::kInteger, "java.lang.Integer"},
    TypeRow{"long", Wanted::kLong, "java.lang.Long"},
    TypeRow{"double", Wanted::kDouble, "java.lang.Double"},
    TypeRow{"string", Wanted::kString, "java.lang.String"},
    TypeRow{"date", Wanted::kDate, "java.util.Date"},
    TypeRow{"bytes", Wanted::kBytes, "[B"},
    TypeRow{"number", Wanted::kNumber, "java.lang.Number"},
    TypeRow{"file", Wanted::kFile, ""},
    TypeRow{"object", Wanted::kObject, ""},
    TypeRow{"json", Wanted::kJson, ""},
    TypeRow{"xml", Wanted::kXml, ""},
};

template <class T>
std::optional<Value> whole_value(std::string_view text, Value (*make)(std::int64_t)) {
  if (text.starts_with('+')) text.remove_prefix(1);
  T number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return make(number);
}

std::optional<Value> real_number(std::string_view text) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (text == "NaN") return Value::real(std::numeric_limits<double>::quiet_NaN());
  if (text == "Infinity" || text == "INF") return Value::real(kInfinity);
  if (text == "-Infinity" || text == "-INF") return Value::real(-kInfinity);
  if (text.starts_with('+')) text.remove_prefix(1);
  if (text.find_first_not_of("0123456789+-.eE") != std::string_view::npos) return std::nullopt;
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (end != text.data() + text.size() || error == std::errc::invalid_argument) return std::nullopt;
  if (error == std::errc::result_out_of_range) {
    const std::size_t exponent = text.find_first_of("eE");
    const bool tiny =
        exponent != std::string_view::npos && text.substr(exponent + 1).starts_with('-');
    return Value::real(tiny ? 0.0 : text.starts_with('-') ? -kInfinity : kInfinity);
  }
  return Value::real(number);
}

std::optional<Value> boolean_value(std::string_view text) {
  if (text == "true" || text == "True" || text == "TRUE") return Value::boolean(true);
  if (text == "false" || text == "False" || text == "FALSE") return Value::boolean(false);
  return std::nullopt;
}

// The text of a JSON string literal between its quotes: escapes count, and a quote ends it.
std::optional<std::string> literal_content(const std::string& text) {
  if (text.find_first_of("\\\"") == std::string::npos) {
    for (const char c : text) {
      if (static_cast<unsigned char>(c) < 0x20) return std::nullopt;
    }
    return text;
  }
  const auto parsed = parse_json('"' + text + '"');
  if (!parsed || !parsed->is_string()) return std::nullopt;
  return parsed->get<std::string>();
}

// Camunda prints what is no instance of the wanted class and lets Jackson read that as a string.
std::optional<Value> convert_text(const std::string& raw, Wanted wanted) {
  if (wanted == Wanted::kBytes) {
    auto bytes = base64_decode_strict(raw);
    return bytes ? std::optional(Value::bytes(std::move(*bytes))) : std::nullopt;
  }
  const std::optional<std::string> content = literal_content(raw);
  if (!content) return std::nullopt;
  if (wanted == Wanted::kString) return Value::string(*content);
  const std::string_view text = trim(*content);
  if (text.empty()) return Value::null();
  if (text == "null" && wanted != Wanted::kDate) return Value::null();
  switch (wanted) {
    case Wanted::kShort: return whole_value<std::int16_t>(text, Value::short_integer);
    case Wanted::kInteger: return whole_value<std::int32_t>(text, Value::integer);
    case Wanted::kLong: return whole_value<std::int64_t>(text, Value::long_integer);
    case Wanted::kDouble: return real_number(text);
    case Wanted::kBoolean: return boolean_value(text);
    case Wanted::kDate: {
      const auto time = parse_date(text);
      return time ? std::optional(Value::date(*time)) : std::nullopt;
    }
    default: return std::nullopt;
  }
}

std::optional<Value> convert_primitive(const Json& value, Wanted wanted) {
  if (value.is_null()) return Value::null();
  if (wanted == Wanted::kString && value.is_string())
    return Value::string(value.get<std::string>());
  if (wanted == Wanted::kBoolean && value.is_boolean()) return Value::boolean(value.get<bool>());
  if (wanted == Wanted::kDouble && value.is_number_float()) return Value::real(value.get<double>());
  return convert_text(java_text(value), wanted);
}

const Json* member(const Json* object, std::string_view name) {
  if (!object) return nullptr;
  const auto it = object->find(std::string(name));
  return it == object->end() || it->is_null() ? nullptr : &*it;
}

RestResult<Value> parse_object(std::string_view name, const Json* value, const Json* info) {
  ObjectData data;
  if (value) data.text = value->get<std::string>();
  for (const auto& [key, target] : {std::pair{"objectTypeName", &data.type_name},
                                    std::pair{"serializationDataFormat", &data.format}}) {
    const Json* text = member(info, key);
    if (!text) continue;
    if (!text->is_string()) {
      return std::unexpected(RestError{
          500, "ClassCastException", std::string(key) + " has to be text", std::nullopt, {}});
    }
    *target = text->get<std::string>();
  }
  if (data.format.empty()) {
    return engine_error(
        "Cannot find serializer for value 'ObjectValue [value=null, "
        "isDeserialized=false, serializationDataFormat=null, objectTypeName=" +
        (data.type_name.empty() ? "null" : data.type_name) +
        ", serializedValue=" + std::to_string(data.text.size()) + " chars, isTransient=false]'.");
  }
  if (data.format == "application/x-java-serialized-object") {
    return engine_error("ENGINE-17007 Cannot set variable with name " + std::string(name) +
                        ". Java serialization format is prohibited");
  }
  if (value && data.type_name.empty()) {
    return engine_error("Cannot write serialized value for variable '" + std::string(name) +
                        "': no 'objectTypeName' provided for non-null value.");
  }
  return Value::object(std::move(data));
}

RestResult<Value> parse_file(std::optional<std::string> content, const Json* info) {
  if (!info) return illegal_argument("Cannot create file without valueInfo.");
  FileData data;
  const Json* name = member(info, "filename");
  if (!name) {
    return illegal_argument(
        "Cannot create file without filename! Please set a name into ValueInfo with key filename");
  }
  data.name = java_text(*name);
  if (const Json* type = member(info, "mimeType")) data.mime_type = java_text(*type);
  if (const Json* encoding = member(info, "encoding")) data.encoding = java_text(*encoding);
  if (!content) {
    return illegal_argument("Provided value is not of File, InputStream or byte[] type.");
  }
  data.content = std::move(*content);
  return Value::file(std::move(data));
}

// Without a type, the kind of JSON is the type.
Value infer(const Json& value) {
  switch (value.type()) {
    case Json::value_t::boolean: return Value::boolean(value.get<bool>());
    case Json::value_t::string: return Value::string(value.get<std::string>());
    case Json::value_t::number_float: return Value::real(value.get<double>());
    case Json::value_t::number_unsigned:
      if (value.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max()) break;
      [[fallthrough]];
    case Json::value_t::number_integer: {
      const auto number = value.get<std::int64_t>();
      return number == static_cast<std::int32_t>(number) ? Value::integer(number)
                                                         : Value::long_integer(number);
    }
    case Json::value_t::array:
    case Json::value_t::object: break;
    default: return Value::null();
  }
  return Value::object({java_type_of(value), std::string(kJsonFormat), to_text(value)});
}

/// What null is of, by the name of a type.
ValueType null_type(const TypeRow& row) {
  for (int type = 0; type <= static_cast<int>(ValueType::kXml); ++type) {
    std::string name(type_name(static_cast<ValueType>(type)));
    name[0] = static_cast<char>(name[0] + 32);
    if (name == row.name) return static_cast<ValueType>(type);
  }
  return ValueType::kNull;
}

RestResult<const TypeRow*> find_type(const std::string& type) {
  if (type.empty()) {
    return std::unexpected(RestError{
        500, "StringIndexOutOfBoundsException", "begin 0, end 1, length 0", std::nullopt, {}});
  }
  std::string name = type;
  if (name[0] >= 'A' && name[0] <= 'Z') name[0] = static_cast<char>(name[0] + 32);
  for (const TypeRow& row : kValueTypes) {
    if (row.name == name) return &row;
  }
  return rest_exception(400, "Unsupported value type '" + type + "'");
}

std::unexpected<RestError> not_transient() {
  return illegal_argument("The property 'transient' should have a value of type 'boolean'.");
}

RestResult<Value> parse_typed(std::string_view name, const std::string& type, const Json* value,
                              const Json* info) {
  PROCOS_ASSIGN(const TypeRow* row, find_type(type));
  // Null is no boolean either.
  const bool bad_transient =
      info && info->contains("transient") && !info->at("transient").is_boolean();
  switch (row->wanted) {
    case Wanted::kObject:
    case Wanted::kJson:
    case Wanted::kXml:
      if (value && !value->is_string()) {
        return invalid_request(400,
                               "Must provide 'null' or String value for value of SerializableValue "
                               "type '" +
                                   type + "'.");
      }
      if (bad_transient) return not_transient();
      if (row->wanted == Wanted::kObject) return parse_object(name, value, info);
      if (!value) return Value::null_of(null_type(*row));
      return row->wanted == Wanted::kJson ? Value::json(value->get<std::string>())
                                          : Value::xml(value->get<std::string>());
    case Wanted::kFile:
      if (bad_transient) return not_transient();
      return parse_file(value && value->is_string()
                            ? std::optional(base64_decode_lenient(value->get<std::string>()))
                            : std::nullopt,
                        info);
    default: break;
  }
  if (row->wanted == Wanted::kNumber && (!value || value->is_number())) {
    return engine_error("Cannot serialize value of abstract type number");
  }
  const auto converted = value ? convert_primitive(*value, row->wanted) : Value::null();
  if (!converted || bad_transient) {
    return invalid_request(400, "Cannot convert value '" + (value ? java_text(*value) : "null") +
                                    "' of type '" + type + "' to java type " +
                                    std::string(row->java_class));
  }
  return converted->is_null() ? Value::null_of(null_type(*row)) : *converted;
}

}  // namespace

RestResult<VariableInput> parse_variable(std::string_view name, const Json& dto) {
  if (dto.is_null()) {
    return std::unexpected(RestError{500,
                                     "NullPointerException",
                                     "Variable '" + std::string(name) + "' is null",
                                     std::nullopt,
                                     {}});
  }
  if (!dto.is_object()) {
    return wrong_shape("Variable '" + std::string(name) +
                       "' has to be an object with type and value");
  }
  const Json* type = member(&dto, "type");
  const Json* value = member(&dto, "value");
  const Json* info = member(&dto, "valueInfo");
  if (type && type->is_structured()) {
    return wrong_shape("The type of variable '" + std::string(name) + "' has to be text");
  }
  if (info && !info->is_object()) {
    return wrong_shape("The valueInfo of variable '" + std::string(name) + "' has to be an object");
  }
  VariableInput input;
  if (type) {
    PROCOS_ASSIGN(input.value, parse_typed(name, java_text(*type), value, info));
  } else if (value) {
    input.value = infer(*value);
  }
  const Json* transient = member(info, "transient");
  input.transient = transient && transient->is_boolean() && transient->get<bool>();
  return input;
}

RestResult<VariableInputs> parse_variables(const Json* map) {
  VariableInputs inputs;
  if (!map || map->is_null()) return inputs;
  if (!map->is_object()) return wrong_shape("Variables have to be an object of names and values");
  for (const auto& [name, dto] : map->items()) {
    PROCOS_ASSIGN(VariableInput input, parse_variable(name, dto));
    inputs.emplace_back(name, std::move(input));
  }
  return inputs;
}

RestResult<VariableInput> parse_variable(const MultipartForm& form) {
  const FormPart* data = form.find("data");
  if (!data) {
    return std::unexpected(RestError{
        500, "NullPointerException", "The form has no part named 'data'", std::nullopt, {}});
  }
  if (form.find("type")) {
    const std::string type = data->content_type.value_or("null");
    if (type.find(kJsonFormat) == std::string::npos) {
      return invalid_request(400, "Unrecognized content type for serialized java type: " + type);
    }
    PROCOS_ASSIGN(const Json json, parse_json(data->content));
    return VariableInput{infer(json), false};
  }
  std::string type = "Bytes";
  if (const FormPart* part = form.find("valueType")) {
    if (!part->is_text()) {
      return invalid_request(400, "Form part with name 'valueType' must have a text/plain value");
    }
    type = part->content;
  }
  PROCOS_ASSIGN(const TypeRow* row, find_type(type));
  if (row->wanted == Wanted::kBytes) return VariableInput{Value::bytes(data->content), false};
  if (row->wanted != Wanted::kFile) {
    return invalid_request(400, "Cannot convert value '[B' of type '" + type + "' to java type " +
                                    std::string(row->java_class));
  }
  const std::string content_type = data->content_type.value_or("application/octet-stream");
  const auto mime_type = bare_media_type(content_type);
  if (!mime_type) return rest_exception(400, "Invalid mime type given");
  Json info{{"filename", data->file_name ? Json(*data->file_name) : Json()},
            {"mimeType", *mime_type}};
  if (const auto encoding = header_parameter(content_type, "encoding"))
    info["encoding"] = *encoding;
  PROCOS_ASSIGN(Value value, parse_file(data->content, &info));
  const auto transient = header_parameter(content_type, "transient");
  return VariableInput{std::move(value), transient && iequals(*transient, "true")};
}

RestResult<Value> parse_filter_value(const Json* value) {
  if (!value) return Value::null();
  if (value->is_string()) return filter_value(value->get<std::string>());
  return infer(*value);
}

}  // namespace procos::rest
