// Compensation (BPMN 2.0.2, 10.7.3).
#include "graph/builder.h"

namespace procos::graph {

void ProcessBuilder::warn_ignored_compensation_attributes(const EventContext& event) {
  const auto warn = [&](const Text& attribute, const char* name) {
    if (!attribute) return;
    problems_.warning(
        event.definition.at,
        std::string("attribute '") + name +
            "' is not supported on catching compensation event. attribute will be ignored",
        event.node.id);
  };
  warn(event.definition.ref, "activityRef");
  warn(event.definition.wait_for_completion, "waitForCompletion");
}

void ProcessBuilder::catch_compensation(EventContext& event) {
  NodeFacts& host = facts(*event.node.event_scope);
  if (host.has_compensation_boundary) {
    problems_.error(
        event.definition.at,
        "multiple boundary events with compensateEventDefinition not supported on same activity",
        event.node.id);
  }
  host.has_compensation_boundary = true;
  warn_ignored_compensation_attributes(event);
}

void ProcessBuilder::compensation_sub_process(EventContext& event) {
  Node& sub_process = event.scope;
  Node& around = *sub_process.parent;
  sub_process.for_compensation = true;
  if (around.type == NodeType::kProcess) {
    problems_.error(
        event.model.at,
        "event subprocess with compensation start event is only supported for embedded subprocess "
        "(since "
        "throwing compensation through a call activity-induced process hierarchy is not supported)",
        event.node.id);
  } else if (around.compensation_handler != nullptr) {
    problems_.error(event.model.at,
                    "multiple event subprocesses with compensation start event are not supported "
                    "on the same scope",
                    event.node.id);
  } else {
    around.compensation_handler = &sub_process;
  }
  warn_ignored_compensation_attributes(event);
}

void ProcessBuilder::throw_compensation(EventContext& event) {
  const auto& definition = event.definition;
  Event& into = event.node.event;
  into.activity_ref = definition.ref.value_or("");
  // Camunda always waits, whatever the model says.
  if (definition.wait_for_completion.value_or("true") != "true") {
    problems_.warning(definition.at,
                      "Unsupported attribute value for 'waitForCompletion': "
                      "'waitForCompletion=false' is not supported. "
                      "Compensation event will wait for compensation to join.",
                      event.node.id);
  }
  if (!definition.ref) return;
  const Node* scope = &event.scope;
  if (find_in(*scope, definition.ref) != nullptr) return;
  if (scope->type == NodeType::kEventSubProcess) scope = scope->parent;
  backlog_[scope].push_back({*definition.ref, event.node.id, definition.at});
}

}  // namespace procos::graph
