// JSONPath as Spin's jsonPath() evaluates it (Jayway's dialect, without its extensions beyond
// functions and filters).
#pragma once

#include <memory>
#include <string_view>

#include "expr/spin_json.h"

namespace procos::expr {

Result<std::shared_ptr<const JsonPath>> compile_json_path(std::string_view text);
/// A definite path gives its node or fails; any other an array of all matches.
Result<JsonRef> evaluate_json_path(const JsonPath& path, const JsonRef& root);

}  // namespace procos::expr
