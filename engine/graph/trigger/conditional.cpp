// Conditions on variables (BPMN 2.0.2, 10.5.6).
#include "graph/builder.h"

namespace procos::graph {

void ProcessBuilder::catch_condition(EventContext& event) {
  const auto& definition = event.definition;
  Node& node = event.node;
  if (!definition.condition) {
    problems_.error(definition.at, "Conditional event must contain an expression for evaluation.",
                    node.id);
    return;
  }
  Condition& condition = node.event.condition.emplace();
  std::optional<Expression> expression;
  std::optional<Script> script;
  compile_condition(*definition.condition, node.id, expression, script);
  if (expression) condition.expression = *expression;
  if (script) condition.script = std::make_shared<const Script>(*std::move(script));
  condition.text = definition.condition->text;
  graph_->has_conditional_events = true;
  condition.variable_name = definition.variable_name.value_or("");
  condition.variable_events = comma_separated(definition.variable_events.value_or(""));
  for (const auto& change : condition.variable_events) {
    if (change == "create" || change == "update" || change == "delete") continue;
    problems_.warning(
        definition.at,
        "Variable event: " + change +
            " is not valid. Possible variable change events are: [create, delete, update]",
        node.id);
  }
  // Only start events of a process may not share a condition.
  register_event(event, event.process_start ? "conditional" : "", condition.text);
}

}  // namespace procos::graph
