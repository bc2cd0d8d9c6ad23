// What the types of generated form fields make of values: Camunda's FormTypes.
#pragma once

#include "base/result.h"
#include "graph/graph.h"
#include "model/value.h"

namespace procos::graph {

/// As it is stored as a variable; a null keeps the field's type. kProcessEngine when the type
/// cannot hold the value.
Result<Value> to_model_value(const FormField& field, const Value& value);
/// As a form shows it: the same, but dates are text in the field's pattern.
Result<Value> to_form_value(const FormField& field, const Value& value);

}  // namespace procos::graph
