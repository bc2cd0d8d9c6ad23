// FEEL, the expression language of DMN (DMN 1.3, chapter 10), as feel-scala 1.19 in Camunda 7.24
// computes it.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "expr/datum.h"

namespace procos::feel {

struct Node;

/// The names that an expression may use, and the world it may ask.
class Names {
 public:
  virtual ~Names() = default;
  /// A variable; nullopt: unknown (FEEL then computes with null).
  virtual std::optional<expr::Datum> resolve(std::string_view name) = 0;
  /// For now() and today().
  virtual TimeMs now_ms() const = 0;
};

/// Immutable, cheap to copy, shared by threads.
class Expression {
 public:
  /// kParse with the place where the text stops to be an expression.
  static Result<Expression> parse(std::string_view text);
  /// Numbers come back as Long, or Double if they are not whole or too large; texts, Booleans and
  /// null as they are; lists as java.util.ArrayList; contexts as maps; dates, times and durations
  /// as TemporalObject (feel/temporal.h); a range as null; a function as an object without parts.
  /// What goes wrong is mostly null; kExpression where feel-scala fails as a whole: an assertion
  /// that does not hold, an argument Java throws at, and what takes too long or too much.
  Result<expr::Datum> evaluate(Names& names) const;

 private:
  explicit Expression(std::shared_ptr<const Node> tree) : tree_(std::move(tree)) {}
  std::shared_ptr<const Node> tree_;
};

/// What stands in a cell of a decision table's input column. Immutable, cheap to copy, shared by
/// threads.
class UnaryTests {
 public:
  /// `-` or nothing, lists with commas, not(...), < 5, [1..3], "a", or any expression. kParse as
  /// above.
  static Result<UnaryTests> parse(std::string_view text);
  /// Whether `input` satisfies them; `?` in the tests is the input, and so is `input_name`. What
  /// gives null does not match. kExpression as above.
  Result<bool> matches(Names& names, const expr::Datum& input, std::string_view input_name) const;

 private:
  explicit UnaryTests(std::shared_ptr<const Node> tree) : tree_(std::move(tree)) {}
  std::shared_ptr<const Node> tree_;
};

}  // namespace procos::feel
