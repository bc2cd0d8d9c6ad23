// DMN 1.3, 8.2.10: which of the rules that match count, and what they give together.
#pragma once

#include "dmn/evaluate.h"

namespace procos::dmn {

/// Leaves the rules that count, and aggregates them where the table says so. kHitPolicy when they
/// break the policy.
Status apply_hit_policy(const DecisionTable& table, EvaluatedDecision& evaluated);

}  // namespace procos::dmn
