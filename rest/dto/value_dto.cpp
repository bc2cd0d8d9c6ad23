#include "rest/dto/value_dto.h"

#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "rest/dates.h"
#include "rest/dto/base64.h"
#include "rest/dto/java_type.h"

namespace procos::rest {
namespace {

constexpr std::string_view kObjectFormat = "application/json";

Error cannot_deserialize(std::string_view name, std::string why) {
  return {ErrorKind::kProcessEngine,
          "Cannot deserialize object in variable '" + std::string(name) + "': " + std::move(why),
          0,
          {}};
}

constexpr std::string_view kBrokenJson =
    "SPIN/JACKSON-JSON-01001 Unable to parse input into json node";

Result<Json> deserialize(std::string_view name, const ObjectData& object) {
  if (object.text.empty()) return Json();
  if (object.format != kObjectFormat) {
    return std::unexpected(cannot_deserialize(
        name, "the format " + object.format + " needs the Java class " + object.type_name));
  }
  auto json = parse_json(object.text);
  if (!json) return std::unexpected(cannot_deserialize(name, std::string(kBrokenJson)));
  switch (fits_java_type(*json, object.type_name)) {
    case JavaFit::kFits: return std::move(*json);
    case JavaFit::kUnknownType:
      return std::unexpected(cannot_deserialize(
          name, "SPIN/JACKSON-JSON-01007 Cannot construct java type from string '" +
                    object.type_name + "'"));
    case JavaFit::kOtherShape: break;
  }
  const std::string shown =
      object.text.size() > 10 ? object.text.substr(0, 10) + "..." : object.text;
  return std::unexpected(cannot_deserialize(name, "SPIN/JACKSON-JSON-01006 Cannot deserialize '" +
                                                      shown + "' to java type '" +
                                                      object.type_name + "'"));
}

// Camunda deserializes Json into its own class and shows that object's getters, not the JSON.
Result<Json> json_node(std::string_view name, const std::string& text) {
  const auto json = parse_json(text);
  if (!json) return std::unexpected(cannot_deserialize(name, std::string(kBrokenJson)));
  static constexpr auto kind = [](const Json& j) {
    if (j.is_array()) return "ARRAY";
    if (j.is_object()) return "OBJECT";
    if (j.is_string()) return "STRING";
    if (j.is_boolean()) return "BOOLEAN";
    return j.is_null() ? "NULL" : "NUMBER";
  };
  Json node;
  node["array"] = json->is_array();
  node["boolean"] = json->is_boolean();
  node["dataFormatName"] = kObjectFormat;
  node["nodeType"] = kind(*json);
  node["null"] = json->is_null();
  node["number"] = json->is_number();
  node["object"] = json->is_object();
  node["string"] = json->is_string();
  node["value"] = !json->is_structured();
  return node;
}

Result<Json> xml_element(std::string_view name, const std::string& text) {
  pugi::xml_document document;
  if (!document.load_buffer(text.data(), text.size()) || !document.document_element()) {
    return std::unexpected(
        cannot_deserialize(name, "SPIN/DOM-XML-01009 Unable to parse input into DOM document"));
  }
  return Json{{"dataFormatName", "application/xml"}};
}

Json double_json(double value) {
  if (std::isfinite(value)) return value;
  return java_double(value);
}

}  // namespace

std::string java_double(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 std::chars_format::scientific);
  std::string_view text(buffer.data(), static_cast<std::size_t>(end.ptr - buffer.data()));
  std::string out;
  if (text.starts_with('-')) {
    out = "-";
    text.remove_prefix(1);
  }
  const std::size_t e = text.find('e');
  int exponent = 0;
  const std::string_view digits_of_exponent = text.substr(text[e + 1] == '+' ? e + 2 : e + 1);
  std::from_chars(digits_of_exponent.data(), digits_of_exponent.data() + digits_of_exponent.size(),
                  exponent);
  std::string digits(1, text[0]);
  if (e > 2) digits += text.substr(2, e - 2);
  if (value != 0 && (exponent < -3 || exponent >= 7)) {
    const std::string fraction = digits.size() > 1 ? digits.substr(1) : "0";
    return out + digits[0] + "." + fraction + "E" + std::to_string(exponent);
  }
  if (exponent < 0)
    return out + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  const auto whole = static_cast<std::size_t>(exponent) + 1;
  if (digits.size() <= whole) return out + digits + std::string(whole - digits.size(), '0') + ".0";
  return out + digits.substr(0, whole) + "." + digits.substr(whole);
}

Status add_variable(Json& object, std::string_view name, const Value& value, ShowObjects show) {
  object["type"] = type_name(value.declared_type());
  Json& shown = object["value"] = Json();
  Json info = Json::object();
  switch (value.type()) {
    case ValueType::kNull: break;
    case ValueType::kBoolean: shown = value.as_bool(); break;
    case ValueType::kShort:
    case ValueType::kInteger:
    case ValueType::kLong: shown = value.as_int(); break;
    case ValueType::kDouble: shown = double_json(value.as_double()); break;
    case ValueType::kString: shown = value.as_text(); break;
    case ValueType::kDate: shown = format_date(value.as_int()); break;
    case ValueType::kBytes: shown = base64_encode(value.as_text()); break;
    case ValueType::kFile: {
      const FileData& file = value.as_file();
      info["filename"] = file.name;
      if (!file.mime_type.empty()) info["mimeType"] = file.mime_type;
      if (!file.encoding.empty()) info["encoding"] = file.encoding;
      break;
    }
    case ValueType::kJson:
    case ValueType::kXml: {
      if (show == ShowObjects::kAsText) {
        shown = value.as_text();
      } else if (value.type() == ValueType::kJson) {
        PROCOS_ASSIGN(shown, json_node(name, value.as_text()));
      } else {
        PROCOS_ASSIGN(shown, xml_element(name, value.as_text()));
      }
      break;
    }
    case ValueType::kObject: {
      const ObjectData& data = value.as_object();
      if (!data.type_name.empty()) info["objectTypeName"] = data.type_name;
      info["serializationDataFormat"] = data.format;
      if (show == ShowObjects::kAsText) {
        if (!data.text.empty()) shown = data.text;
        break;
      }
      PROCOS_ASSIGN(shown, deserialize(name, data));
      if (show == ShowObjects::kDeserialized && shown.is_structured()) {
        info["objectTypeName"] = java_type_of(shown);
      }
      break;
    }
  }
  object["valueInfo"] = std::move(info);
  return {};
}

Result<Json> variable_json(std::string_view name, const Value& value, ShowObjects show) {
  Json json;
  PROCOS_TRY(add_variable(json, name, value, show));
  return json;
}

RestResult<Response> variable_data(std::string_view id, const Value& value) {
  if (value.declared_type() == ValueType::kBytes) {
    return text_response(value.is_null() ? std::string() : value.as_text(),
                         "application/octet-stream");
  }
  if (value.type() != ValueType::kFile) {
    return invalid_request(
        400, "Value of variable with id " + std::string(id) + " is not a binary value.");
  }
  const FileData& file = value.as_file();
  std::string type = file.mime_type.empty() ? "application/octet-stream" : file.mime_type;
  if (!file.encoding.empty()) type += "; charset=" + file.encoding;
  return attachment(file.content, file.name, std::move(type));
}

}  // namespace procos::rest
