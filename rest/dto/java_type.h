// The few Java types that JSON objects can have here.
#pragma once

#include <string>
#include <string_view>

#include "rest/json.h"

namespace procos::rest {

/// The Java type of a value that came as JSON, as Camunda's Spin names it:
/// java.util.ArrayList<java.lang.Integer>,
/// java.util.LinkedHashMap<java.lang.Object,java.lang.Object>.
std::string java_type_of(const Json& value);

enum class JavaFit { kFits, kUnknownType, kOtherShape };

/// Whether a value could be an instance of the named type; classes of a program are unknown.
JavaFit fits_java_type(const Json& value, std::string_view type);

/// Object.toString of Java: [1, a] and {a=1, b=true}.
std::string java_text(const Json& value);

}  // namespace procos::rest
