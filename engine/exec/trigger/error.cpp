// BPMN errors (BPMN 2.0.2, 10.5.6). Where the specification leaves it open, we do as Camunda: an
// error that nothing catches ends the path that threw it.
#include <functional>

#include "base/check.h"
#include "exec/event.h"
#include "exec/handler_search.h"
#include "exec/propagate.h"
#include "exec/triggers.h"
#include "exec/variables.h"

namespace procos::exec {
namespace {

bool is_ancestor(const Node& ancestor, const Node& of) {
  for (const Node* at = of.parent; at != nullptr; at = at->parent) {
    if (at == &ancestor) return true;
  }
  return false;
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
    if (is_ancestor(handler_of(*event), thrower)) continue;
    if (best == nullptr || error_precedence(*event) > error_precedence(*best)) best = event;
  }
  return best;
}

/// False when nothing catches it.
Result<bool> try_propagate(Context& c, Execution& e, const std::string& code,
                           const std::string& message, const CatchesError& catches) {
  HandlerSearch search(c);
  const Node& thrower = *e.node;
  PROCOS_ASSIGN(const Node* event, search.walk(e, [&](const Node& scope) {
    return find_error_event(scope, catches, thrower);
  }));
  if (event == nullptr) return false;
  const Node& handler = handler_of(*event);
  Execution* catching = search.execution_of(handler.event_scope);
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

/// The classes of the exception that a script of Camunda ends with: an error event may name one of
/// them as its code.
bool is_class_of_failure(std::string_view code) {
  return code == "org.graalvm.polyglot.PolyglotException" || code == "java.lang.RuntimeException" ||
         code == "java.lang.Exception" || code == "java.lang.Throwable";
}

}  // namespace

Status throw_error_event(Context& c, Execution& e) {
  const graph::Event& event = e.node->event;
  PROCOS_ASSIGN(std::string message, evaluate_text(c, event.error_message_expression, e));
  return propagate_error(c, e, event.error_code, message);
}

Status propagate_error(Context& c, Execution& e, const std::string& code,
                       const std::string& message) {
  PROCOS_ASSIGN(const bool caught,
                try_propagate(c, e, code, message, [&](const std::string& wanted) {
                  return wanted.empty() || wanted == code;
                }));
  return caught ? Status{} : end(c, e, true);
}

Status propagate_failure(Context& c, Execution& e, Error failure) {
  if (failure.kind == ErrorKind::kBpmnError)
    return propagate_thrown(c, e, std::unexpected(std::move(failure)));
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

}  // namespace procos::exec
