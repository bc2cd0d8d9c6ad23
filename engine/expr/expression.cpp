#include "expr/expression.h"

#include "expr/coerce.h"
#include "expr/evaluate.h"
#include "expr/joda.h"
#include "expr/spin_json.h"
#include "expr/value_bridge.h"

namespace procos::expr {

struct Expression::Tree {
  std::string text;
  bool literal = false;
  Value value;      ///< of a literal
  Program program;  ///< of anything else
};

namespace {

constexpr std::string_view kUnknownPropertyPrefix = "Unknown property used in expression: ";
constexpr std::string_view kUnknownMethodPrefix = "Unknown method used in expression: ";
constexpr std::string_view kErrorPrefix = "Error while evaluating expression: ";

// Failures name the expression in Camunda's words; those of another kind come from a host and stay
// as they are.
Error named(Error error, const std::string& text) {
  if (error.kind != ErrorKind::kExpression) return error;
  const std::string_view prefix = error.details == kUnknownProperty ? kUnknownPropertyPrefix
                                  : error.details == kUnknownMethod ? kUnknownMethodPrefix
                                                                    : kErrorPrefix;
  error.message = std::string(prefix) + text + ". Cause: " + error.message;
  error.details.clear();
  return error;
}

Result<std::vector<Value>> element_values(const Datum& datum) {
  std::vector<Value> out;
  if (const auto* json = datum.as<JsonObject>();
      json != nullptr && json->node->kind == JsonNode::Kind::kArray) {
    for (const JsonMember& member : json->node->members) {
      PROCOS_ASSIGN(Value value, value_of(make_json(member.node)));
      out.push_back(std::move(value));
    }
    return out;
  }
  const auto* list = datum.as<ListObject>();
  if (list == nullptr || list->is_array()) {
    return expression_error("the value of class '" + class_name_of(datum) + "' is no Collection");
  }
  out.reserve(list->items.size());
  for (const Datum& item : list->items) {
    PROCOS_ASSIGN(Value value, value_of(item));
    out.push_back(std::move(value));
  }
  return out;
}

// Camunda's list and map parameters hold values whose classes Jackson can write; a value that
// cannot be read as such stands as its text.
Datum datum_of_element(const Value& value) {
  auto datum = datum_of(value);
  return datum ? std::move(*datum) : Datum::string(to_text(value));
}

Value stored(const Datum& datum) {
  auto value = value_of(datum);
  if (value) return std::move(*value);
  auto text = java_json(datum);
  return Value::object(
      {class_name_of(datum) + "<java.lang.Object>", "application/json", text.value_or("null")});
}

}  // namespace

Expression::Expression() : Expression(literal("")) {}
Expression::Expression(std::shared_ptr<const Tree> tree) : tree_(std::move(tree)) {}

Expression Expression::literal(std::string text) {
  auto tree = std::make_shared<Tree>();
  tree->text = text;
  tree->literal = true;
  tree->value = Value::string(std::move(text));
  return Expression(std::move(tree));
}

Result<Expression> Expression::parse(std::string_view text) {
  if (text.find('{') == std::string_view::npos) return literal(std::string(text));
  PROCOS_ASSIGN(ParsedText parsed, parse_program(text));
  auto tree = std::make_shared<Tree>();
  tree->text = text;
  tree->literal = parsed.literal;
  if (parsed.literal) {
    tree->value = Value::string(parsed.program.constants[0].as_text());
  } else {
    tree->program = std::move(parsed.program);
  }
  return Expression(std::move(tree));
}

const std::string& Expression::text() const { return tree_->text; }
bool Expression::is_literal() const { return tree_->literal; }

Result<Value> Expression::evaluate(Scope& scope) const {
  if (tree_->literal) return tree_->value;
  auto datum = run_program(tree_->program, scope);
  if (!datum) return std::unexpected(named(std::move(datum).error(), tree_->text));
  auto value = value_of(*datum);
  if (!value) return std::unexpected(named(std::move(value).error(), tree_->text));
  return value;
}

Result<std::vector<Value>> Expression::evaluate_elements(Scope& scope) const {
  if (tree_->literal) return elements_of(tree_->value);
  auto datum = run_program(tree_->program, scope);
  if (!datum) return std::unexpected(named(std::move(datum).error(), tree_->text));
  auto elements = element_values(*datum);
  if (!elements) return std::unexpected(named(std::move(elements).error(), tree_->text));
  return elements;
}

Result<std::optional<TimeMs>> Expression::evaluate_date(Scope& scope) const {
  if (tree_->literal) return std::nullopt;
  auto datum = run_program(tree_->program, scope);
  if (!datum) return std::unexpected(named(std::move(datum).error(), tree_->text));
  if (datum->kind() == Datum::Kind::kDate) return datum->as_int();
  const auto* joda = datum->as<JodaObject>();
  using Form = JodaObject::Form;
  if (joda != nullptr && (joda->form == Form::kDateTime || joda->form == Form::kInstant))
    return joda->ms;
  return std::nullopt;
}

Result<bool> Expression::evaluate_condition(Scope& scope) const {
  Datum datum = tree_->literal ? Datum::string(tree_->value.as_text()) : Datum();
  if (!tree_->literal) {
    auto result = run_program(tree_->program, scope);
    if (!result) return std::unexpected(named(std::move(result).error(), tree_->text));
    datum = std::move(*result);
  }
  if (datum.is_null())
    return expression_error("condition expression returns null: result is null (" + tree_->text +
                            ")");
  if (datum.kind() != Datum::Kind::kBoolean) {
    return expression_error("condition expression returns non-Boolean: result has class " +
                            class_name_of(datum) + " and not java.lang.Boolean (" + tree_->text +
                            ")");
  }
  return datum.as_bool();
}

bool is_unknown_property(const Error& error) {
  return error.kind == ErrorKind::kExpression && error.message.starts_with(kUnknownPropertyPrefix);
}

Result<std::vector<Value>> elements_of(const Value& collection) {
  PROCOS_ASSIGN(const Datum datum, datum_of(collection));
  return element_values(datum);
}

Value make_list(const std::vector<Value>& elements) {
  std::vector<Datum> items;
  items.reserve(elements.size());
  for (const Value& element : elements) items.push_back(datum_of_element(element));
  return stored(make_array_list(std::move(items)));
}

Value make_map(const std::vector<std::pair<std::string, Value>>& entries) {
  auto map = std::make_shared<MapObject>();
  for (const auto& [name, value] : entries) map->put(Datum::string(name), datum_of_element(value));
  return stored(Datum::object(std::move(map)));
}

std::string to_text(const Value& value) {
  switch (value.type()) {
    case ValueType::kNull: return {};
    case ValueType::kString: return value.as_text();
    default: break;
  }
  const auto datum = datum_of(value);
  if (datum) return coerce_to_text(*datum);
  return value.type() == ValueType::kObject ? value.as_object().text : value.as_text();
}

}  // namespace procos::expr
