// Typed values written straight into JSON text.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "command/commands.h"
#include "model/value.h"
#include "rest/dto/json_writer.h"
#include "rest/dto/value_dto.h"

namespace procos::rest {

/// How the properties of a value are written.
struct ValueStyle {
  ShowObjects show = ShowObjects::kAsText;
  bool binaries = true;                 ///< Bytes with their content, else null
  std::string_view type_key = "type";
  bool transient = false;               ///< said in the value info
};

/// "type", "value" and "valueInfo", without the brackets of an object. An Object that does not
/// deserialize is an error; nothing is written then.
Status write_value(JsonWriter& out, std::string_view name, const Value& value,
                   const ValueStyle& style);

/// The same followed by "errorMessage": null, or why the value cannot be shown.
void write_value_or_error(JsonWriter& out, std::string_view name, const Value& value,
                          const ValueStyle& style);

/// {"name": {"type", "value", "valueInfo"}, ...}
Status write_variables(JsonWriter& out, const std::vector<std::pair<std::string, Value>>& variables,
                       ShowObjects show);
/// Says of transient ones that they are.
Status write_variables(JsonWriter& out, const command::Variables& variables, ShowObjects show);

}  // namespace procos::rest
