// Signals (BPMN 2.0.2, 10.5.6).
#include "graph/builder.h"

namespace procos::graph {

void ProcessBuilder::catch_signal(EventContext& event) {
  throw_signal(event);
  if (event.node.event.name) register_event(event, "signal", event.node.event.name->text());
}

void ProcessBuilder::throw_signal(EventContext& event) {
  const auto& definition = event.definition;
  Event& into = event.node.event;
  if (!definition.ref) {
    problems_.error(definition.at,
                    "signalEventDefinition does not have required property 'signalRef'",
                    event.node.id);
    return;
  }
  const auto found = catalog_.signals.find(*definition.ref);
  if (found == catalog_.signals.end()) {
    problems_.error(definition.at,
                    "Could not find signal with id '" + definition.written_ref.value_or("") + "'",
                    event.node.id);
    return;
  }
  into.ref_id = found->second.id;
  into.name = found->second.name;
  into.async = definition.async;
  const bool throwing =
      event.node.type == NodeType::kThrowEvent || event.node.type == NodeType::kEndEvent;
  if (throwing) into.payload = compiler_.mappings(definition.in, false, event.node.id);
}

}  // namespace procos::graph
