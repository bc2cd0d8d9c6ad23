// What history rows say about where something happened.
#pragma once

#include <string>

#include "state/session.h"

namespace procos::history {

/// The activity instance that the current one of `execution` is in, as Camunda records it.
std::string parent_activity_instance_id(const state::Execution& execution);

/// The activity instance a variable of `scope` belongs to.
std::string variable_activity_instance_id(const state::Execution& scope,
                                          const state::VariableRow& variable);

/// Copies the fields that name definition, instance and tenant into a history row that has them.
template <class Row>
void copy_place(Row& row, const state::ExecutionRow& execution) {
  row.process_definition_key = execution.process_definition_key;
  row.process_definition_id = execution.process_definition_id;
  row.process_instance_id = execution.process_instance_id;
  row.execution_id = execution.id;
  row.root_process_instance_id = execution.root_process_instance_id;
  row.tenant_id = execution.tenant_id;
}

}  // namespace procos::history
