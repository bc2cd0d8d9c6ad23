#include "feel/evaluate.h"

#include <algorithm>
#include <utility>

#include "feel/bridge.h"
#include "feel/functions.h"

namespace procos::feel {
namespace {

using Kind = Value::Kind;

// Two seconds or so: no decision takes longer, and nothing else runs on the thread meanwhile.
constexpr std::size_t kMaxWork = 20'000'000;
constexpr std::size_t kMaxItems = 1'000'000;   // as the other expressions allow (expr::detached)
constexpr std::size_t kMaxText = 16U << 20;    // a text that large fits in no variable
constexpr std::size_t kMaxValueDepth = 500;    // parts are freed one inside the other
constexpr std::size_t kMaxWeight = 4'000'000;  // so that nothing written out fills the memory
constexpr int kMaxDepth = 800;                 // calls inside calls; a few hundred bytes each

bool refers_to(const Node& node, std::string_view name) {
  if (node.kind == NodeKind::kReference && node.names.front() == name) return true;
  return std::any_of(node.children.begin(), node.children.end(),
                     [&](const NodeRef& child) { return refers_to(*child, name); });
}

Value null_if_failed(Value value) {
  return value.is_failure() && !value.is_fatal() ? Value() : value;
}

// A Boolean, or null for anything else; a fatal failure stays.
Value boolean_or_null(Value value) {
  return value.is(Kind::kBoolean) || value.is_fatal() ? value : Value();
}

// `or` stops at true, `and` at false. nullopt of `next`: there is no more.
template <class Next>
Value fold_booleans(bool stops_at, Next next) {
  Value state(!stops_at);
  while (std::optional<Value> item = next()) {
    const bool decided = item->is(Kind::kBoolean) && item->boolean() == stops_at;
    if (decided || item->is_fatal()) return std::move(*item);
    state = state.is_null() ? Value() : boolean_or_null(std::move(*item));
  }
  return state;
}

}  // namespace

Result<Value> Evaluator::run(const Node& node, const Scope& scope) {
  Value value = evaluate(node, scope);
  const auto failed = [](const std::string& why) {
    return fail(ErrorKind::kExpression, "failed to evaluate the FEEL expression: " + why);
  };
  if (stop_) return failed(*stop_);
  if (assertion_) return failed("assertion failure: " + *assertion_);
  if (value.is_failure()) return failed(value.failure().message);
  return value;
}

Value Evaluator::stop(std::string message) {
  if (!stop_) stop_ = std::move(message);
  return Value::fatal("stopped");
}

std::optional<std::string> Evaluator::take_stop() {
  // What a limit stopped stays stopped.
  if (work_ > kMaxWork) return std::nullopt;
  return std::exchange(stop_, std::nullopt);
}

void Evaluator::charge(std::size_t amount) {
  work_ += amount;
  if (work_ > kMaxWork) stop_ = "it takes more than 20 million steps";
}

Value Evaluator::checked_list(std::vector<Value> items) {
  charge(items.size() / 8);
  if (items.size() > kMaxItems) {
    return stop("a list has more than a million items");
  }
  return checked(Value::list(std::move(items)));
}

Value Evaluator::checked(Value value) {
  if (value.depth() > kMaxValueDepth) return stop("values are nested deeper than 500 levels");
  if (value.weight() > kMaxWeight) return stop("a value has more than 4 million parts");
  return value;
}

Value Evaluator::checked_text(std::string text) {
  charge(text.size() / 64);
  if (text.size() > kMaxText) return stop("a text is longer than 16 MiB");
  return Value(std::move(text));
}

Value Evaluator::evaluate(const Node& node, const Scope& scope) {
  charge(1);
  if (stopped()) return Value::fatal("stopped");
  if (depth_ >= kMaxDepth) {
    work_ = kMaxWork;
    charge(1);
    stop_ = "more than 800 operations and calls are inside each other";
    return Value::fatal("stopped");
  }
  ++depth_;
  Value value = dispatch(node, scope);
  --depth_;
  return value;
}

Value Evaluator::dispatch(const Node& node, const Scope& scope) {
  switch (node.kind) {
    case NodeKind::kConstant: return node.value;
    case NodeKind::kInput:
      if (auto input = variable("?", scope)) return std::move(*input);
      return Value::fatal("'?' can only be used inside of unary tests");
    case NodeKind::kList: return list(node, scope);
    case NodeKind::kContext: return context(node, scope);
    case NodeKind::kRange: return range(node, scope);
    case NodeKind::kInputEqual:
    case NodeKind::kInputLess:
    case NodeKind::kInputLessOrEqual:
    case NodeKind::kInputGreater:
    case NodeKind::kInputGreaterOrEqual: return input_test(node, scope);
    case NodeKind::kInputInRange: return input_in_range(*node.children[0], scope);
    case NodeKind::kUnaryTest: return unary_test(*node.children[0], scope);
    case NodeKind::kAdd:
    case NodeKind::kSubtract:
    case NodeKind::kMultiply:
    case NodeKind::kDivide:
    case NodeKind::kPower:
    case NodeKind::kNegate: return null_if_failed(arithmetic(node, scope));
    case NodeKind::kEqual:
    case NodeKind::kLess:
    case NodeKind::kLessOrEqual:
    case NodeKind::kGreater:
    case NodeKind::kGreaterOrEqual: return comparison(node, scope);
    case NodeKind::kAnyOf: return any_of(node, scope);
    case NodeKind::kAllOf: return all_of(node, scope);
    case NodeKind::kNot: return negated(node, scope);
    case NodeKind::kIf: return if_then_else(node, scope);
    case NodeKind::kIn: return in(node, scope);
    case NodeKind::kInstanceOf: return instance_of(node, scope);
    case NodeKind::kReference: return reference(node, scope);
    case NodeKind::kPath: {
      const Value value = evaluate(*node.children[0], scope);
      return value.is_failure() ? value : path(value, node.name);
    }
    case NodeKind::kSome:
    case NodeKind::kEvery:
    case NodeKind::kFor: return null_if_failed(loop(node, scope));
    case NodeKind::kFilter: return null_if_failed(filter(node, scope));
    case NodeKind::kSteps: return steps(node, scope);
    case NodeKind::kCall: return null_if_failed(function_call(node, scope));
    case NodeKind::kQualifiedCall: return qualified_call(node, scope);
    case NodeKind::kFunction: return define(node, scope);
  }
  return {};
}

Value Evaluator::list(const Node& node, const Scope& scope) {
  std::vector<Value> items;
  items.reserve(node.children.size());
  for (const NodeRef& child : node.children) {
    items.push_back(evaluate(*child, scope));
    if (items.back().is_failure()) return Value::failure(items.back().failure().message);
  }
  return checked_list(std::move(items));
}

// An entry sees those before it.
Value Evaluator::context(const Node& node, const Scope& scope) {
  Scope inside{.parent = &scope};
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    Value value = evaluate(*node.children[i], inside);
    if (value.is_failure()) return Value::failure(value.failure().message);
    if (value.is(Kind::kFunction)) {
      inside.functions.emplace_back(node.names[i], std::move(value));
    } else {
      put_entry(inside.variables, node.names[i], std::move(value));
    }
  }
  return checked(Value(std::make_shared<const Context>(std::move(inside.variables),
                                                       std::move(inside.functions), true)));
}

Value Evaluator::range(const Node& node, const Scope& scope) {
  Value start = evaluate(*node.children[0], scope);
  if (start.is_failure()) return start;
  Value end = evaluate(*node.children[1], scope);
  if (end.is_failure()) return end;
  const bool valid = start.kind() == end.kind() && is_comparable(start) &&
                     !start.is(Kind::kString) && !start.is(Kind::kList);
  if (!valid) return Value::failure("a range needs two numbers, dates, times or durations");
  return Value(std::make_shared<const Range>(Range{{std::move(start), node.closed_start},
                                                   {std::move(end), node.closed_end}}));
}

Value Evaluator::implicit_input(const Scope& scope) {
  return variable(input_name_, scope).value_or(Value());
}

Value Evaluator::input_test(const Node& node, const Scope& scope) {
  const Value input = implicit_input(scope);
  if (input.is_failure()) return input;
  const Value value = evaluate(*node.children[0], scope);
  if (value.is_failure()) return value;
  switch (node.kind) {
    case NodeKind::kInputLess: return ordered(NodeKind::kLess, input, value);
    case NodeKind::kInputLessOrEqual: return ordered(NodeKind::kLessOrEqual, input, value);
    case NodeKind::kInputGreater: return ordered(NodeKind::kGreater, input, value);
    case NodeKind::kInputGreaterOrEqual: return ordered(NodeKind::kGreaterOrEqual, input, value);
    default: return compare_equal(input, value);
  }
}

Value Evaluator::input_in_range(const Node& node, const Scope& scope) {
  const Value start = evaluate(*node.children[0], scope);
  const Value end = evaluate(*node.children[1], scope);
  const Value input = implicit_input(scope);
  if (input.is_failure()) return input;
  if (start.kind() != input.kind() || end.kind() != input.kind() || !is_comparable(input) ||
      !is_comparable(start) || !is_comparable(end)) {
    return {};
  }
  const Value after = ordered(
      node.closed_start ? NodeKind::kGreaterOrEqual : NodeKind::kGreater, input, start);
  if (!after.is_true()) return after;
  return ordered(node.closed_end ? NodeKind::kLessOrEqual : NodeKind::kLess, input, end);
}

Value Evaluator::unary_test(const Node& node, const Scope& scope) {
  const Value input = implicit_input(scope);
  if (input.is_failure()) return input;
  Value value = evaluate(node, scope);
  if (stopped()) return value;
  if (value.is_fatal()) {
    const Scope inside{.parent = &scope, .variables = {{"?", input}}};
    Value tested = evaluate(node, inside);
    return tested.is(Kind::kBoolean) || stopped() ? tested : Value();
  }
  return compared_to_input(input, value);
}

// A test is satisfied if it is true, if it contains the input or if it is the input.
Value Evaluator::compared_to_input(const Value& input, const Value& value) {
  if (value.is_true()) return value;
  if (value.is(Kind::kList)) {
    charge(value.weight());
    const auto is_input = [&](const Value& item) { return same(item, input); };
    if (std::any_of(value.items().begin(), value.items().end(), is_input)) return Value(true);
  }
  if (value.is_failure()) return Value(false);
  const Value equality = compare_equal(input, value);
  if (equality.is_true()) return equality;
  if (value.is_false() || value.is(Kind::kList)) return Value(false);
  return equality;
}

Value Evaluator::arithmetic(const Node& node, const Scope& scope) {
  const Value a = evaluate(*node.children[0], scope);
  if (node.kind == NodeKind::kNegate) {
    if (a.is_failure()) return a;
    return a.is(Kind::kNumber) ? Value(a.number().negated()) : Value::failure("not a number");
  }
  const Value b = evaluate(*node.children[1], scope);
  if (a.is_failure()) return a;
  if (b.is_failure()) return b;
  switch (node.kind) {
    case NodeKind::kAdd:
      if (a.is(Kind::kString) && b.is(Kind::kString)) {
        return checked_text(a.string() + b.string());
      }
      return add(a, b);
    case NodeKind::kSubtract: return subtract(a, b);
    case NodeKind::kMultiply: return multiply(a, b);
    case NodeKind::kDivide: return divide(*this, a, b);
    default: return raise(*this, a, b);
  }
}

Value Evaluator::comparison(const Node& node, const Scope& scope) {
  const Value a = evaluate(*node.children[0], scope);
  const Value b = evaluate(*node.children[1], scope);
  if (a.is_failure()) return a;
  if (b.is_failure()) return b;
  charge(std::min(a.weight(), b.weight()) / 8);
  return node.kind == NodeKind::kEqual ? compare_equal(a, b) : ordered(node.kind, a, b);
}

Value Evaluator::ordered(NodeKind kind, const Value& a, const Value& b) {
  if (a.kind() != b.kind() || !is_comparable(a) || !is_comparable(b)) return {};
  if (a.is(Kind::kList)) return stop("lists cannot be compared by order");
  const int order = compare_order(a, b);
  switch (kind) {
    case NodeKind::kLess: return Value(order < 0);
    case NodeKind::kLessOrEqual: return Value(order <= 0);
    case NodeKind::kGreater: return Value(order > 0);
    default: return Value(order >= 0);
  }
}

Value Evaluator::any_of(const Node& node, const Scope& scope) {
  auto next = node.children.begin();
  return fold_booleans(true, [&]() -> std::optional<Value> {
    if (next == node.children.end()) return std::nullopt;
    return evaluate(**next++, scope);
  });
}

Value Evaluator::all_of(const Node& node, const Scope& scope) {
  auto next = node.children.begin();
  return fold_booleans(false, [&]() -> std::optional<Value> {
    if (next == node.children.end()) return std::nullopt;
    return evaluate(**next++, scope);
  });
}

Value Evaluator::negated(const Node& node, const Scope& scope) {
  const Value value = boolean_or_null(evaluate(*node.children[0], scope));
  return value.is(Kind::kBoolean) ? Value(!value.boolean()) : value;
}

Value Evaluator::if_then_else(const Node& node, const Scope& scope) {
  const Value condition = evaluate(*node.children[0], scope);
  if (condition.is_fatal()) return condition;
  if (condition.is_true()) {
    // A branch that fails counts as a condition that failed.
    Value value = evaluate(*node.children[1], scope);
    if (!value.is_failure() || value.is_fatal()) return value;
  }
  return evaluate(*node.children[2], scope);
}

Value Evaluator::in(const Node& node, const Scope& scope) {
  Value value = evaluate(*node.children[0], scope);
  if (value.is_failure()) return value;
  Scope inside{.parent = &scope};
  inside.variables.emplace_back(input_name_, std::move(value));
  return evaluate(*node.children[1], inside);
}

Value Evaluator::instance_of(const Node& node, const Scope& scope) {
  const Value value = evaluate(*node.children[0], scope);
  if (value.is_failure()) return value;
  const std::string_view type = type_name(value);
  if (node.name == "Any") return Value(!value.is_null());
  if (node.name == "date time") return Value(type == "date and time");
  if (node.name == "year-month-duration") return Value(value.is(Kind::kMonths));
  if (node.name == "day-time-duration") return Value(value.is(Kind::kDuration));
  return Value(node.name == type);
}

std::optional<Value> Evaluator::variable(std::string_view name, const Scope& scope) {
  for (const Scope* s = &scope; s != nullptr; s = s->parent) {
    if (s->context != nullptr) {
      if (const Value* found = s->context->find(name)) return *found;
    }
    for (const auto& [key, value] : s->variables) {
      if (key == name) return value;
    }
  }
  if (const Value* found = root_variable(name)) return *found;
  return std::nullopt;
}

const Value* Evaluator::root_variable(std::string_view name) {
  const auto [place, fresh] = root_.try_emplace(std::string(name));
  if (fresh) {
    if (const auto datum = names_.resolve(name)) {
      auto value = value_of(*datum);
      place->second = value ? std::move(*value) : stop(value.error().message);
    }
  }
  return place->second ? &*place->second : nullptr;
}

Value Evaluator::reference(const Node& node, const Scope& scope) {
  Value value = variable(node.names.front(), scope).value_or(Value());
  for (std::size_t i = 1; i < node.names.size() && !value.is_failure(); ++i) {
    value = path(value, node.names[i]);
  }
  return value;
}

Value Evaluator::path(const Value& value, std::string_view name) {
  charge(1);
  if (value.is(Kind::kContext)) {
    const Value* entry = value.context().find(name);
    return entry ? *entry : Value();
  }
  if (value.is(Kind::kList)) {
    std::vector<Value> found;
    found.reserve(value.items().size());
    for (const Value& item : value.items()) found.push_back(path(item, name));
    return checked_list(std::move(found));
  }
  return null_if_failed(property_of(value, name));
}

Value Evaluator::loop(const Node& node, const Scope& scope) {
  std::vector<Value> lists;
  for (std::size_t i = 0; i < node.names.size(); ++i) {
    lists.push_back(evaluate(*node.children[i], scope));
  }
  for (const Value& list : lists) {
    if (list.is_failure()) return list;
    if (!list.is(Kind::kList)) return Value::failure("not a list");
  }
  return loop_body(node, scope, lists);
}

// Runs the body for each combination of items; the last list turns fastest.
Value Evaluator::loop_body(const Node& node, const Scope& scope, const std::vector<Value>& lists) {
  const Node& body = *node.children.back();
  const bool is_for = node.kind == NodeKind::kFor;
  const bool with_partial = is_for && refers_to(body, "partial");
  Scope inside{.parent = &scope};
  if (with_partial) inside.variables.emplace_back("partial", Value());
  const std::size_t first = inside.variables.size();
  for (const std::string& name : node.names) inside.variables.emplace_back(name, Value());
  std::vector<std::size_t> place(lists.size(), 0);
  bool more = std::none_of(lists.begin(), lists.end(),
                           [](const Value& list) { return list.items().empty(); });
  std::vector<Value> results;
  const auto next = [&]() -> std::optional<Value> {
    if (!more || stopped()) return std::nullopt;
    for (std::size_t i = 0; i < lists.size(); ++i) {
      inside.variables[first + i].second = lists[i].items()[place[i]];
    }
    if (with_partial) inside.variables[0].second = checked_list(results);
    std::size_t turn = lists.size();
    while (turn > 0 && ++place[turn - 1] == lists[turn - 1].items().size()) place[--turn] = 0;
    more = turn > 0;
    return evaluate(body, inside);
  };
  if (!is_for) return fold_booleans(node.kind == NodeKind::kSome, next);
  while (auto value = next()) {
    if (results.size() >= kMaxItems) return stop("a list has more than a million items");
    results.push_back(std::move(*value));
  }
  return checked_list(std::move(results));
}

Value Evaluator::steps(const Node& node, const Scope& scope) {
  const Value from = evaluate(*node.children[0], scope);
  const Value to = evaluate(*node.children[1], scope);
  if (from.is_failure()) return from;
  if (!from.is(Kind::kNumber) || !to.is(Kind::kNumber)) return Value::failure("not a number");
  const bool up = from.number().compare(to.number()) < 0;
  const Decimal step(up ? 1 : -1);
  const Decimal distance = (to.number() - from.number()).abs();
  if (distance.compare(Decimal(static_cast<std::int64_t>(kMaxItems))) >= 0) {
    return stop("a range has more than a million steps");
  }
  std::vector<Value> items;
  for (Decimal at = from.number(); up ? at.compare(to.number()) <= 0 : at.compare(to.number()) >= 0;
       at = at + step) {
    items.emplace_back(at);
  }
  return checked_list(std::move(items));
}

}  // namespace procos::feel
