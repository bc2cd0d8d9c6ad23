// String.format for the conversions s d x o f e b c n and %.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "expr/datum.h"

namespace procos::expr {

Result<std::string> java_format(std::string_view format, std::span<const Datum> arguments);

}  // namespace procos::expr
