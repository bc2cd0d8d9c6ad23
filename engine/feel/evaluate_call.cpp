// Calls: which function is meant, its arguments, and functions that an expression defines.
#include <algorithm>
#include <memory>
#include <utility>

#include "feel/evaluate.h"
#include "feel/functions.h"

namespace procos::feel {
namespace {

constexpr std::size_t kMaxCaptured = 500;  // closures inside closures are freed recursively

// Whether a call with the arguments of `node` from the `first` child on can be meant.
template <class Name>
bool accepts(std::span<const Name> parameters, bool variadic, const Node& node,
             std::size_t first) {
  if (node.names.empty()) {
    const std::size_t count = node.children.size() - first;
    return parameters.size() == count || (parameters.size() < count && variadic);
  }
  return std::all_of(node.names.begin(), node.names.end(), [&](const std::string& name) {
    return std::find(parameters.begin(), parameters.end(), name) != parameters.end();
  });
}

FunctionRef function_in(const Entries& functions, const Node& node, std::size_t first) {
  for (const auto& [name, value] : functions) {
    const Function& function = *value.function();
    if (name == node.name && accepts(std::span<const std::string>(function.parameters),
                                     function.variadic, node, first)) {
      return value.function();
    }
  }
  return nullptr;
}

}  // namespace

/// The arguments in the order of the parameters; nullopt: one of them is the failure.
template <class Name>
std::optional<std::vector<Value>> Evaluator::arguments(const Node& node, std::size_t first,
                                                       std::span<const Name> parameters,
                                                       bool variadic, const Scope& scope,
                                                       Value& failure) {
  std::vector<Value> given;
  if (!node.names.empty()) {
    given.resize(parameters.size());
    for (std::size_t i = 0; i < node.names.size(); ++i) {
      const auto at = std::find(parameters.begin(), parameters.end(), node.names[i]);
      given[static_cast<std::size_t>(at - parameters.begin())] =
          evaluate(*node.children[first + i], scope);
    }
  } else {
    for (std::size_t i = first; i < node.children.size(); ++i) {
      given.push_back(evaluate(*node.children[i], scope));
    }
  }
  const auto failed = [&](bool fatal) {
    const auto found = std::find_if(given.begin(), given.end(), [&](const Value& value) {
      return value.is_failure() && value.is_fatal() == fatal;
    });
    if (found == given.end()) return false;
    failure = *found;
    return true;
  };
  if (failed(true)) return std::nullopt;
  if (variadic && node.names.empty()) {
    const std::size_t single = parameters.size() - 1;
    std::vector<Value> rest(std::make_move_iterator(given.begin() +
                                                    static_cast<std::ptrdiff_t>(single)),
                            std::make_move_iterator(given.end()));
    given.resize(single);
    const bool is_list = single == 0 && rest.size() == 1 && rest[0].is(Value::Kind::kList);
    given.push_back(is_list ? rest[0] : Value::list(std::move(rest)));
  }
  if (failed(false)) return std::nullopt;
  return given;
}

FunctionRef Evaluator::find_function(const Node& node, std::size_t first, const Scope& scope) {
  for (const Scope* s = &scope; s != nullptr; s = s->parent) {
    if (s->context != nullptr) {
      if (FunctionRef found = function_in(s->context->functions, node, first)) return found;
    }
    if (FunctionRef found = function_in(s->functions, node, first)) return found;
  }
  return nullptr;
}

Value Evaluator::function_call(const Node& node, const Scope& scope) {
  if (const FunctionRef function = find_function(node, 0, scope)) {
    return invoke(node, 0, *function, scope);
  }
  Value value = invoke_builtin(node, scope);
  if (node.name == "assert" && value.is_failure() && !value.is_fatal() && !assertion_) {
    assertion_ = value.failure().message;
  }
  return value;
}

Value Evaluator::invoke_builtin(const Node& node, const Scope& scope) {
  for (const Builtin* builtin : builtins_named(node.name)) {
    const auto parameters = builtin->parameter_names();
    if (!accepts(parameters, builtin->variadic, node, 0)) continue;
    Value failure;
    const auto given = arguments(node, 0, parameters, builtin->variadic, scope, failure);
    if (!given) return failure;
    for (const Value& value : *given) {
      charge(value.weight() / (value.is(Value::Kind::kString) ? 2 : 64));
    }
    return stopped() ? Value::fatal("stopped") : builtin->invoke(*this, *given);
  }
  return {};
}

Value Evaluator::qualified_call(const Node& node, const Scope& scope) {
  const Value value = evaluate(*node.children[0], scope);
  if (value.is_failure()) return value;
  if (!value.is(Value::Kind::kContext)) return Value::failure("not a context");
  const FunctionRef function = function_in(value.context().functions, node, 1);
  if (!function) return Value::failure("no function found with name '" + node.name + "'");
  return invoke(node, 1, *function, scope);
}

Value Evaluator::invoke(const Node& node, std::size_t first, const Function& function,
                        const Scope& scope) {
  Value failure;
  const auto given = arguments(node, first, std::span<const std::string>(function.parameters),
                               function.variadic, scope, failure);
  return given ? call(function, *given) : failure;
}

Value Evaluator::call(const Function& function, std::span<const Value> given) {
  return function.invoke(*this, given);
}

// The function keeps what it sees; a copy, because the scopes are those of calls that end.
Value Evaluator::define(const Node& node, const Scope& scope) {
  auto captured = std::make_shared<Scope>();
  std::size_t depth = 0;
  const auto copy = [&](Entries& to, const Entries& from) {
    for (const auto& [name, value] : from) {
      depth = std::max(depth, value.depth());
      to.emplace_back(name, value);
    }
    charge(from.size());
  };
  for (const Scope* s = &scope; s != nullptr; s = s->parent) {
    if (s->context != nullptr) {
      copy(captured->variables, s->context->entries);
      copy(captured->functions, s->context->functions);
    }
    copy(captured->variables, s->variables);
    copy(captured->functions, s->functions);
  }
  if (depth >= kMaxCaptured) return stop("functions are nested deeper than 500 levels");
  auto function = std::make_shared<Function>();
  function->parameters = node.names;
  function->depth = depth + 1;
  function->invoke = [body = node.children[0], captured, names = node.names](
                         Evaluator& evaluator, std::span<const Value> given) {
    Scope inside{.parent = captured.get()};
    for (std::size_t i = names.size(); i-- > 0;) inside.variables.emplace_back(names[i], given[i]);
    return evaluator.evaluate(*body, inside);
  };
  return Value(FunctionRef(std::move(function)));
}

}  // namespace procos::feel
