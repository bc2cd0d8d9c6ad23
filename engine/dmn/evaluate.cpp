#include "dmn/evaluate.h"

#include <algorithm>

#include "dmn/hit_policy.h"

namespace procos::dmn {
namespace {

using expr::Datum;

// ---- decision tables ---------------------------------------------------------------------------

/// Takes the rules away whose condition in this column does not hold.
Status keep_matching(const Input& input, std::size_t column, const Datum& value,
                     Variables& variables, std::vector<const Rule*>& rules) {
  const bool named = !input.expression.empty();
  if (named) variables.set(input.variable, value);
  Status status;
  std::erase_if(rules, [&](const Rule* rule) {
    if (!status) return true;
    const auto holds = rule->conditions[column].holds(variables, value, input.variable);
    if (!holds) status = std::unexpected(holds.error());
    return !holds.value_or(false);
  });
  if (named) variables.unset();
  return status;
}

Result<EvaluatedRule> conclude(const DecisionTable& table, const Rule& rule,
                               const Variables& variables) {
  EvaluatedRule evaluated{&rule, {}};
  for (std::size_t i = 0; i < table.outputs.size(); ++i) {
    const Expression& conclusion = rule.conclusions[i];
    if (conclusion.empty()) continue;
    PROCOS_ASSIGN(Datum datum, conclusion.evaluate(variables));
    PROCOS_ASSIGN(TypedValue value, typed(table.outputs[i], std::move(datum)));
    evaluated.outputs.push_back({&table.outputs[i], std::move(value)});
  }
  return evaluated;
}

Status evaluate_table(const DecisionTable& table, Variables& variables,
                      EvaluatedDecision& evaluated) {
  std::vector<const Rule*> rules;
  for (const Rule& rule : table.rules) rules.push_back(&rule);
  for (std::size_t i = 0; i < table.inputs.size(); ++i) {
    const Input& input = table.inputs[i];
    PROCOS_ASSIGN(Datum datum, input.expression.evaluate(variables));
    PROCOS_ASSIGN(const TypedValue value, typed(input, std::move(datum)));
    evaluated.inputs.push_back({&input, value.datum});
    PROCOS_TRY(keep_matching(input, i, value.datum, variables, rules));
  }
  for (const Rule* rule : rules) {
    PROCOS_ASSIGN(EvaluatedRule one, conclude(table, *rule, variables));
    evaluated.rules.push_back(std::move(one));
  }
  return apply_hit_policy(table, evaluated);
}

Status evaluate_literal(const LiteralExpression& literal, const Variables& variables,
                        EvaluatedDecision& evaluated) {
  PROCOS_ASSIGN(Datum datum, literal.expression.evaluate(variables));
  PROCOS_ASSIGN(TypedValue value, typed(literal.variable, std::move(datum)));
  evaluated.literal = {&literal.variable, std::move(value)};
  return {};
}

DecisionResult result_of(const EvaluatedDecision& evaluated) {
  const auto single = [](const EvaluatedOutput& output) -> DecisionResult {
    return {{{output.output->name, output.value}}};
  };
  if (evaluated.literal) return single(*evaluated.literal);
  if (evaluated.aggregated) return single(*evaluated.aggregated);
  DecisionResult result;
  for (const EvaluatedRule& rule : evaluated.rules) {
    ResultEntries entries;
    for (const EvaluatedOutput& output : rule.outputs) {
      entries.emplace_back(output.output->name, output.value);
    }
    result.push_back(std::move(entries));
  }
  return result;
}

// ---- requirements ------------------------------------------------------------------------------

/// Each decision once, after those that it requires. There are no loops (dmn/read.cpp).
void add_with_required(const Definitions& definitions, const Decision& decision,
                       std::vector<const Decision*>& order) {
  if (std::ranges::find(order, &decision) != order.end()) return;
  for (const std::string& id : decision.required) {
    if (const Decision* required = definitions.find(id)) {
      add_with_required(definitions, *required, order);
    }
  }
  order.push_back(&decision);
}

bool gives_list(const Decision& decision) {
  const auto* table = std::get_if<DecisionTable>(&decision.logic);
  return table != nullptr && table->aggregation == Aggregation::kNone &&
         (table->hit_policy == HitPolicy::kCollect || table->hit_policy == HitPolicy::kRuleOrder);
}

/// A decision's outputs are variables of those that require it: values where one rule counts, else
/// lists of them.
void offer(const Decision& decision, const DecisionResult& result, Variables& variables) {
  if (result.size() == 1 && !gives_list(decision)) {
    for (const auto& [name, value] : result.front()) variables.set(name, value.datum);
    return;
  }
  std::vector<std::pair<std::string, std::vector<Datum>>> lists;
  for (const ResultEntries& entries : result) {
    for (const auto& [name, value] : entries) {
      auto list = std::ranges::find(lists, name, [](const auto& entry) { return entry.first; });
      if (list == lists.end()) list = lists.insert(list, {name, {}});
      list->second.push_back(value.datum);
    }
  }
  for (auto& [name, items] : lists) variables.set(name, expr::make_array_list(std::move(items)));
}

std::int64_t elements_of(const Decision& decision) {
  const auto* table = std::get_if<DecisionTable>(&decision.logic);
  if (table == nullptr) return 1;
  const std::size_t columns = table->inputs.size() + table->outputs.size();
  return static_cast<std::int64_t>(columns * table->rules.size());
}

}  // namespace

const Decision* Definitions::find(std::string_view decision_id) const {
  const auto found = std::ranges::find(decisions, decision_id, &Decision::id);
  return found == decisions.end() ? nullptr : &*found;
}

Result<Evaluation> evaluate(const Definitions& definitions, const Decision& decision,
                            const Surroundings& around) {
  std::vector<const Decision*> order;
  add_with_required(definitions, decision, order);
  Variables variables(around);
  Evaluation evaluation;
  for (const Decision* one : order) {
    EvaluatedDecision evaluated{one, {}, {}, {}, {}};
    if (const auto* table = std::get_if<DecisionTable>(&one->logic)) {
      PROCOS_TRY(evaluate_table(*table, variables, evaluated));
    } else {
      PROCOS_TRY(
          evaluate_literal(std::get<LiteralExpression>(one->logic), variables, evaluated));
    }
    evaluation.elements += elements_of(*one);
    evaluation.result = result_of(evaluated);
    evaluation.decisions.push_back(std::move(evaluated));
    if (one != &decision) offer(*one, evaluation.result, variables);
  }
  return evaluation;
}

}  // namespace procos::dmn
