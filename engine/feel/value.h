// What FEEL computes with. Values are immutable and share their parts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "feel/decimal.h"
#include "feel/temporal.h"

namespace procos::feel {

class Value;
struct Context;
struct Function;
struct Range;
struct List;
using ListRef = std::shared_ptr<const List>;
using ContextRef = std::shared_ptr<const Context>;
using FunctionRef = std::shared_ptr<const Function>;
using RangeRef = std::shared_ptr<const Range>;

/// Something went wrong. Most places turn this into null, a few let it through to the caller.
struct Failure {
  std::string message;
  /// Passes the places that turn failures into null: `?` where there is no input.
  bool fatal = false;
};

class Value {
 public:
  enum class Kind : std::uint8_t {
    kNull, kBoolean, kNumber, kString, kDate, kLocalTime, kTime, kLocalDateTime, kDateTime,
    kMonths, kDuration, kList, kContext, kFunction, kRange, kFailure
  };

  Value() = default;
  explicit Value(bool b) : data_(b) {}
  explicit Value(Decimal d) : data_(d) {}
  explicit Value(std::string s) : data_(std::make_shared<const std::string>(std::move(s))) {}
  explicit Value(Date d) : data_(d) {}
  explicit Value(LocalTimeOfDay t) : data_(t) {}
  explicit Value(ZonedTime t) : data_(std::move(t)) {}
  explicit Value(LocalDateTime t) : data_(t) {}
  explicit Value(ZonedDateTime t) : data_(std::move(t)) {}
  explicit Value(MonthsDuration d) : data_(d) {}
  explicit Value(TimeDuration d) : data_(d) {}
  explicit Value(ListRef l) : data_(std::move(l)) {}
  explicit Value(ContextRef c) : data_(std::move(c)) {}
  explicit Value(FunctionRef f) : data_(std::move(f)) {}
  explicit Value(RangeRef r) : data_(std::move(r)) {}
  explicit Value(Failure f) : data_(std::move(f)) {}
  explicit Value(const char*) = delete;  // would become a Boolean

  static Value number(std::int64_t n) { return Value(Decimal(n)); }
  static Value text(std::string_view s) { return Value(std::string(s)); }
  static Value list(std::vector<Value> items);
  static Value failure(std::string message) { return Value(Failure{std::move(message), false}); }
  static Value fatal(std::string message) { return Value(Failure{std::move(message), true}); }

  Kind kind() const { return static_cast<Kind>(data_.index()); }
  bool is(Kind k) const { return kind() == k; }
  bool is_null() const { return is(Kind::kNull); }
  bool is_true() const { return is(Kind::kBoolean) && std::get<bool>(data_); }
  bool is_false() const { return is(Kind::kBoolean) && !std::get<bool>(data_); }
  bool is_failure() const { return is(Kind::kFailure); }
  bool is_fatal() const { return is_failure() && std::get<Failure>(data_).fatal; }

  bool boolean() const { return std::get<bool>(data_); }
  const Decimal& number() const { return std::get<Decimal>(data_); }
  const std::string& string() const { return *std::get<TextRef>(data_); }
  const std::vector<Value>& items() const;
  const ListRef& list() const { return std::get<ListRef>(data_); }
  const Context& context() const { return *std::get<ContextRef>(data_); }
  const ContextRef& context_ref() const { return std::get<ContextRef>(data_); }
  const FunctionRef& function() const { return std::get<FunctionRef>(data_); }
  const Range& range() const { return *std::get<RangeRef>(data_); }
  const Failure& failure() const { return std::get<Failure>(data_); }
  template <class T>
  const T& as() const {
    return std::get<T>(data_);
  }

  /// How many lists, contexts and functions are inside each other.
  std::size_t depth() const;
  /// How much it is if written out, with each part as often as it occurs; 64 bytes of text are one.
  std::size_t weight() const;

 private:
  using TextRef = std::shared_ptr<const std::string>;
  std::variant<std::monostate, bool, Decimal, TextRef, Date, LocalTimeOfDay, ZonedTime,
               LocalDateTime, ZonedDateTime, MonthsDuration, TimeDuration, ListRef, ContextRef,
               FunctionRef, RangeRef, Failure>
      data_;
};

struct List {
  std::vector<Value> items;
  std::size_t depth = 1;
  std::size_t weight = 1;
};

using Entries = std::vector<std::pair<std::string, Value>>;

/// Entries in order. Functions have a name space of their own, as in feel-scala.
struct Context {
  Context(Entries variables, Entries functions, bool literal);
  const Value* find(std::string_view name) const;

  Entries entries;
  Entries functions;
  /// From `{...}` in an expression: such contexts are only the same to `list contains` and `index
  /// of` if they are one and the same.
  bool literal;
  std::size_t depth = 1;
  std::size_t weight = 1;

 private:
  std::unordered_map<std::string_view, std::size_t> index_;  ///< only for large contexts
};

struct Boundary {
  Value value;
  bool closed = true;
};

struct Range {
  Boundary start;
  Boundary end;
};

class Evaluator;
/// The arguments are as many as the function has parameters.
using Invoke = std::function<Value(Evaluator&, std::span<const Value>)>;

struct Function {
  std::vector<std::string> parameters;
  Invoke invoke;
  bool variadic = false;  ///< the last parameter is the list of all further arguments
  std::size_t depth = 1;
};

Value make_context(Entries variables, bool literal);
/// The value with which a name is replaced last counts, at its first place.
void put_entry(Entries& entries, std::string_view name, Value value);

/// The operator `=`: a Boolean, or null if the values cannot be compared.
Value compare_equal(const Value& a, const Value& b);
/// `=` is true.
bool equal(const Value& a, const Value& b);
/// The stricter equality of Java's and Scala's collections, for `list contains` and `index of`.
bool same(const Value& a, const Value& b);
/// Whether <, min, max can order it; lists by their first element.
bool is_comparable(const Value& value);
/// Both comparable, of one kind and not lists.
int compare_order(const Value& a, const Value& b);

/// What string() makes of it.
std::string display_text(const Value& value);
/// FEEL's name of the type, for `instance of`.
std::string_view type_name(const Value& value);
/// `value.name` of anything but a context or list; a failure: there is no such property.
Value property_of(const Value& value, std::string_view name);

}  // namespace procos::feel
