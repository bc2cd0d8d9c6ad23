// Messages (BPMN 2.0.2, 10.5.6): caught by name; throwing one is work as of a service task.
#include "graph/builder.h"

namespace procos::graph {

bool ProcessBuilder::message_of(const Text& key, const Text& written, Position at, Node& node) {
  if (!written) {
    problems_.error(at, "attribute 'messageRef' is required", node.id);
    return false;
  }
  const auto found = catalog_.messages.find(*key);
  if (found == catalog_.messages.end()) {
    problems_.error(at, "Invalid 'messageRef': no message with id '" + *written + "' found",
                    node.id);
    return false;
  }
  node.event.ref_id = found->second.id;
  node.event.name = found->second.name;
  if (!node.event.name || is_blank(node.event.name->text())) {
    problems_.error(at, "Cannot have a message event subscription with an empty or missing name",
                    node.id);
    return false;
  }
  return true;
}

void ProcessBuilder::catch_message(EventContext& event) {
  const auto& definition = event.definition;
  if (!message_of(definition.ref, definition.written_ref, definition.at, event.node)) return;
  const Expression& name = *event.node.event.name;
  if (event.process_start && !name.is_literal()) {
    problems_.error(definition.at,
                    "Invalid message name '" + name.text() +
                        "' for element 'messageEventDefinition': expressions in the message start "
                        "event name are "
                        "not allowed!",
                    event.node.id);
  }
  register_event(event, "message", name.text());
}

void ProcessBuilder::throw_message(EventContext& event) {
  Node& node = event.node;
  const auto& from = event.definition.implementation;
  if (!is_service_like(from)) {
    // Without implementation Camunda sends nothing, and says so in the activity type.
    node.activity_type =
        node.type == NodeType::kThrowEvent ? "intermediateNoneThrowEvent" : "endEvent";
    return;
  }
  node.work = work(from, node.activity_type, node.id);
  if (node.work.kind != Work::Kind::kNone || from.type) return;
  problems_.error(event.definition.at,
                  "One of the attributes 'class', 'delegateExpression', 'type', or 'expression' is "
                  "mandatory on " +
                      node.activity_type,
                  node.id);
}

}  // namespace procos::graph
