// BPMN 2.0.2, 10.3.3 Business Rule Task, implemented by a decision (camunda:decisionRef). Camunda's
// DmnBusinessRuleTaskActivityBehavior.
#include "exec/behavior.h"
#include "exec/call.h"
#include "exec/decision.h"
#include "exec/hosts.h"
#include "exec/script.h"
#include "exec/variables.h"

namespace procos::exec {
namespace {

std::string rule_task(const Execution& e) {
  return "Business rule task '" + e.node->id + "' of process instance '" +
         e.row.process_instance_id + "'";
}

Result<state::DecisionDefinitionRow> decision_of(Context& c, Execution& e) {
  PROCOS_ASSIGN(const state::DefinitionQuery query,
                bound_query(c, e, *e.node->work.decision, rule_task(e)));
  auto found = c.session.repository().find_decisions(query);
  if (found.size() == 1) return std::move(found.front());
  if (found.empty()) {
    return fail(ErrorKind::kNullValue,
                rule_task(e) + ": no decision definition deployed with key '" + query.key +
                    "' (version, tag, deployment and tenant must fit).");
  }
  return fail(ErrorKind::kProcessEngine,
              rule_task(e) + ": several versions of decision '" + query.key +
                  "' carry the version tag '" + query.version_tag + "'.");
}

}  // namespace

Status run_decision(Context& c, Execution& e) {
  const graph::Work& work = e.node->work;
  PROCOS_ASSIGN(const state::DecisionDefinitionRow definition, decision_of(c, e));
  ExecutionScope scope(c, e, nullptr);
  const dmn::Surroundings around{
      scope, [&] { return variables_of(e, nullptr); }, c.settings.scripts};
  PROCOS_ASSIGN(dmn::DecisionResult result,
                evaluate_decision(c.session, definition, {around, &e}));
  if (!work.result_variable.empty()) {
    PROCOS_ASSIGN(const Value value, map_decision_result(result, work.map_decision_result));
    PROCOS_TRY(set_variable(c, e, work.result_variable, value));
  }
  c.decision_results[&e] = decision_result_host(std::move(result));
  return leave(c, e);
}

}  // namespace procos::exec
