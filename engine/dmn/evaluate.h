// Evaluating a decision with all that it requires (DMN 1.3, chapter 8), as Camunda's DMN engine
// does it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dmn/decision.h"
#include "dmn/types.h"

namespace procos::dmn {

/// The outputs of one rule, by name, in the order of their columns; an empty entry is left out.
using ResultEntries = std::vector<std::pair<std::string, TypedValue>>;
using DecisionResult = std::vector<ResultEntries>;

struct EvaluatedInput {
  const Input* input;
  expr::Datum value;
};

struct EvaluatedOutput {
  const Output* output;
  TypedValue value;
};

struct EvaluatedRule {
  const Rule* rule;
  std::vector<EvaluatedOutput> outputs;
};

/// What came out of one decision, and how.
struct EvaluatedDecision {
  const Decision* decision;
  std::vector<EvaluatedInput> inputs;
  std::vector<EvaluatedRule> rules;             ///< that count after the hit policy
  std::optional<EvaluatedOutput> literal;       ///< of a literal expression
  std::optional<EvaluatedOutput> aggregated;    ///< by the hit policy COLLECT
};

/// Points into the definitions, which have to outlive it.
struct Evaluation {
  DecisionResult result;
  std::vector<EvaluatedDecision> decisions;  ///< each once, what is required first
  std::int64_t elements = 0;                 ///< cells of tables, for the metric
};

/// `decision` is one of `definitions`. Any thread, if the surroundings allow it. Fails with
/// kDecision, kDecisionExpression, kFeel, kHitPolicy, or kUnsupported.
Result<Evaluation> evaluate(const Definitions& definitions, const Decision& decision,
                            const Surroundings& around);

}  // namespace procos::dmn
