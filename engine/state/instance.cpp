#include "state/instance.h"

namespace procos::state {

Variable* Execution::find_variable(std::string_view name) const {
  for (const auto& variable : variables) {
    if (variable->row.name == name) return variable.get();
  }
  return nullptr;
}

Execution* Instance::find(std::string_view execution_id) const {
  auto it = executions.find(execution_id);
  return it == executions.end() ? nullptr : it->second.get();
}

}  // namespace procos::state
