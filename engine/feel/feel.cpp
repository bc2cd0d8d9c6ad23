#include "feel/feel.h"

#include <utility>

#include "feel/bridge.h"
#include "feel/evaluate.h"
#include "feel/tree.h"

namespace procos::feel {
namespace {

// The name under which `in` passes the value to its tests, as feel-scala calls it.
constexpr std::string_view kInputName = "cellInput";

}  // namespace

Result<Expression> Expression::parse(std::string_view text) {
  PROCOS_ASSIGN(NodeRef tree, parse_expression(text));
  return Expression(std::move(tree));
}

Result<expr::Datum> Expression::evaluate(Names& names) const {
  Evaluator evaluator(names, kInputName);
  PROCOS_ASSIGN(const Value value, evaluator.run(*tree_, Scope{}));
  return datum_of(value);
}

Result<UnaryTests> UnaryTests::parse(std::string_view text) {
  // Camunda does not ask FEEL about an empty cell.
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) text = "-";
  PROCOS_ASSIGN(NodeRef tree, parse_unary_tests(text));
  return UnaryTests(std::move(tree));
}

Result<bool> UnaryTests::matches(Names& names, const expr::Datum& input,
                                 std::string_view input_name) const {
  if (input_name.empty()) input_name = kInputName;
  PROCOS_ASSIGN(Value value, value_of(input));
  Scope scope;
  scope.variables.emplace_back(input_name, std::move(value));
  Evaluator evaluator(names, input_name);
  PROCOS_ASSIGN(const Value matched, evaluator.run(*tree_, scope));
  return matched.is_true();
}

}  // namespace procos::feel
