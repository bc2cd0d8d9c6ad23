// What a DMN file defines, ready to be evaluated (DMN 1.3, chapters 6 to 8). Immutable; shared by
// threads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "dmn/expression.h"

namespace procos::dmn {

/// What a typeRef makes of values; kAny leaves them as they are.
enum class Type : std::uint8_t { kAny, kString, kBoolean, kInteger, kLong, kDouble, kDate };

struct Clause {
  std::string id, label;
  Type type = Type::kAny;
  std::string type_name;  ///< as written, for messages
};

struct Input : Clause {
  Expression expression;  ///< empty: the input is null
  std::string variable;   ///< under which entries see the value (camunda:inputVariable)
};

struct Output : Clause {
  std::string name;
};

/// One entry for each column, in their order.
struct Rule {
  std::string id;
  std::vector<Condition> conditions;
  std::vector<Expression> conclusions;
};

enum class HitPolicy : std::uint8_t { kUnique, kFirst, kAny, kRuleOrder, kCollect };
enum class Aggregation : std::uint8_t { kNone, kSum, kCount, kMin, kMax };

struct DecisionTable {
  HitPolicy hit_policy = HitPolicy::kUnique;
  Aggregation aggregation = Aggregation::kNone;
  std::vector<Input> inputs;
  std::vector<Output> outputs;
  std::vector<Rule> rules;
};

struct LiteralExpression {
  Output variable;
  Expression expression;
};

struct Decision {
  std::string id, name, version_tag;
  std::optional<int> history_time_to_live;  ///< days
  std::vector<std::string> required;        ///< ids of decisions of the same file
  std::variant<DecisionTable, LiteralExpression> logic;
};

/// What a file defines: decisions, and with more than one of them the graph of their requirements.
struct Definitions {
  std::string id, name, target_namespace;
  std::vector<Decision> decisions;

  /// Null when there is none of this id.
  const Decision* find(std::string_view decision_id) const;
};

}  // namespace procos::dmn
