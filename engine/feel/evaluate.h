// Evaluates a tree: one Evaluator for one evaluation of one expression.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"
#include "feel/feel.h"
#include "feel/tree.h"
#include "feel/value.h"

namespace procos::feel {

/// Names that an expression itself makes: variables of loops, parameters, the entries of a context
/// or item. The first of two equal ones counts, and any of them before those of the parent.
struct Scope {
  const Scope* parent = nullptr;
  Entries variables = {};
  Entries functions = {};
  const Context* context = nullptr;  ///< comes before the variables
};

class Evaluator {
 public:
  Evaluator(Names& names, std::string_view input_name) : names_(names), input_name_(input_name) {}

  /// The result of a whole expression; kExpression where feel-scala fails as a whole.
  Result<Value> run(const Node& node, const Scope& scope);
  Value evaluate(const Node& node, const Scope& scope);
  Value call(const Function& function, std::span<const Value> arguments);

  TimeMs now_ms() const { return names_.now_ms(); }
  /// Ends the evaluation: where Java would throw, and where a limit is reached.
  Value stop(std::string message);
  bool stopped() const { return stop_.has_value(); }
  /// Lets a function go on in spite of a stop, as sort() catches what its function throws.
  std::optional<std::string> take_stop();
  /// Counts work; stops the evaluation if it was too much.
  void charge(std::size_t amount);
  /// The list, or a stop if it is too large or too deep.
  Value checked_list(std::vector<Value> items);
  /// The value, or a stop if it is too heavy or too deep.
  Value checked(Value value);
  /// The text, or a stop if it is too long.
  Value checked_text(std::string text);

 private:
  Value dispatch(const Node& node, const Scope& scope);
  Value list(const Node& node, const Scope& scope);
  Value context(const Node& node, const Scope& scope);
  Value range(const Node& node, const Scope& scope);
  Value input_test(const Node& node, const Scope& scope);
  Value input_in_range(const Node& node, const Scope& scope);
  Value unary_test(const Node& node, const Scope& scope);
  Value compared_to_input(const Value& input, const Value& value);
  Value arithmetic(const Node& node, const Scope& scope);
  Value comparison(const Node& node, const Scope& scope);
  Value ordered(NodeKind kind, const Value& a, const Value& b);
  Value any_of(const Node& node, const Scope& scope);
  Value all_of(const Node& node, const Scope& scope);
  Value negated(const Node& node, const Scope& scope);
  Value if_then_else(const Node& node, const Scope& scope);
  Value in(const Node& node, const Scope& scope);
  Value instance_of(const Node& node, const Scope& scope);
  Value reference(const Node& node, const Scope& scope);
  Value path(const Value& value, std::string_view name);
  Value loop(const Node& node, const Scope& scope);
  Value loop_body(const Node& node, const Scope& scope, const std::vector<Value>& lists);
  Value filter(const Node& node, const Scope& scope);
  Value filter_each(const std::vector<Value>& items, const Node& filter, const Scope& scope);
  Value steps(const Node& node, const Scope& scope);
  Value function_call(const Node& node, const Scope& scope);
  Value qualified_call(const Node& node, const Scope& scope);
  Value invoke(const Node& node, std::size_t first, const Function& function, const Scope& scope);
  Value invoke_builtin(const Node& node, const Scope& scope);
  Value define(const Node& node, const Scope& scope);

  template <class Name>
  std::optional<std::vector<Value>> arguments(const Node& node, std::size_t first,
                                              std::span<const Name> parameters, bool variadic,
                                              const Scope& scope, Value& failure);
  std::optional<Value> variable(std::string_view name, const Scope& scope);
  const Value* root_variable(std::string_view name);
  Value implicit_input(const Scope& scope);
  FunctionRef find_function(const Node& node, std::size_t first, const Scope& scope);

  Names& names_;
  std::string input_name_;
  std::unordered_map<std::string, std::optional<Value>> root_;
  std::optional<std::string> stop_;
  std::optional<std::string> assertion_;
  std::size_t work_ = 0;
  int depth_ = 0;
};

/// The operators; a failure where the kinds do not fit together.
Value add(const Value& a, const Value& b);
Value subtract(const Value& a, const Value& b);
Value multiply(const Value& a, const Value& b);
/// Stops the evaluator where Java would throw.
Value divide(Evaluator& evaluator, const Value& a, const Value& b);
Value raise(Evaluator& evaluator, const Value& a, const Value& b);

/// The place in a list of an index that counts from 1, or from the end if it is negative.
std::optional<std::size_t> list_position(const Decimal& index, std::size_t size);

}  // namespace procos::feel
