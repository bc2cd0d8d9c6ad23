// Process variables between their REST form ({"value", "type"}) and typed values.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "model/value.h"

namespace procos::kernel {

using Variables = std::map<std::string, Value>;

/// What fetchAndLock answers. Types that no worker computes with (Date, File, Bytes) become their
/// text.
Variables variables_from_rest(const nlohmann::json& rest);
nlohmann::json variables_to_rest(const Variables& variables);

/// The variable as plain JSON: Json and serialized Objects parsed, everything else by its type.
nlohmann::json plain_json(const Value& value);
/// A Json variable.
Value json_value(const nlohmann::json& content);
/// A String; a Json string when longer than the 4000 characters that Camunda stores in a String.
Value long_text(const std::string& text);
/// Cut for fields with a limit, never inside a UTF-8 sequence.
std::string shortened(const std::string& text, std::size_t max_bytes);

/// Whether it is there and not null: processes give null for "not set".
bool has(const Variables& variables, const std::string& name);
/// The variable's text; `otherwise` when absent or null. Strings as they are, other types as JSON.
std::string text_of(const Variables& variables, const std::string& name,
                    const std::string& otherwise = {});
/// true for true, "true", "yes", "1"; input parameters written as text arrive as Strings.
bool flag_of(const Variables& variables, const std::string& name, bool otherwise);
/// A whole number, also from text; `otherwise` when absent or none.
std::int64_t number_of(const Variables& variables, const std::string& name, std::int64_t otherwise);

}  // namespace procos::kernel
