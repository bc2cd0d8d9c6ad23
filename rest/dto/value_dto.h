// Variables on the wire: {"type", "value", "valueInfo"} <-> procos::Value.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "model/value.h"
#include "rest/error_map.h"
#include "rest/json.h"
#include "rest/multipart.h"

namespace procos::rest {

struct VariableInput {
  Value value;
  bool transient = false;
};
using VariableInputs = std::vector<std::pair<std::string, VariableInput>>;

/// Reads one variable. `dto` is what stands in the body: an object, else 400; null is 500 as in
/// Camunda. Without a type the kind of JSON decides. Refusals have Camunda's status and words;
/// those of its engine carry code 0, so that a resource can wrap() them in its own.
RestResult<VariableInput> parse_variable(std::string_view name, const Json& dto);

/// Reads a map from names to variables, in its order; absent and null give none.
RestResult<VariableInputs> parse_variables(const Json* map);

/// Reads the parts data, valueType and type of a form, as POST .../variables/{name}/data gets them.
RestResult<VariableInput> parse_variable(const MultipartForm& form);

/// The value of a filter in a JSON body, e.g. {"name", "operator", "value"}: text that reads as a
/// date is a Date; numbers are the smallest type that holds them.
RestResult<Value> parse_filter_value(const Json* value);

/// How an Object (and Json, Xml) is shown. Its text is what was stored. Deserialized it is JSON; a
/// running variable then shows the Java type that its content has, a historic one the stored type.
enum class ShowObjects { kAsText, kDeserialized, kDeserializedHistory };

/// For deserializeValues=true|false.
inline ShowObjects show_objects(bool deserialize) {
  return deserialize ? ShowObjects::kDeserialized : ShowObjects::kAsText;
}

/// {"type", "value", "valueInfo"}; the value of a File is never shown. An Object that does not
/// deserialize is a ProcessEngineException; lists show its message as "errorMessage" instead.
Result<Json> variable_json(std::string_view name, const Value& value, ShowObjects show);

/// Adds the same three properties to an object that has more of them.
Status add_variable(Json& object, std::string_view name, const Value& value, ShowObjects show);

/// A File or Bytes as a download; anything else is 400.
RestResult<Response> variable_data(std::string_view id, const Value& value);

/// Double.toString of Java: "1.0", "1.0E10".
std::string java_double(double value);

}  // namespace procos::rest
