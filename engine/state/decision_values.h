// What a decision was evaluated with and what its rules gave, in one text column a side.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/value.h"

namespace procos::state {

/// An input or an output. Outputs of a literal expression have no clause, rule and time.
struct DecisionValue {
  std::string id, clause_id, clause_name;
  std::string rule_id, variable_name;  ///< outputs only
  std::optional<int> rule_order;       ///< outputs of tables, from 1
  Value value;                         ///< bytes and files are not kept
};

/// JSON; empty for none.
std::string text_of(const std::vector<DecisionValue>& values);
/// Of what text_of wrote.
std::vector<DecisionValue> decision_values(const std::string& text);

}  // namespace procos::state
