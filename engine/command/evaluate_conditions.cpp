// Camunda's EvaluateStartConditionCmd: starts the definitions whose conditional start events hold
// for the given variables.
#include <algorithm>

#include "command/given_variables.h"
#include "command/support.h"

namespace procos::command {
namespace {

struct Start {
  state::DefinitionPtr definition;
  const graph::Node* event;
};

std::vector<const graph::Node*> conditional_starts(const state::Definition& definition) {
  std::vector<const graph::Node*> events;
  for (const graph::Node* node : definition.graph->process().children) {
    const bool conditional = node->trigger == graph::Trigger::kConditional;
    if (node->type == graph::NodeType::kStartEvent && conditional) events.push_back(node);
  }
  return events;
}

/// A condition on a variable that is not given does not hold.
Result<bool> holds(Context& context, const EvaluateConditions& request, const graph::Node& event) {
  const graph::Condition& condition = *event.event.condition;
  const bool concerned = condition.variable_name.empty() ||
                         std::any_of(request.variables.begin(), request.variables.end(),
                                     [&](const TypedVariable& variable) {
                                       return variable.name == condition.variable_name;
                                     });
  if (!concerned) return false;
  GivenVariables scope(request.variables, context.session);
  const Result<bool> result = condition.expression.evaluate_condition(scope);
  if (!result && expr::is_unknown_property(result.error())) return false;
  return result;
}

Result<std::vector<Start>> starts_of_definition(Context& context,
                                                const EvaluateConditions& request) {
  PROCOS_ASSIGN(const state::DefinitionPtr definition,
                require_definition(context, request.process_definition_id));
  std::vector<Start> starts;
  if (definition->row.suspended) return starts;
  const auto events = conditional_starts(*definition);
  if (events.empty()) {
    return fail(ErrorKind::kProcessEngine, "ENGINE-13042 Process definition with id '" +
                                               request.process_definition_id +
                                               "' does not declare conditional start event.");
  }
  for (const graph::Node* event : events) {
    PROCOS_ASSIGN(const bool starts_by_it, holds(context, request, *event));
    if (starts_by_it) starts.push_back({definition, event});
  }
  return starts;
}

Result<std::vector<Start>> starts_by_subscription(Context& context,
                                                  const EvaluateConditions& request) {
  PROCOS_ASSIGN(auto subscriptions,
                find_rows<state::EventSubscriptionRow>(
                    context, {{"ofStartEvents", {}}, {"eventType", {"conditional"}}}));
  if (request.tenant_id || request.without_tenant) {
    std::erase_if(subscriptions,
                  [&](const auto& row) { return row.tenant_id != request.tenant_id.value_or(""); });
  }
  if (subscriptions.empty()) {
    return fail(ErrorKind::kProcessEngine,
                "ENGINE-13043 No subscriptions were found during evaluation of the "
                "conditional start events.");
  }
  std::vector<Start> starts;
  for (const state::EventSubscriptionRow& row : subscriptions) {
    state::DefinitionPtr definition = context.session.definitions().find(row.process_definition_id);
    if (definition == nullptr || definition->row.suspended) continue;
    const graph::Node* event = definition->graph->find(row.activity_id);
    if (event == nullptr) continue;
    PROCOS_ASSIGN(const bool starts_by_it, holds(context, request, *event));
    if (starts_by_it) starts.push_back({std::move(definition), event});
  }
  return starts;
}

}  // namespace

Result<std::vector<state::ExecutionRow>> evaluate_conditions(Context& context,
                                                             const EvaluateConditions& request) {
  PROCOS_ASSIGN(const std::vector<Start> starts, request.process_definition_id.empty()
                                                     ? starts_by_subscription(context, request)
                                                     : starts_of_definition(context, request));
  std::vector<state::ExecutionRow> started;
  for (const Start& start : starts) {
    PROCOS_TRY(authorize_start(context, start.definition->row));
    state::Execution& root = context.session.create_instance(
        start.definition, request.business_key, nullptr, start.definition->row.tenant_id);
    PROCOS_TRY(context.interpreter.start(root, start.event, request.variables));
    started.push_back(root.row);
  }
  return started;
}

}  // namespace procos::command
