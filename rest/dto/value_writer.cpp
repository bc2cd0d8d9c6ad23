#include "rest/dto/value_writer.h"

#include <nlohmann/json.hpp>

#include "rest/dto/base64.h"
#include "rest/json.h"

namespace procos::rest {
namespace {

/// The types whose values need no document; false for the others.
bool write_simple(JsonWriter& out, const Value& value, bool binaries) {
  switch (value.type()) {
    case ValueType::kNull: out.null(); return true;
    case ValueType::kBoolean: out.boolean(value.as_bool()); return true;
    case ValueType::kShort:
    case ValueType::kInteger:
    case ValueType::kLong: out.integer(value.as_int()); return true;
    case ValueType::kString: out.string(value.as_text()); return true;
    case ValueType::kDate: out.date(value.as_int()); return true;
    case ValueType::kBytes:
      if (binaries) {
        out.string(base64_encode(value.as_text()));
      } else {
        out.null();
      }
      return true;
    default: return false;
  }
}

bool is_simple(const Value& value) {
  return value.type() <= ValueType::kBytes && value.type() != ValueType::kDouble;
}

}  // namespace

Status write_value(JsonWriter& out, std::string_view name, const Value& value,
                   const ValueStyle& style) {
  if (is_simple(value)) {
    out.key(style.type_key).string(type_name(value.declared_type()));
    write_simple(out.key("value"), value, style.binaries);
    out.key("valueInfo").raw(style.transient ? R"({"transient":true})" : "{}");
    return {};
  }
  PROCOS_ASSIGN(Json json, variable_json(name, value, style.show));
  if (style.transient) json["valueInfo"]["transient"] = true;
  out.key(style.type_key).raw(to_text(json["type"]));
  out.key("value").raw(to_text(json["value"]));
  out.key("valueInfo").raw(to_text(json["valueInfo"]));
  return {};
}

void write_value_or_error(JsonWriter& out, std::string_view name, const Value& value,
                          const ValueStyle& style) {
  if (auto status = write_value(out, name, value, style); !status) {
    out.key(style.type_key).string(type_name(value.declared_type()));
    out.none("value").key("valueInfo").raw("{}");
    out.key("errorMessage").string(status.error().message);
    return;
  }
  out.none("errorMessage");
}

namespace {

Status write_variable(JsonWriter& out, const std::string& name, const Value& value,
                      ShowObjects show, bool transient) {
  out.key_text(name).begin_object();
  ValueStyle style{show, true};
  style.transient = transient;
  PROCOS_TRY(write_value(out, name, value, style));
  out.end_object();
  return {};
}

}  // namespace

Status write_variables(JsonWriter& out, const std::vector<std::pair<std::string, Value>>& variables,
                       ShowObjects show) {
  out.begin_object();
  for (const auto& [name, value] : variables) {
    PROCOS_TRY(write_variable(out, name, value, show, false));
  }
  out.end_object();
  return {};
}

Status write_variables(JsonWriter& out, const command::Variables& variables, ShowObjects show) {
  out.begin_object();
  for (const auto& variable : variables) {
    PROCOS_TRY(write_variable(out, variable.name, variable.value, show, variable.transient));
  }
  out.end_object();
  return {};
}

}  // namespace procos::rest
