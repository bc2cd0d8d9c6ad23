// Escalations (BPMN 2.0.2, 10.5.6).
#include "graph/builder.h"

namespace procos::graph {

void ProcessBuilder::catch_escalation(EventContext& event) {
  Node& node = event.node;
  Event& into = node.event;
  const auto& definition = event.definition;
  const bool boundary = node.type == NodeType::kBoundaryEvent;
  if (boundary) {
    const Node* host = find_in(event.scope, event.model.attached_to);
    const bool can_escalate =
        host->type == NodeType::kSubProcess || host->type == NodeType::kEventSubProcess ||
        host->type == NodeType::kTransaction || host->type == NodeType::kUserTask ||
        (host->type == NodeType::kCallActivity && !host->call.is_case);
    if (!can_escalate) {
      problems_.error(event.model.at,
                      "An escalation boundary event should only be attached to a subprocess, a "
                      "call activity or an "
                      "user task",
                      node.id);
      return;
    }
  }
  into.catch_all = true;
  if (definition.ref) {
    into.ref_id = *definition.ref;
    const auto found = catalog_.escalations.find(*definition.ref);
    if (found == catalog_.escalations.end()) {
      problems_.error(definition.at, "could not find escalation with id '" + *definition.ref + "'",
                      node.id);
    } else {
      into.escalation_code = found->second.code.value_or("");
      into.catch_all = !found->second.code;
    }
  }
  into.code_variable = definition.code_variable.value_or("");
  register_event(event, "", "");
  const std::string what = boundary ? "escalation boundary event" : "escalation event subprocess";
  EscalationCodes& taken = escalations_[{node.event_scope, boundary}];
  if (into.catch_all ? taken.catch_all || !taken.codes.empty() : taken.catch_all) {
    problems_.error(definition.at,
                    "The same scope can not contain an " + what +
                        " without escalation code and another one: without code it catches all "
                        "escalation events.",
                    node.id);
  } else if (!into.catch_all && taken.codes.contains(into.escalation_code)) {
    problems_.error(definition.at,
                    "multiple " + what + "s with the same escalationCode '" + into.escalation_code +
                        "' are not supported on same scope",
                    node.id);
  }
  if (into.catch_all) {
    taken.catch_all = true;
  } else {
    taken.codes.insert(into.escalation_code);
  }
}

void ProcessBuilder::throw_escalation(EventContext& event) {
  const auto& definition = event.definition;
  if (!definition.ref) {
    problems_.error(definition.at,
                    "escalationEventDefinition does not have required attribute 'escalationRef'",
                    event.node.id);
    return;
  }
  const auto found = catalog_.escalations.find(*definition.ref);
  if (found == catalog_.escalations.end()) {
    problems_.error(definition.at, "could not find escalation with id '" + *definition.ref + "'",
                    event.node.id);
  } else if (!found->second.code) {
    problems_.error(definition.at, "throwing escalation event must have an 'escalationCode'",
                    event.node.id);
  } else {
    event.node.event.ref_id = *definition.ref;
    event.node.event.escalation_code = *found->second.code;
  }
}

}  // namespace procos::graph
