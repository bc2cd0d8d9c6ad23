// Unified expression language (JUEL): ${...} and #{...}, also mixed with text, as in Camunda 7.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/value.h"

namespace procos::expr {

class Host;
/// What an expression computes with: a value, or an object of the engine such as `execution`.
using Operand = std::variant<Value, std::shared_ptr<Host>>;

/// An object of the engine that expressions may ask: `execution`, `task`, `caseExecution` ...
class Host {
 public:
  virtual ~Host() = default;
  /// `host.name`. nullopt: there is no such property (the evaluator makes the error).
  virtual std::optional<Result<Operand>> property(std::string_view name) = 0;
  /// `host.method(arguments)`. nullopt: there is no such method.
  virtual std::optional<Result<Operand>> call(std::string_view method,
                                              std::span<const Value> arguments) = 0;
  /// Whether call() knows the name, whatever the arguments: scripts ask before they call.
  virtual bool has_method(std::string_view) const { return false; }
  /// What the object is when it stands in text.
  virtual std::string text() const = 0;
};

/// The names an expression may use and the world it may ask.
class Scope {
 public:
  virtual ~Scope() = default;
  /// A variable visible from here, or `execution`/`task`; nullopt when the name is unknown.
  virtual std::optional<Operand> resolve(std::string_view name) = 0;
  /// For now(), dateTime().
  virtual TimeMs now_ms() const = 0;
  /// For currentUser(), currentUserGroups(); empty without authentication.
  virtual std::string current_user() const { return {}; }
  virtual std::vector<std::string> current_user_groups() const { return {}; }
  /// A method changed the collection or Spin node that variable `name` holds, as `${list.add(4)}`:
  /// it is to be stored with this value, as Camunda's implicit update does.
  virtual void variable_changed(std::string_view /*name*/, const Value& /*value*/) {}
};

/// A parsed expression: immutable, cheap to copy, shared by threads.
class Expression {
 public:
  /// The empty literal.
  Expression();
  /// Text with any number of ${...} or #{...} parts. kParse with position and reason if malformed.
  static Result<Expression> parse(std::string_view text);
  /// Exactly this text, never evaluated.
  static Expression literal(std::string text);

  const std::string& text() const;
  /// No ${...} in it: evaluates to a String, which is text() but for the escape \${ of a plain ${.
  bool is_literal() const;

  /// The value; lists and maps come back as Objects in application/json, Spin nodes as Json/Xml.
  /// Failures are kExpression and name the expression.
  Result<Value> evaluate(Scope& scope) const;
  /// The elements of a collection, for multi-instance; they keep types that JSON would lose (Date,
  /// Json, Xml). kExpression when the value is no collection.
  Result<std::vector<Value>> evaluate_elements(Scope& scope) const;
  /// A java.util.Date, or an instant of Joda's that is converted to one; nullopt: neither.
  Result<std::optional<TimeMs>> evaluate_date(Scope& scope) const;
  /// For conditions: anything but a Boolean is an error, as in Camunda.
  Result<bool> evaluate_condition(Scope& scope) const;

  struct Tree;

 private:
  explicit Expression(std::shared_ptr<const Tree> tree);
  std::shared_ptr<const Tree> tree_;
};

/// The evaluation failed because a variable or property is unknown: "no" for conditional events.
bool is_unknown_property(const Error& error);
/// The elements of a collection: a java.util.List/Set Object in JSON, a Json array; error for
/// anything else.
Result<std::vector<Value>> elements_of(const Value& collection);
/// A java.util.ArrayList / LinkedHashMap Object of the given values (camunda:list, camunda:map).
Value make_list(const std::vector<Value>& elements);
Value make_map(const std::vector<std::pair<std::string, Value>>& entries);
/// The text a value has in `"" + value` style coercion (String coercion of EL); null is "".
std::string to_text(const Value& value);

}  // namespace procos::expr
