// Putting a token anywhere in a running instance, as Camunda's AbstractInstantiationCmd does:
// scopes around the entry that do not run yet are entered first, from the outside in.
#include <algorithm>

#include "exec/api.h"
#include "exec/behavior.h"
#include "exec/run.h"
#include "exec/scope_executions.h"
#include "exec/start.h"
#include "exec/tree.h"
#include "exec/variables.h"

namespace procos::exec {
namespace {

using Entry = Interpreter::Entry;
using Stack = std::vector<const Node*>;  ///< scopes to enter, the outermost first

const Node& entry_scope_of(const Entry& entry) {
  return entry.activity != nullptr ? *entry.activity->parent : *entry.flow->source->parent;
}

const std::string& id_of(const Entry& entry) {
  return entry.activity != nullptr ? entry.activity->id : entry.flow->id;
}

/// The execution below which the scopes of `stack` and then the entry come.
struct Place {
  Execution* scope = nullptr;
  Stack stack;
};

Result<Place> nearest_running_scope(const ScopeExecutions& running, const Entry& entry) {
  Place place;
  const Node* scope = &entry_scope_of(entry);
  for (; running.of(*scope).empty() && scope->type != NodeType::kProcess; scope = scope->parent) {
    place.stack.insert(place.stack.begin(), scope);
  }
  const auto& executions = running.of(*scope);
  if (executions.size() != 1) {
    return fail(
        ErrorKind::kProcessEngine,
        "Ancestor activity execution is ambiguous for activity " + entry_scope_of(entry).id);
  }
  place.scope = executions.front();
  return place;
}

bool contains(const std::vector<Execution*>& executions, const Execution* execution) {
  return std::find(executions.begin(), executions.end(), execution) != executions.end();
}

Result<Place> below(const Interpreter::Ancestor& ancestor, const ScopeExecutions& running,
                    const Entry& entry) {
  Place place;
  const Node* scope = &entry_scope_of(entry);
  while (scope->type != NodeType::kProcess &&
         !(scope == ancestor.scope && contains(running.of(*scope), ancestor.execution))) {
    place.stack.insert(place.stack.begin(), scope);
    scope = scope->parent;
  }
  if (!contains(running.of(*scope), ancestor.execution)) {
    return fail(ErrorKind::kNotValid,
                "Scope execution for '" + ancestor.execution->row.activity_instance_id +
                    "' cannot be found in parent hierarchy of flow element '" + id_of(entry) + "'");
  }
  place.scope = ancestor.execution;
  return place;
}

/// The only execution of a scope; null when none runs.
Result<Execution*> single(const ScopeExecutions& running, const Node& scope) {
  const auto& executions = running.of(scope);
  if (executions.size() > 1) {
    return fail(ErrorKind::kProcessEngine, "Executions for activity " + scope.id + " ambiguous");
  }
  return executions.empty() ? nullptr : executions.front();
}

Status set_entry_variables(Context& c, Execution& e, const Entry& entry) {
  PROCOS_TRY(set_variables(c, e, entry.variables, false));
  return set_variables(c, e, entry.local_variables, true);
}

Status start_entry(Context& c, Execution& e, const Entry& entry) {
  PROCOS_TRY(set_entry_variables(c, e, entry));
  if (entry.activity != nullptr) {
    set_node(c, e, entry.activity);
    return perform(c, Step::kActivityStartCreateScope, e);
  }
  set_node(c, e, entry.flow->source);
  e.transition = entry.flow;
  // The flow is taken at once, even behind an activity that is asynchronous after its work.
  return perform_now(c, Step::kTransitionTake, e);
}

void skip(Execution& e, const Entry& entry) {
  e.skip_listeners = entry.skip_listeners;
  e.skip_io_mappings = entry.skip_io_mappings;
}

Status instantiate_in(Context& c, Execution& e, const Stack& stack, const Entry& entry) {
  skip(e, entry);
  set_activity_instance_id(c, e, {});
  e.ended = false;
  PROCOS_ASSIGN(Execution * inner, enter_scopes(c, e, stack));
  if (!stack.empty()) set_activity_instance_id(c, *inner, {});
  return start_entry(c, *inner, entry);
}

Status instantiate_beside(Context& c, Execution& scope, const Stack& stack, const Entry& entry) {
  const Node& flow_scope = stack.empty() ? entry_scope_of(entry) : *stack.front()->parent;
  if (flow_scope.type == NodeType::kMultiInstanceBody) {
    PROCOS_ASSIGN(Execution * inner, add_inner_instance(c, scope, flow_scope));
    return instantiate_in(c, *inner, stack, entry);
  }
  return instantiate_in(c, create_concurrent_execution(c, scope), stack, entry);
}

/// How the topmost activity that is started treats what runs already: an event subprocess
/// interrupts only when it is entered at its start event.
graph::Start start_of(const Stack& stack, const Entry& entry) {
  if (stack.empty())
    return entry.activity != nullptr ? entry.activity->start : graph::Start::kConcurrentInFlowScope;
  const Node* second = stack.size() > 1 ? stack[1] : entry.activity;
  return stack.front()->initial != nullptr && stack.front()->initial == second
             ? stack.front()->start
             : graph::Start::kConcurrentInFlowScope;
}

Status interrupt_and_instantiate(Context& c, Execution& scope, const Node& top, const Stack& stack,
                                 const Entry& entry) {
  PROCOS_TRY(interrupt(c, scope, "Interrupting activity Activity(" + top.id + ") executed.",
                       entry.skip_listeners, entry.skip_io_mappings));
  set_node(c, scope, nullptr);
  leave_activity_instance(c, scope);
  return instantiate_in(c, scope, stack, entry);
}

Status cancel_and_instantiate(Context& c, const ScopeExecutions& running, const Node& top,
                              const Stack& stack, const Entry& entry) {
  PROCOS_ASSIGN(Execution * canceled, single(running, *top.event_scope));
  if (canceled == nullptr) {
    PROCOS_ASSIGN(Execution * scope, single(running, *top.parent));
    if (scope == nullptr) {
      return fail(ErrorKind::kProcessEngine, "No instance of scope '" + top.parent->id + "' runs");
    }
    return instantiate_beside(c, *scope, stack, entry);
  }
  Execution& parent = *canceled->parent;
  PROCOS_TRY(delete_cascade(
      c, *canceled, "Cancelling activity Activity(" + top.id + ") executed.",
      {.skip_listeners = entry.skip_listeners, .skip_io_mappings = entry.skip_io_mappings}));
  return instantiate_in(c, parent, stack, entry);
}

}  // namespace

Result<Execution*> enter_scopes(Context& c, Execution& e, const Stack& stack) {
  Execution* at = &e;
  for (const Node* scope : stack) {
    if (at != &e) set_node(c, *at, nullptr);
    Execution* entered = at;
    if (scope->is_scope) {
      entered = &c.session.create_execution(*at);
      set_active(c, *at, false);
    }
    set_node(c, *entered, scope);
    if (scope->is_scope) PROCOS_TRY(initialize_scope(c, *entered));
    PROCOS_TRY(start_activity_instance(c, *entered));
    entered->phase = ActivityPhase::kDefault;
    if (scope->type == NodeType::kMultiInstanceBody) {
      PROCOS_ASSIGN(entered, enter_multi_instance(c, *entered));
    }
    at = entered;
  }
  return at;
}

Status Interpreter::instantiate(Instance& instance, const Entry& entry, const Ancestor* ancestor) {
  Context& c = *context_;
  const ScopeExecutions running(instance);
  PROCOS_ASSIGN(const Place place, ancestor != nullptr ? below(*ancestor, running, entry)
                                                       : nearest_running_scope(running, entry));
  const Stack& stack = place.stack;
  const Node* top = !stack.empty() ? stack.front() : entry.activity;
  const Node& flow_scope = top != nullptr ? *top->parent : entry_scope_of(entry);
  if (flow_scope.type == NodeType::kMultiInstanceBody && flow_scope.loop.sequential) {
    return fail(ErrorKind::kProcessEngine,
                "Concurrent instantiation not possible for activities in scope " + flow_scope.id);
  }
  const graph::Start start = start_of(stack, entry);
  if (start == graph::Start::kCancelEventScope)
    return cancel_and_instantiate(c, running, *top, stack, entry);
  const Node* interrupted = nullptr;
  if (start == graph::Start::kInterruptEventScope) interrupted = top->event_scope;
  if (stack.empty() && top != nullptr && interrupts_flow_scope(*top)) interrupted = top->parent;
  if (interrupted != nullptr) {
    PROCOS_ASSIGN(Execution * scope, single(running, *interrupted));
    if (scope == nullptr) {
      return fail(ErrorKind::kProcessEngine, "No instance of scope '" + interrupted->id + "' runs");
    }
    return interrupt_and_instantiate(c, *scope, *top, stack, entry);
  }
  Execution& scope = *place.scope;
  const bool vacant = scope.first_child == nullptr && (scope.node == nullptr || scope.ended);
  return vacant ? instantiate_in(c, scope, stack, entry)
                : instantiate_beside(c, scope, stack, entry);
}

Status Interpreter::start_without_executing(Execution& root, const Node& first,
                                            const Variables& variables, bool skip_listeners) {
  root.skip_listeners = skip_listeners;
  return exec::start_without_executing(*context_, root, first, variables);
}

void Interpreter::begin_modification(Execution& root) { root.preserve_scope = true; }

}  // namespace procos::exec
