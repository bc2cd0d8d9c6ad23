// The way of an error or escalation from scope to scope to what handles it. Private to exec/.
#pragma once

#include <functional>

#include "exec/tree.h"

namespace procos::exec {

/// Visits scope after scope, from the execution outwards and on into calling instances, until
/// `find` gives a handler. Output variables of an instance that is left go to its caller on the
/// way, as in Camunda.
class HandlerSearch {
 public:
  explicit HandlerSearch(Context& c) : c_(c) {}

  /// Null when no scope on the way has a handler.
  Result<const Node*> walk(Execution& from, const std::function<const Node*(const Node&)>& find);
  /// The execution of a scope that was passed on the way; null when none was.
  Execution* execution_of(const Node* scope) const { return lookup(passed_, scope); }

 private:
  void collect(Execution& e);

  Context& c_;
  ScopeMap passed_;
};

}  // namespace procos::exec
