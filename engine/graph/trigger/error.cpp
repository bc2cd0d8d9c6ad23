// Errors (BPMN 2.0.2, 10.5.6).
#include "graph/builder.h"

namespace procos::graph {

void ProcessBuilder::catch_error(EventContext& event) {
  Event& into = event.node.event;
  const auto& definition = event.definition;
  if (event.node.type == NodeType::kStartEvent && !event.node.interrupting) {
    problems_.error(event.model.at, "error start event of event subprocess must be interrupting",
                    event.node.id);
  }
  into.catch_all = true;
  if (definition.ref) {
    into.ref_id = *definition.ref;
    const auto found = catalog_.errors.find(*definition.ref);
    const Text code = found == catalog_.errors.end() ? definition.ref : found->second.code;
    into.error_code = code.value_or("");
    into.catch_all = !code;
  }
  into.code_variable = definition.code_variable.value_or("");
  into.message_variable = definition.message_variable.value_or("");
  register_event(event, "", "");
}

void ProcessBuilder::throw_error(EventContext& event) {
  Event& into = event.node.event;
  const auto& definition = event.definition;
  if (!definition.ref || definition.ref->empty()) {
    problems_.error(definition.at, "'errorRef' attribute is mandatory on error end event",
                    event.node.id);
    return;
  }
  into.ref_id = into.error_code = *definition.ref;
  const auto found = catalog_.errors.find(*definition.ref);
  if (found == catalog_.errors.end()) return;
  if (!found->second.code || found->second.code->empty()) {
    problems_.error(definition.at,
                    "'errorCode' is mandatory on errors referenced by throwing error event "
                    "definitions, but the error '" +
                        found->second.id + "' does not define one.",
                    event.node.id);
  }
  into.error_code = found->second.code.value_or("");
  into.error_message = found->second.message;
  into.error_message_expression = found->second.message_expression;
}

}  // namespace procos::graph
