// Between variables' values and what expressions compute with, in the forms Camunda stores.
#pragma once

#include <string>

#include "expr/datum.h"

namespace procos::expr {

/// Objects in JSON become collections, whatever their class; Json and Xml become Spin nodes.
Result<Datum> datum_of(const Value& value);
/// Collections become Objects in application/json; kExpression for what cannot be stored.
Result<Value> value_of(const Datum& datum);
/// Jackson's text of a Java value.
Result<std::string> java_json(const Datum& datum);
/// The type in Jackson's canonical form, e.g. java.util.ArrayList<java.lang.Integer>.
Result<std::string> canonical_type(const Datum& datum);

}  // namespace procos::expr
