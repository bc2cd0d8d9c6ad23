// Timers (BPMN 2.0.2, 10.5.6): each is a job of the definition.
#include "graph/builder.h"

namespace procos::graph {

std::string ProcessBuilder::timer_configuration(const Timer& timer) {
  const char* kind = timer.kind == Timer::Kind::kDate    ? "DATE: "
                     : timer.kind == Timer::Kind::kCycle ? "CYCLE: "
                                                         : "DURATION: ";
  return kind + timer.expression.text();
}

void ProcessBuilder::catch_timer(EventContext& event) {
  Node& node = event.node;
  const auto& definition = event.definition;
  node.event.timer = compiler_.timer(definition.timer, node.id);
  if (node.id.empty()) problems_.error(definition.at, "Attribute \"id\" is required!");
  const char* handler = node.type == NodeType::kBoundaryEvent ? "timer-transition"
                        : node.type == NodeType::kCatchEvent  ? "timer-intermediate-transition"
                        : event.process_start                 ? "timer-start-event"
                                                              : "timer-start-event-subprocess";
  declare_job(node, handler, timer_configuration(*node.event.timer));
  const bool repeats_in_vain = definition.timer.cycle && node.interrupting &&
                               !event.process_start && node.type != NodeType::kCatchEvent;
  if (repeats_in_vain) {
    problems_.warning(definition.timer.cycle_at,
                      std::string("It is not recommended to use ") +
                          (node.type == NodeType::kBoundaryEvent ? "a cancelling boundary"
                                                                 : "an interrupting start") +
                          " timer event with a time cycle.",
                      node.id);
  }
  register_event(event, "", "");
}

}  // namespace procos::graph
