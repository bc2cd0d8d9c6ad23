// Messages (BPMN 2.0.2, 10.5.6). Throwing one is work as of a service task; what comes with one
// that is caught can be meant for the scope that it starts.
#include "exec/tree.h"
#include "exec/triggers.h"
#include "exec/variables.h"

namespace procos::exec {

Status keep_triggered_payload(Context& c, Execution& e, const Node& event,
                              const Variables& payload) {
  if (payload.empty()) return {};
  if (event.type == NodeType::kCatchEvent && event.trigger == Trigger::kMessage) {
    return set_variables(c, e, payload, true);
  }
  auto list = std::make_unique<state::VariableList>();
  for (const TypedVariable& variable : payload) list->emplace_back(variable.name, variable.value);
  e.instance->payload_for_triggered_scope = std::move(list);
  return {};
}

void set_triggered_payload(Context& c, Execution& e, const Node& node) {
  auto& payload = e.instance->payload_for_triggered_scope;
  const bool message_start =
      node.type == NodeType::kStartEvent && node.trigger == Trigger::kMessage;
  const bool message_boundary =
      node.type == NodeType::kBoundaryEvent && node.trigger == Trigger::kMessage;
  if (payload == nullptr || !(message_start || message_boundary)) return;
  for (const auto& [name, value] : *payload) c.session.set_local(e, name, value, e);
  payload = nullptr;
}

}  // namespace procos::exec
