#include "dmn/hit_policy.h"

#include <algorithm>
#include <array>

#include "expr/coerce.h"

namespace procos::dmn {
namespace {

using expr::Datum;

std::string ids_of(const std::vector<EvaluatedRule>& rules) {
  std::string ids;
  for (const EvaluatedRule& rule : rules) {
    ids += (ids.empty() ? "'" : ", '") + rule.rule->id + "'";
  }
  return ids;
}

Status unique(const DecisionTable&, EvaluatedDecision& evaluated) {
  if (evaluated.rules.size() < 2) return {};
  return fail(ErrorKind::kHitPolicy,
              "DMN-03001 Hit policy 'UNIQUE' only allows a single rule to match. Actually match "
              "the rules " +
                  ids_of(evaluated.rules) + " of decision '" + evaluated.decision->id + "'.");
}

Status first(const DecisionTable&, EvaluatedDecision& evaluated) {
  if (evaluated.rules.size() > 1) evaluated.rules.erase(evaluated.rules.begin() + 1,
                                                        evaluated.rules.end());
  return {};
}

bool same_outputs(const EvaluatedRule& a, const EvaluatedRule& b) {
  const auto same = [](const EvaluatedOutput& x, const EvaluatedOutput& y) {
    return x.output == y.output && expr::java_equals(x.value.datum, y.value.datum);
  };
  return std::ranges::equal(a.outputs, b.outputs, same);
}

Status any(const DecisionTable& table, EvaluatedDecision& evaluated) {
  const auto& rules = evaluated.rules;
  const bool same = std::ranges::all_of(
      rules, [&](const EvaluatedRule& rule) { return same_outputs(rules.front(), rule); });
  if (same) return first(table, evaluated);
  return fail(ErrorKind::kHitPolicy,
              "DMN-03002 Hit policy 'ANY' only allows multiple matching rules with equal output. "
              "The rules " +
                  ids_of(rules) + " of decision '" + evaluated.decision->id + "' differ.");
}

// ---- COLLECT with an aggregation ---------------------------------------------------------------

/// All values as integers, as longs or as doubles, whichever they all are first.
struct Numbers {
  Datum::Kind kind = Datum::Kind::kInteger;
  std::vector<std::int64_t> whole;
  std::vector<double> real;
};

bool is_of(const TypedValue& value, Datum::Kind kind) { return value.datum.kind() == kind; }

std::optional<Numbers> wholes(const std::vector<TypedValue>& values, Datum::Kind kind) {
  Numbers numbers{kind, {}, {}};
  for (const TypedValue& value : values) {
    if (is_of(value, kind)) {
      numbers.whole.push_back(value.datum.as_int());
      continue;
    }
    if (value.typed || value.datum.is_null() || kind == Datum::Kind::kInteger) return std::nullopt;
    const auto parsed = expr::parse_java_long(expr::coerce_to_text(value.datum));
    if (!parsed) return std::nullopt;
    numbers.whole.push_back(*parsed);
  }
  return numbers;
}

std::optional<Numbers> reals(const std::vector<TypedValue>& values) {
  Numbers numbers{Datum::Kind::kDouble, {}, {}};
  for (const TypedValue& value : values) {
    if (is_of(value, Datum::Kind::kDouble)) {
      numbers.real.push_back(value.datum.as_double());
      continue;
    }
    if (value.typed || value.datum.is_null()) return std::nullopt;
    const auto parsed = expr::parse_java_double(expr::coerce_to_text(value.datum));
    if (!parsed) return std::nullopt;
    numbers.real.push_back(*parsed);
  }
  return numbers;
}

template <class Number>
Number aggregate(Aggregation aggregation, const std::vector<Number>& numbers) {
  if (aggregation == Aggregation::kMin) return *std::ranges::min_element(numbers);
  if (aggregation == Aggregation::kMax) return *std::ranges::max_element(numbers);
  if constexpr (std::is_integral_v<Number>) {
    std::uint64_t sum = 0;  // wraps around, as in Java
    for (const Number number : numbers) sum += static_cast<std::uint64_t>(number);
    return static_cast<Number>(sum);
  } else {
    Number sum = 0;
    for (const Number number : numbers) sum += number;
    return sum;
  }
}

std::string_view name_of(Aggregation aggregation) {
  constexpr std::array<std::string_view, 5> kNames{"", "SUM", "COUNT", "MIN", "MAX"};
  return kNames[static_cast<std::size_t>(aggregation)];
}

Result<Datum> aggregate(const DecisionTable& table, const std::vector<TypedValue>& values) {
  auto numbers = wholes(values, Datum::Kind::kInteger);
  if (!numbers) numbers = wholes(values, Datum::Kind::kLong);
  if (!numbers) numbers = reals(values);
  if (!numbers) {
    return fail(ErrorKind::kHitPolicy,
                "DMN-03004 Unable to convert the values of output '" + table.outputs.front().id +
                    "' to a type that " + std::string(name_of(table.aggregation)) +
                    " can aggregate: they are not all Integer, Long or Double.");
  }
  if (numbers->kind == Datum::Kind::kDouble)
    return Datum::real(aggregate(table.aggregation, numbers->real));
  return expr::narrowed(aggregate(table.aggregation, numbers->whole), numbers->kind);
}

Status collect(const DecisionTable& table, EvaluatedDecision& evaluated) {
  if (table.aggregation == Aggregation::kNone) return {};
  std::vector<TypedValue> values;
  const Output* column = nullptr;
  for (const EvaluatedRule& rule : evaluated.rules) {
    if (rule.outputs.size() > 1) {
      return fail(ErrorKind::kHitPolicy,
                  "DMN-03003 Unable to execute aggregation '" +
                      std::string(name_of(table.aggregation)) +
                      "' on compound decision output of rule '" + rule.rule->id +
                      "'. Only one output entry allowed.");
    }
    if (rule.outputs.empty()) continue;
    if (column == nullptr) column = rule.outputs.front().output;
    values.push_back(rule.outputs.front().value);
  }
  if (table.aggregation == Aggregation::kCount) {
    // Camunda gives the count of nothing no name.
    if (column == nullptr) column = &table.outputs.front();
    const auto count = static_cast<std::int64_t>(values.size());
    evaluated.aggregated = {column, {Datum::integer(count), true}};
  } else if (!values.empty()) {
    PROCOS_ASSIGN(Datum value, aggregate(table, values));
    evaluated.aggregated = {column, {std::move(value), true}};
  }
  return {};
}

Status rule_order(const DecisionTable&, EvaluatedDecision&) { return {}; }

using Policy = Status (*)(const DecisionTable&, EvaluatedDecision&);
constexpr std::array<Policy, 5> kPolicies{unique, first, any, rule_order, collect};

}  // namespace

Status apply_hit_policy(const DecisionTable& table, EvaluatedDecision& evaluated) {
  return kPolicies[static_cast<std::size_t>(table.hit_policy)](table, evaluated);
}

}  // namespace procos::dmn
