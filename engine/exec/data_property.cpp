// BPMN 2.0.2, 10.4.1 has properties hold data of an activity. Camunda (VariableDeclaration) copies
// a variable, or the value of an expression, into one named by camunda:dst when the activity
// starts; it never copies back, and camunda:link works only beside camunda:src.
#include "exec/data_property.h"

#include "exec/variables.h"

namespace procos::exec {
namespace {

Status declare(Context& c, Execution& e, const graph::DataProperty& property) {
  const auto make = [&](const Value& value) -> Status {
    if (!property.destination.empty()) return set_variable(c, e, property.destination, value);
    return fail(ErrorKind::kProcessEngine,
                "A property of user task '" + e.node->id +
                    "' has a source, but no camunda:dst that names its variable.");
  };
  const bool has_source = !property.source.empty();
  if (has_source || property.linked) {
    const state::Variable* source =
        has_source ? find_variable(*e.parent, property.source) : nullptr;
    if (source == nullptr) {
      return fail(ErrorKind::kProcessEngine, "Couldn't create variable '" + property.destination +
                                                 "', since the source variable '" +
                                                 property.source + "' of user task '" + e.node->id +
                                                 "' does not exist.");
    }
    PROCOS_TRY(make(Value(source->row.value)));
  }
  if (property.source_expression) {
    PROCOS_ASSIGN(const Value value, evaluate(c, *property.source_expression, *e.parent));
    PROCOS_TRY(make(value));
  } else if (property.expressed) {
    return fail(ErrorKind::kProcessEngine, "A property of user task '" + e.node->id +
                                               "' has camunda:linkExpr, but no camunda:srcExpr.");
  }
  return {};
}

}  // namespace

Status initialize_properties(Context& c, Execution& e) {
  if (e.is_process_instance() || e.node == nullptr) return {};
  for (const graph::DataProperty& property : e.node->user_task.properties) {
    PROCOS_TRY(declare(c, e, property));
  }
  return {};
}

}  // namespace procos::exec
