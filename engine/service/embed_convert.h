// Between the public interface's types and the engine's.
#pragma once

#include "base/result.h"
#include "command/commands.h"
#include "procos/engine.h"

namespace procos {

Failure to_failure(const Error& error);
Value to_value(const Data& data);
Data to_data(const Value& value);
command::Variables to_variables(const DataMap& data);
Instance to_instance(const state::HiProcessInstanceRow& row);
Instance to_instance(const state::ExecutionRow& row);

/// Turns what a command answers into an Outcome of the public type.
template <class T, class From, class Convert>
Outcome<T> to_outcome(const Result<From>& result, Convert&& convert) {
  if (!result) return to_failure(result.error());
  return convert(*result);
}
inline Outcome<void> to_outcome(const Status& status) {
  if (!status) return to_failure(status.error());
  return {};
}

}  // namespace procos
