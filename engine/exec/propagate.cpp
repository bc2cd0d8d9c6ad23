#include "exec/propagate.h"

#include <functional>

#include "base/check.h"
#include "exec/call.h"
#include "exec/tree.h"
#include "exec/variables.h"

namespace procos::exec {
namespace {

const Node& current_flow_scope(const Execution& e) {
  const Node& node = e.transition != nullptr ? *e.transition->target->parent : *e.node;
  return node.is_scope || node.type == NodeType::kProcess ? node : *node.parent;
}

/// Visits scope after scope, from the execution outwards and on into calling instances, until `find` gives a
/// handler. Output variables of an instance that is left go to its caller on the way, as in Camunda.
struct Search {
  Context& c;
  ScopeMap found_executions;  ///< event and flow scopes of the handler are looked up here

  void collect(Execution& e) {
    const bool invalid = e.child_count != 0 && e.node != nullptr && !throws_compensation(*e.node);
    if (e.node == nullptr || invalid) return;
    for (const auto& entry : scope_map(e)) found_executions.insert(found_executions.begin(), entry);
  }

  Result<const Node*> walk(Execution& from, const std::function<const Node*(const Node&)>& find) {
    ScopeMap map = scope_map(from);
    const Node* scope = &current_flow_scope(from);
    Execution* e = &from;
    collect(from);
    for (;;) {
      const Node* handler = find(*scope);
      collect(*e);
      if (e->is_process_instance()) {
        if (Execution* caller = c.session.super_execution(*e)) PROCOS_TRY(pass_output_variables(c, *caller, *e));
      }
      if (handler != nullptr) return handler;
      if (!e->row.scope) {
        e = lookup(map, scope);
      } else if (scope->parent != nullptr) {
        scope = scope->parent;
        while (!scope->is_scope && scope->parent != nullptr) scope = scope->parent;
        e = lookup(map, scope);
      } else {
        e = c.session.super_execution(*e);
        if (e == nullptr) return nullptr;
        map = scope_map(*e);
        scope = &current_flow_scope(*e);
      }
      PROCOS_CHECK(e != nullptr);
    }
  }
};

bool is_ancestor(const Node& ancestor, const Node& of) {
  for (const Node* at = of.parent; at != nullptr; at = at->parent) {
    if (at == &ancestor) return true;
  }
  return false;
}

const Node& catching_handler(const Node& event) {
  return event.is_event_sub_process_start() ? *event.parent : event;
}

/// Event subprocesses come before boundary events, a matching code before a catch-all.
int error_precedence(const Node& event) {
  return (event.is_event_sub_process_start() ? 10 : 0) + (event.event.error_code.empty() ? 0 : 1);
}

using CatchesError = std::function<bool(const std::string& code)>;

const Node* find_error_event(const Node& scope, const CatchesError& catches, const Node& thrower) {
  const Node* best = nullptr;
  for (const Node* event : scope.events) {
    if (event->trigger != Trigger::kError) continue;
    if (!catches(event->event.error_code)) continue;
    if (is_ancestor(catching_handler(*event), thrower)) continue;
    if (best == nullptr || error_precedence(*event) > error_precedence(*best)) best = event;
  }
  return best;
}

const Node* find_escalation_event(const Node& scope, const std::string& code, const Node& thrower) {
  for (const Node* event : scope.events) {
    if (event->trigger != Trigger::kEscalation) continue;
    if (!event->event.escalation_code.empty() && event->event.escalation_code != code) continue;
    const Node& handler = catching_handler(*event);
    if (handler.type == NodeType::kEventSubProcess && &handler == thrower.parent) continue;
    return event;
  }
  return nullptr;
}

}  // namespace

namespace {

/// False when nothing catches it.
Result<bool> try_propagate(Context& c, Execution& e, const std::string& code, const std::string& message,
                           const CatchesError& catches) {
  Search search{c, {}};
  const Node& thrower = *e.node;
  PROCOS_ASSIGN(const Node* event, search.walk(e, [&](const Node& scope) {
    return find_error_event(scope, catches, thrower);
  }));
  if (event == nullptr) return false;
  const Node& handler = catching_handler(*event);
  Execution* catching = lookup(search.found_executions, handler.event_scope);
  PROCOS_CHECK(catching != nullptr);
  if (!event->event.code_variable.empty()) {
    PROCOS_TRY(set_variable(c, *catching, event->event.code_variable,
                            code.empty() ? Value::null() : Value::string(code)));
  }
  if (!event->event.message_variable.empty()) {
    PROCOS_TRY(set_variable(c, *catching, event->event.message_variable,
                            message.empty() ? Value::null() : Value::string(message)));
  }
  PROCOS_TRY(execute_activity(c, *catching, handler));
  return true;
}

/// The classes of the exception that a script of Camunda ends with: an error event may name one of them as its code.
bool is_class_of_failure(std::string_view code) {
  return code == "org.graalvm.polyglot.PolyglotException" || code == "java.lang.RuntimeException" ||
         code == "java.lang.Exception" || code == "java.lang.Throwable";
}

}  // namespace

Status propagate_error(Context& c, Execution& e, const std::string& code, const std::string& message) {
  PROCOS_ASSIGN(const bool caught, try_propagate(c, e, code, message, [&](const std::string& wanted) {
    return wanted.empty() || wanted == code;
  }));
  return caught ? Status{} : end(c, e, true);
}

Status propagate_failure(Context& c, Execution& e, Error failure) {
  if (failure.kind == ErrorKind::kBpmnError) return propagate_thrown(c, e, std::unexpected(std::move(failure)));
  PROCOS_ASSIGN(const bool caught, try_propagate(c, e, {}, failure.message, is_class_of_failure));
  if (caught) return {};
  return std::unexpected(std::move(failure));
}

Status propagate_thrown(Context& c, Execution& e, Status failed) {
  if (failed || failed.error().kind != ErrorKind::kBpmnError || !c.thrown) return failed;
  const ThrownError thrown = std::move(*c.thrown);
  c.thrown.reset();
  return propagate_error(c, e, thrown.code, thrown.message);
}

Result<Escalated> propagate_escalation(Context& c, Execution& e, const std::string& code) {
  Search search{c, {}};
  const Node& thrower = *e.node;
  PROCOS_ASSIGN(const Node* event, search.walk(e, [&](const Node& scope) {
    return find_escalation_event(scope, code, thrower);
  }));
  if (event == nullptr) return Escalated::kUncaught;
  const Node& handler = catching_handler(*event);
  Execution* catching =
      lookup(search.found_executions, event->interrupting ? handler.event_scope : handler.parent);
  PROCOS_CHECK(catching != nullptr);
  if (!event->event.code_variable.empty()) {
    PROCOS_TRY(set_variable(c, *catching, event->event.code_variable, Value::string(code)));
  }
  PROCOS_TRY(execute_activity(c, *catching, handler));
  return event->interrupting ? Escalated::kInterrupted : Escalated::kCaught;
}

}  // namespace procos::exec
