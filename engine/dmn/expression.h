// Expressions of decisions, in FEEL, JUEL or JavaScript.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "expr/datum.h"
#include "expr/expression.h"
#include "feel/feel.h"
#include "script/script_engine.h"

namespace procos::dmn {

/// What a decision is evaluated in.
struct Surroundings {
  expr::Scope& scope;  ///< variables by name, the time, the user
  /// All variables at once, which scripts get.
  std::function<std::vector<std::pair<std::string, Value>>()> variables;
  script::ScriptEngine* scripts = nullptr;  ///< null: expressions in JavaScript fail
};

/// The names an expression sees: values that the evaluation adds, before those around it.
class Variables {
 public:
  explicit Variables(const Surroundings& around) : around_(around) {}

  /// Hides what had the name.
  void set(std::string name, expr::Datum value);
  /// As it was before the last set().
  void unset() { own_.pop_back(); }

  const Surroundings& around() const { return around_; }
  std::vector<std::pair<std::string, Value>> all() const;
  /// Nullopt: unknown. Objects of the engine are not seen here.
  std::optional<expr::Datum> find(std::string_view name) const;

 private:
  const Surroundings& around_;
  std::vector<std::pair<std::string, expr::Datum>> own_;  ///< the last of a name counts
};

/// An expression that gives a value. What is wrong with its text is said when it is evaluated, as
/// Camunda does.
class Expression {
 public:
  Expression() = default;  ///< empty
  /// `language` as written in the model; empty: FEEL.
  Expression(std::string text, std::string_view language);

  bool empty() const { return std::holds_alternative<std::monostate>(program_); }
  /// Why it can never be evaluated; null: nothing is known to be wrong.
  const Error* defect() const { return std::get_if<Error>(&program_); }
  Result<expr::Datum> evaluate(const Variables& variables) const;

 private:
  struct JavaScript {};
  std::string text_;
  std::variant<std::monostate, feel::Expression, expr::Expression, JavaScript, Error> program_;
};

/// An input entry: FEEL's unary tests, or an expression of another language that has to be true.
class Condition {
 public:
  Condition() = default;  ///< empty: always true
  Condition(std::string text, std::string_view language);

  const Error* defect() const;
  Result<bool> holds(const Variables& variables, const expr::Datum& input,
                     std::string_view input_variable) const;

 private:
  std::variant<std::monostate, feel::UnaryTests, Expression, Error> program_;
};

}  // namespace procos::dmn
