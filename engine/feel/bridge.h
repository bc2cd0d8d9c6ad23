// Between the values of variables and those of FEEL.
#pragma once

#include "expr/datum.h"
#include "feel/value.h"

namespace procos::feel {

/// Collections and Spin nodes become lists and contexts, a java.util.Date a local date and time.
/// Objects whose class is not known here are null. kExpression: nested too deeply.
Result<Value> value_of(const expr::Datum& datum);
expr::Datum datum_of(const Value& value);

}  // namespace procos::feel
