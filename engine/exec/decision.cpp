#include "exec/decision.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/ids.h"
#include "expr/java_text.h"
#include "expr/value_bridge.h"
#include "state/decision_values.h"

namespace procos::exec {
namespace {

using dmn::DecisionResult;
using dmn::ResultEntries;
using expr::Datum;
using state::DecisionValue;

// ---- what history keeps ------------------------------------------------------------------------

/// "in variable 'x'", as Camunda says of what cannot become JSON.
Result<Value> stored(const Datum& datum, const std::string& name) {
  auto value = expr::value_of(datum);
  if (value) return value;
  return fail(ErrorKind::kProcessEngine,
              "Cannot serialize object in variable '" + name + "': " + value.error().message);
}

Result<std::string> inputs_of(const dmn::EvaluatedDecision& evaluated) {
  std::vector<DecisionValue> inputs;
  for (const dmn::EvaluatedInput& input : evaluated.inputs) {
    PROCOS_ASSIGN(Value value, stored(input.value, input.input->id));
    inputs.push_back({new_id(), input.input->id, input.input->label, {}, {}, {}, std::move(value)});
  }
  return state::text_of(inputs);
}

Result<std::string> outputs_of(const dmn::EvaluatedDecision& evaluated) {
  std::vector<DecisionValue> outputs;
  if (evaluated.literal) {
    const auto& [variable, typed] = *evaluated.literal;
    PROCOS_ASSIGN(Value value, stored(typed.datum, variable->name));
    outputs.push_back({new_id(), {}, {}, {}, variable->name, {}, std::move(value)});
  }
  int order = 0;
  for (const dmn::EvaluatedRule& rule : evaluated.rules) {
    ++order;
    for (const auto& [output, typed] : rule.outputs) {
      PROCOS_ASSIGN(Value value, stored(typed.datum, output->name));
      outputs.push_back({new_id(), output->id, output->label, rule.rule->id, output->name, order,
                         std::move(value)});
    }
  }
  return state::text_of(outputs);
}

Result<state::HiDecisionInstanceRow> history_of(const dmn::EvaluatedDecision& evaluated,
                                                const state::DecisionFile& file) {
  const auto of = std::ranges::find(file.rows, evaluated.decision->id,
                                    &state::DecisionDefinitionRow::key);
  if (of == file.rows.end()) {
    return fail(ErrorKind::kNotFound, "The decision '" + evaluated.decision->id +
                                          "' is not deployed any more.");
  }
  state::HiDecisionInstanceRow row;
  row.decision_definition_id = of->id;
  row.decision_definition_key = of->key;
  row.decision_definition_name = of->name;
  row.decision_requirements_definition_id = of->decision_requirements_definition_id;
  row.decision_requirements_definition_key = of->decision_requirements_definition_key;
  row.tenant_id = of->tenant_id;
  if (evaluated.aggregated) {
    const Datum& datum = evaluated.aggregated->value.datum;
    row.value = Value::real(datum.is_integral() ? static_cast<double>(datum.as_int())
                                                : datum.as_double());
  }
  PROCOS_ASSIGN(row.inputs, inputs_of(evaluated));
  PROCOS_ASSIGN(row.outputs, outputs_of(evaluated));
  return row;
}

Status tell(state::Session& session, const dmn::Evaluation& evaluation,
            const state::DecisionFile& file, state::Execution* execution) {
  std::vector<state::HiDecisionInstanceRow> rows;
  const auto add = [&](const dmn::EvaluatedDecision& evaluated) -> Status {
    PROCOS_ASSIGN(auto row, history_of(evaluated, file));
    rows.push_back(std::move(row));
    return {};
  };
  const auto& decisions = evaluation.decisions;
  PROCOS_TRY(add(decisions.back()));
  for (std::size_t i = 0; i + 1 < decisions.size(); ++i) PROCOS_TRY(add(decisions[i]));
  session.tell({.kind = state::FactKind::kDecisionEvaluated,
                .execution = execution,
                .evaluations = &rows,
                .decision_elements = evaluation.elements});
  return {};
}

// ---- mapping -----------------------------------------------------------------------------------

/// In the order in which a java.util.HashMap gives its entries.
Datum entry_map(const ResultEntries& entries) {
  constexpr double kLoad = 0.75;
  std::uint32_t buckets = 16;
  while (static_cast<double>(entries.size()) > kLoad * buckets) buckets *= 2;
  const auto bucket = [&](const std::string& name) {
    const auto hash = static_cast<std::uint32_t>(expr::string_hash(name));
    return (hash ^ (hash >> 16)) & (buckets - 1);
  };
  std::vector<const ResultEntries::value_type*> order;
  for (const auto& entry : entries) order.push_back(&entry);
  std::ranges::stable_sort(order, {}, [&](const auto* entry) { return bucket(entry->first); });
  const auto map = std::make_shared<expr::MapObject>();
  map->class_name = "java.util.HashMap";
  for (const auto* entry : order) map->put(Datum::string(entry->first), entry->second.datum);
  return Datum::object(map);
}

std::unexpected<Error> too_much(std::string_view mapper, const std::string& why) {
  return fail(ErrorKind::kProcessEngine, "ENGINE-22001 The decision result mapper '" +
                                             std::string(mapper) + "' failed: " + why);
}

std::string several_results(std::size_t count) {
  return "DMN-01011 Unable to get single decision result as it has more than one result: " +
         std::to_string(count) + " rules match.";
}

Result<Datum> single_entry(const DecisionResult& result) {
  if (result.size() > 1) return too_much("singleEntry", several_results(result.size()));
  if (result.empty() || result.front().empty()) return Datum();
  if (result.front().size() > 1) {
    return too_much("singleEntry",
                    "DMN-01010 Unable to get single decision result entry as it has more than one "
                    "entry: the rule gives " +
                        std::to_string(result.front().size()) + " outputs.");
  }
  return result.front().front().second.datum;
}

Result<Datum> single_result(const DecisionResult& result) {
  if (result.size() > 1) return too_much("singleResult", several_results(result.size()));
  return result.empty() ? Datum() : entry_map(result.front());
}

std::vector<Datum> column(const DecisionResult& result, const std::string& name) {
  std::vector<Datum> values;
  for (const ResultEntries& entries : result) {
    for (const auto& [key, value] : entries) {
      if (key == name) values.push_back(value.datum);
    }
  }
  return values;
}

Result<Datum> collect_entries(const DecisionResult& result) {
  std::set<std::string> names;
  for (const ResultEntries& entries : result) {
    for (const auto& [name, value] : entries) names.insert(name);
  }
  if (names.size() > 1) {
    return fail(ErrorKind::kProcessEngine,
                "ENGINE-22002 The decision result mapper 'collectEntries' failed. The decision "
                "outputs should only contain values for one output name but found " +
                    std::to_string(names.size()) + ".");
  }
  if (names.empty()) {
    return Datum::object(std::make_shared<expr::ListObject>(
        expr::JavaType::kList, "java.util.Collections$EmptyList", std::vector<Datum>()));
  }
  return expr::make_array_list(column(result, *names.begin()));
}

Result<Datum> result_list(const DecisionResult& result) {
  std::vector<Datum> maps;
  for (const ResultEntries& entries : result) maps.push_back(entry_map(entries));
  return expr::make_array_list(std::move(maps));
}

struct Mapper {
  std::string_view name;
  Result<Datum> (*map)(const DecisionResult&);
};

constexpr std::array kMappers{
    Mapper{"singleEntry", single_entry}, Mapper{"singleResult", single_result},
    Mapper{"collectEntries", collect_entries}, Mapper{"resultList", result_list}};

// ---- decisionResult ----------------------------------------------------------------------------

using expr::Operand;
using Found = std::optional<Result<Operand>>;
using Arguments = std::span<const Value>;

Found as_operand(const Result<Datum>& datum) {
  if (!datum) return std::unexpected(datum.error());
  auto value = stored(*datum, "decisionResult");
  if (!value) return std::unexpected(value.error());
  return Operand(std::move(*value));
}

std::string name_in(Arguments arguments) {
  return arguments.empty() ? std::string() : expr::to_text(arguments.front());
}

/// DmnDecisionResultEntries: the outputs of one rule.
class EntriesHost final : public expr::Host {
 public:
  explicit EntriesHost(ResultEntries entries) : entries_(std::move(entries)) {}

  Found property(std::string_view name) override { return as_operand(entry(name)); }
  Found call(std::string_view method, Arguments arguments) override {
    if (method == "get" || method == "getEntry") return as_operand(entry(name_in(arguments)));
    if (method == "getFirstEntry" || method == "getSingleEntry") {
      if (method == "getFirstEntry" && !entries_.empty())
        return as_operand(entries_.front().second.datum);
      return as_operand(single_entry({entries_}));
    }
    if (method == "getEntryMap") return as_operand(entry_map(entries_));
    if (method == "containsKey") return Operand(Value::boolean(has(name_in(arguments))));
    if (method == "size") {
      return Operand(Value::integer(static_cast<std::int64_t>(entries_.size())));
    }
    if (method == "isEmpty") return Operand(Value::boolean(entries_.empty()));
    return std::nullopt;
  }
  bool has_method(std::string_view name) const override {
    constexpr std::array<std::string_view, 8> kMethods{
        "get",         "getEntry", "getFirstEntry", "getSingleEntry", "getEntryMap",
        "containsKey", "size",     "isEmpty"};
    return std::ranges::find(kMethods, name) != kMethods.end();
  }
  std::string text() const override { return expr::java_text(entry_map(entries_)); }

 private:
  bool has(std::string_view name) const {
    return std::ranges::any_of(entries_, [&](const auto& entry) { return entry.first == name; });
  }
  Datum entry(std::string_view name) const {
    const auto found =
        std::ranges::find_if(entries_, [&](const auto& entry) { return entry.first == name; });
    return found == entries_.end() ? Datum() : found->second.datum;
  }

  ResultEntries entries_;
};

/// DmnDecisionResult: a list of them.
class DecisionResultHost final : public expr::Host {
 public:
  explicit DecisionResultHost(DecisionResult result) : result_(std::move(result)) {}

  /// Only [0], [1] ...
  Found property(std::string_view name) override {
    const bool number = !name.empty() && std::ranges::all_of(name, [](char c) {
      return c >= '0' && c <= '9';
    });
    return number ? rule(std::string(name)) : std::nullopt;
  }
  Found call(std::string_view method, Arguments arguments) override {
    if (method == "getSingleEntry") return as_operand(single_entry(result_));
    if (method == "getSingleResult" && result_.size() > 1)
      return as_operand(single_result(result_));
    if (method == "getSingleResult" || method == "getFirstResult") {
      return result_.empty() ? Found(Operand(Value::null())) : rule("0");
    }
    if (method == "collectEntries")
      return as_operand(expr::make_array_list(column(result_, name_in(arguments))));
    if (method == "getResultList") return as_operand(result_list(result_));
    if (method == "get") return rule(name_in(arguments));
    if (method == "size") {
      return Operand(Value::integer(static_cast<std::int64_t>(result_.size())));
    }
    if (method == "isEmpty") return Operand(Value::boolean(result_.empty()));
    return std::nullopt;
  }
  bool has_method(std::string_view name) const override {
    constexpr std::array<std::string_view, 8> kMethods{
        "getSingleEntry", "getSingleResult", "getFirstResult", "collectEntries",
        "getResultList",  "get",             "size",           "isEmpty"};
    return std::ranges::find(kMethods, name) != kMethods.end();
  }
  std::string text() const override {
    const auto list = result_list(result_);
    return list ? expr::java_text(*list) : std::string();
  }

 private:
  Found rule(const std::string& index) const {
    if (index.size() > 9 || std::stoul(index) >= result_.size()) {
      return fail(ErrorKind::kExpression, "Index " + index + " out of bounds for length " +
                                              std::to_string(result_.size()));
    }
    return Operand(std::make_shared<EntriesHost>(result_[std::stoul(index)]));
  }

  DecisionResult result_;
};

}  // namespace

Result<DecisionResult> evaluate_decision(state::Session& session,
                                         const state::DecisionDefinitionRow& definition,
                                         const DecisionPlace& place) {
  const state::DecisionFilePtr file = session.definitions().decisions(definition);
  const dmn::Decision* decision =
      file == nullptr ? nullptr : file->model->find(definition.key);
  if (decision == nullptr) {
    return fail(ErrorKind::kNotFound, "The file '" + definition.resource_name +
                                          "' of decision '" + definition.id +
                                          "' is not there any more; deploy it again.");
  }
  PROCOS_ASSIGN(dmn::Evaluation evaluation, dmn::evaluate(*file->model, *decision, place.around));
  PROCOS_TRY(tell(session, evaluation, *file, place.execution));
  return std::move(evaluation.result);
}

Result<Value> map_decision_result(const DecisionResult& result, const std::string& mapper) {
  const auto row = std::ranges::find(kMappers, mapper, &Mapper::name);
  if (row == kMappers.end()) {
    return fail(ErrorKind::kNotValid, "There is no decision result mapper '" + mapper + "'.");
  }
  PROCOS_ASSIGN(const Datum datum, row->map(result));
  return stored(datum, "result");
}

std::shared_ptr<expr::Host> decision_result_host(DecisionResult result) {
  return std::make_shared<DecisionResultHost>(std::move(result));
}

}  // namespace procos::exec
