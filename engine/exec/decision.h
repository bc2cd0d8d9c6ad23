// Decisions of deployed DMN files: evaluated, told to history, mapped to a variable.
#pragma once

#include <string>

#include "dmn/evaluate.h"
#include "script/script_engine.h"
#include "state/session.h"

namespace procos::exec {

/// Where a decision is evaluated.
struct DecisionPlace {
  const dmn::Surroundings& around;
  state::Execution* execution = nullptr;  ///< of the business rule task; null: outside a process
};

/// With what it requires; history knows of it afterwards. Engine strand. Fails where
/// dmn::evaluate does, with kExpression for a result that cannot be stored, and with kNotFound when
/// the file is gone.
Result<dmn::DecisionResult> evaluate_decision(state::Session& session,
                                              const state::DecisionDefinitionRow& definition,
                                              const DecisionPlace& place);

/// camunda:mapDecisionResult: singleEntry, singleResult, collectEntries or resultList.
/// kProcessEngine when the result has more than the mapper takes, kExpression when it cannot be
/// stored.
Result<Value> map_decision_result(const dmn::DecisionResult& result, const std::string& mapper);

/// The variable `decisionResult`, which is there until the command ends.
std::shared_ptr<expr::Host> decision_result_host(dmn::DecisionResult result);

}  // namespace procos::exec
