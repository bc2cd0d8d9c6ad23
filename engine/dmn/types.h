// Values as the typeRef of their clause wants them: Camunda's DmnDataTypeTransformers.
#pragma once

#include <optional>
#include <string_view>

#include "dmn/decision.h"

namespace procos::dmn {

/// Any case; kAny for a type that Camunda does not know.
Type type_named(std::string_view name);

/// A value, and whether its type was declared: the others are shown without one. Null is never
/// typed.
struct TypedValue {
  expr::Datum datum;
  bool typed = false;
};

/// kDecision when the value cannot become one of the clause's type.
Result<TypedValue> typed(const Clause& clause, expr::Datum datum);

}  // namespace procos::dmn
