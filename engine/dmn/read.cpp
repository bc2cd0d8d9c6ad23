#include "dmn/read.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "bpmn/xml.h"
#include "dmn/types.h"
#include "model/time_to_live.h"

namespace procos::dmn {
namespace {

using bpmn::Attribute;
using bpmn::Document;
using bpmn::Element;
using bpmn::Namespace;

constexpr std::string_view kInputVariable = "cellInput";  // unless the input names another
// In the order of HitPolicy and Aggregation. PRIORITY and OUTPUT ORDER are part of DMN, but not
// of Camunda.
constexpr std::array<std::string_view, 5> kHitPolicies{"UNIQUE", "FIRST", "ANY", "RULE ORDER",
                                                       "COLLECT"};
constexpr std::array<std::string_view, 4> kAggregations{"SUM", "COUNT", "MIN", "MAX"};
constexpr std::array<std::string_view, 6> kOtherLogic{
    "context", "functionDefinition", "invocation", "list", "relation", "conditional"};

template <std::size_t N>
bool is_one_of(std::string_view value, const std::array<std::string_view, N>& values) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

std::optional<std::string> attribute(const Element& element, std::string_view name) {
  const Attribute* found = element.attribute(Namespace::kNone, name);
  return found == nullptr ? std::nullopt : std::optional<std::string>(found->value);
}

std::vector<const Element*> children(const Element& element, std::string_view name) {
  std::vector<const Element*> found;
  for (const Element* child : element.children) {
    if (child->is(Namespace::kDmn, name)) found.push_back(child);
  }
  return found;
}

const Element* child(const Element& element, std::string_view name) {
  const auto found = children(element, name);
  return found.empty() ? nullptr : found.front();
}

std::string quoted_id(const Element& element) {
  return "'" + attribute(element, "id").value_or("") + "'";
}

class DecisionReader {
 public:
  DecisionReader(const Document& document, model::Problems& problems)
      : document_(document), problems_(problems) {}

  void error(const Element& element, const std::string& message) {
    problems_.abort(document_.at(element), message, attribute(element, "id").value_or(""));
  }

  std::string required(const Element& element, std::string_view name) {
    auto value = attribute(element, name);
    if (!value || (value->empty() && name == "id")) {
      error(element, "The " + std::string(element.name) + " " + quoted_id(element) + " has no " +
                         std::string(name));
    }
    return value.value_or("");
  }

  std::optional<Definitions> definitions(bool require_time_to_live);

 private:
  void check_ids();
  std::optional<Decision> decision(const Element& element, bool require_time_to_live);
  void time_to_live(const Element& element, bool required, Decision& into);
  /// False: the decision is left out.
  bool logic(const Element& element, Decision& into);
  void literal(const Element& decision, const Element& expression, Decision& into);
  DecisionTable table(const Element& table);
  void hit_policy(const Element& table, DecisionTable& into);
  Input input(const Element& input);
  void outputs(const std::vector<const Element*>& columns, DecisionTable& into);
  Rule rule(const Element& rule, const DecisionTable& table);
  /// The text of the element and its language, or that of the whole file.
  template <class Text>
  Text expression(const Element& element);
  void type(const Element& element, Clause& into);
  void requirements(Definitions& into);

  const Document& document_;
  model::Problems& problems_;
  std::unordered_set<std::string> left_out_;
};

/// Ids are unique in a file, those of its diagrams included.
void DecisionReader::check_ids() {
  std::unordered_set<std::string> seen;
  std::vector<const Element*> open{&document_.root()};
  while (!open.empty()) {
    const Element& element = *open.back();
    open.pop_back();
    open.insert(open.end(), element.children.rbegin(), element.children.rend());
    const auto id = attribute(element, "id");
    if (id && !seen.insert(*id).second) error(element, "The id '" + *id + "' is used twice");
  }
}

std::optional<Definitions> DecisionReader::definitions(bool require_time_to_live) {
  const Element& root = document_.root();
  if (!root.is(Namespace::kDmn, "definitions")) {
    error(root, "The root element is '" + std::string(root.name) +
                    "', not 'definitions' in a namespace of DMN 1.1 to 1.5");
    return std::nullopt;
  }
  Definitions read;
  read.id = required(root, "id");
  read.name = required(root, "name");
  read.target_namespace = required(root, "namespace");
  check_ids();
  for (const Element* element : children(root, "decision")) {
    if (auto one = decision(*element, require_time_to_live)) {
      read.decisions.push_back(std::move(*one));
    }
  }
  requirements(read);
  if (problems_.has_errors()) return std::nullopt;
  return read;
}

std::optional<Decision> DecisionReader::decision(const Element& element,
                                                 bool require_time_to_live) {
  Decision read;
  read.id = required(element, "id");
  read.name = required(element, "name");
  const Attribute* tag = element.attribute(Namespace::kCamundaDmn, "versionTag");
  if (tag != nullptr) read.version_tag = tag->value;
  time_to_live(element, require_time_to_live, read);
  if (logic(element, read)) return read;
  left_out_.insert(read.id);
  return std::nullopt;
}

void DecisionReader::time_to_live(const Element& element, bool required, Decision& into) {
  const Attribute* days = element.attribute(Namespace::kCamundaDmn, "historyTimeToLive");
  if (days != nullptr && !days->value.empty()) {
    into.history_time_to_live = model::parse_time_to_live(days->value);
    if (!into.history_time_to_live || *into.history_time_to_live < 0) {
      error(element, "Cannot parse historyTimeToLive: '" + std::string(days->value) +
                         "' is neither a number of days nor of the form P<days>D");
    }
  } else if (required) {
    error(element, "History Time To Live (TTL) cannot be null");
  }
}

bool DecisionReader::logic(const Element& element, Decision& into) {
  if (const Element* found = child(element, "decisionTable")) {
    into.logic = table(*found);
    return true;
  }
  if (const Element* found = child(element, "literalExpression")) {
    literal(element, *found, into);
    return true;
  }
  std::string_view kind = "no decision logic";
  for (const Element* one : element.children) {
    if (one->ns == Namespace::kDmn && is_one_of(one->name, kOtherLogic)) kind = one->name;
  }
  problems_.warning(document_.at(element),
                    "The decision " + quoted_id(element) + " is not deployed: it has " +
                        std::string(kind) + ", not a decision table or a literal expression",
                    into.id);
  return false;
}

void DecisionReader::literal(const Element& decision, const Element& found, Decision& into) {
  LiteralExpression logic;
  logic.expression = expression<Expression>(found);
  if (const Element* variable = child(decision, "variable")) {
    logic.variable.name = attribute(*variable, "name").value_or("");
    type(*variable, logic.variable);
  } else {
    error(decision, "The decision " + quoted_id(decision) +
                        " has a literal expression, but no variable for its result");
  }
  into.logic = std::move(logic);
}

template <class Text>
Text DecisionReader::expression(const Element& element) {
  auto language = attribute(element, "expressionLanguage");
  if (!language) language = attribute(document_.root(), "expressionLanguage");
  const Element* text = child(element, "text");
  Text read(text == nullptr ? std::string() : text->text, language.value_or(""));
  if (const Error* defect = read.defect()) {
    problems_.warning(document_.at(element), defect->message,
                      attribute(element, "id").value_or(""));
  }
  return read;
}

void DecisionReader::type(const Element& element, Clause& into) {
  into.type_name = attribute(element, "typeRef").value_or("");
  into.type = type_named(into.type_name);
}

void DecisionReader::hit_policy(const Element& table, DecisionTable& into) {
  const std::string policy = attribute(table, "hitPolicy").value_or("UNIQUE");
  const auto aggregation = attribute(table, "aggregation");
  const auto found = std::ranges::find(kHitPolicies, policy);
  if (found == kHitPolicies.end()) {
    error(table, "The hit policy '" + policy + "' of the decision table " + quoted_id(table) +
                     " is not supported");
    return;
  }
  into.hit_policy = static_cast<HitPolicy>(found - kHitPolicies.begin());
  if (!aggregation) return;
  const auto how = std::ranges::find(kAggregations, *aggregation);
  if (into.hit_policy != HitPolicy::kCollect) {
    error(table, "The decision table " + quoted_id(table) +
                     " has an aggregation, which only the hit policy COLLECT can have");
  } else if (how == kAggregations.end()) {
    error(table, "The aggregation '" + *aggregation + "' of the decision table " +
                     quoted_id(table) + " is unknown");
  } else {
    into.aggregation = static_cast<Aggregation>(how - kAggregations.begin() + 1);
  }
}

DecisionTable DecisionReader::table(const Element& table) {
  DecisionTable read;
  hit_policy(table, read);
  for (const Element* column : children(table, "input")) read.inputs.push_back(input(*column));
  const auto columns = children(table, "output");
  if (columns.empty()) {
    error(table, "The decision table " + quoted_id(table) + " has no output");
  }
  outputs(columns, read);
  for (const Element* one : children(table, "rule")) read.rules.push_back(rule(*one, read));
  return read;
}

Input DecisionReader::input(const Element& element) {
  Input read;
  read.id = required(element, "id");
  read.label = attribute(element, "label").value_or("");
  const Attribute* variable = element.attribute(Namespace::kCamundaDmn, "inputVariable");
  read.variable = variable == nullptr ? kInputVariable : variable->value;
  if (const Element* found = child(element, "inputExpression")) {
    read.expression = expression<Expression>(*found);
    type(*found, read);
  }
  return read;
}

void DecisionReader::outputs(const std::vector<const Element*>& columns, DecisionTable& into) {
  std::unordered_set<std::string> names;
  for (const Element* column : columns) {
    Output read;
    read.id = required(*column, "id");
    read.label = attribute(*column, "label").value_or("");
    type(*column, read);
    const auto name = attribute(*column, "name");
    if (columns.size() > 1 && !name) required(*column, "name");
    if (name && !names.insert(*name).second) {
      error(*column, "Two outputs of a decision table have the name '" + *name + "'");
    }
    read.name = name.value_or("");
    into.outputs.push_back(std::move(read));
  }
}

Rule DecisionReader::rule(const Element& element, const DecisionTable& table) {
  Rule read;
  read.id = required(element, "id");
  for (const Element* entry : children(element, "inputEntry")) {
    read.conditions.push_back(expression<Condition>(*entry));
  }
  for (const Element* entry : children(element, "outputEntry")) {
    read.conclusions.push_back(expression<Expression>(*entry));
  }
  const auto check = [&](std::size_t entries, std::size_t columns, const std::string& column) {
    if (entries == columns) return;
    error(element, "The rule " + quoted_id(element) + " has " + std::to_string(entries) + " " +
                       column + " entries, its decision table has " + std::to_string(columns) +
                       " " + column + " columns");
  };
  check(read.conditions.size(), table.inputs.size(), "input");
  check(read.conclusions.size(), table.outputs.size(), "output");
  return read;
}

/// Required decisions are there, and none needs itself.
void DecisionReader::requirements(Definitions& into) {
  std::unordered_map<std::string, std::vector<std::string>> needs;
  const auto decisions = children(document_.root(), "decision");
  for (const Element* decision : decisions) needs[attribute(*decision, "id").value_or("")];
  for (const Element* decision : decisions) {
    for (const Element* requirement : children(*decision, "informationRequirement")) {
      const Element* other = child(*requirement, "requiredDecision");
      if (other == nullptr) continue;
      std::string href = required(*other, "href");
      if (href.starts_with('#')) href.erase(0, 1);
      if (!needs.contains(href) || left_out_.contains(href)) {
        error(*decision, "The decision " + quoted_id(*decision) + " requires the decision '" +
                             href + "', which is not among those of its file");
      } else {
        needs[attribute(*decision, "id").value_or("")].push_back(href);
      }
    }
  }
  for (Decision& decision : into.decisions) decision.required = needs[decision.id];
  // Takes away, again and again, what needs nothing any more; what stays needs itself.
  while (std::erase_if(needs, [](const auto& entry) { return entry.second.empty(); }) > 0) {
    for (auto& [id, required] : needs) {
      std::erase_if(required, [&](const std::string& other) { return !needs.contains(other); });
    }
  }
  for (const Element* decision : decisions) {
    if (!needs.contains(attribute(*decision, "id").value_or(""))) continue;
    error(*decision, "The decision " + quoted_id(*decision) +
                         " is in a loop of requirements, or requires one that is");
  }
}

}  // namespace

std::optional<Definitions> read(std::string_view xml, bool require_history_time_to_live,
                                model::Problems& problems) {
  const auto document = Document::read(xml, problems);
  if (!document) return std::nullopt;
  return DecisionReader(*document, problems).definitions(require_history_time_to_live);
}

}  // namespace procos::dmn
