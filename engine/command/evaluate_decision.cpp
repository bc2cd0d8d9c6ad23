// Camunda's EvaluateDecisionCmd.
#include "command/given_variables.h"
#include "command/operation_log.h"
#include "command/support.h"
#include "exec/decision.h"

namespace procos::command {

Result<dmn::DecisionResult> evaluate_decision(Context& context, const std::string& definition_id,
                                              const Variables& variables) {
  const auto* definition =
      context.session.get<state::DecisionDefinitionRow>(definition_id);
  if (definition == nullptr) {
    return fail(ErrorKind::kNotFound,
                "no deployed decision definition found with id '" + definition_id + "'");
  }
  Operation(context, "Evaluate", "DecisionDefinition", kOperator)
      .in_tenant(definition->tenant_id)
      .write({{"decisionDefinitionId", {}, definition->id},
              {"decisionDefinitionKey", {}, definition->key}});
  GivenVariables scope(variables, context.session);
  const auto all = [&] {
    std::vector<std::pair<std::string, Value>> values;
    for (const TypedVariable& variable : variables) values.emplace_back(variable.name,
                                                                       variable.value);
    return values;
  };
  const dmn::Surroundings around{scope, all, context.interpreter.scripts()};
  auto result = exec::evaluate_decision(context.session, *definition, {around});
  if (result) return result;
  return fail(ErrorKind::kProcessEngine, "Exception while evaluating decision with key '" +
                                             definition->key + "': " + result.error().message);
}

}  // namespace procos::command
