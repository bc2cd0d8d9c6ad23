// Cancelling an activity from outside, as Camunda's AbstractInstanceCancellationCmd does: the
// topmost scope that nothing else runs in goes with it.
#include "exec/api.h"
#include "exec/tree.h"
#include "exec/variables.h"

namespace procos::exec {
namespace {

Execution* parent_scope(const Execution& e) {
  Execution* parent = e.parent;
  return parent != nullptr && !parent->row.scope ? parent->parent : parent;
}

Execution& topmost_cancellable(Execution& e) {
  Execution* top = e.row.scope || e.parent == nullptr ? &e : e.parent;
  if (e.row.concurrent) top = &e;
  for (Execution* scope = parent_scope(*top); scope != nullptr && scope->child_count <= 1;
       scope = parent_scope(*top)) {
    top = scope;
  }
  return *top;
}

Status count_down(Context& c, Execution& body, const char* name) {
  const state::Variable* variable = body.find_variable(name);
  if (variable == nullptr || !variable->row.value.is_integral()) return {};
  return set_variable_local(c, body, name, Value::integer(variable->row.value.as_int() - 1));
}

}  // namespace

Status Interpreter::cancel_activity(Execution& execution, const DeleteOptions& options) {
  Context& c = *context_;
  Execution* canceled = &execution;
  Execution* topmost = &topmost_cancellable(execution);
  // An instance of which nothing is left goes with the call activity that waits for it.
  while (topmost->parent == nullptr) {
    Execution* caller = c.session.super_execution(*topmost);
    if (caller == nullptr || caller->removed) break;
    canceled = caller;
    topmost = &topmost_cancellable(*caller);
  }
  Execution& top = *topmost;
  const Node* node = canceled->node;
  Execution* scope = parent_scope(top);
  Execution* concurrent = top.row.concurrent ? &top : top.parent;
  const DeleteFlags flags{options.skip_listeners, options.skip_io_mappings,
                          options.externally_terminated, options.skip_subprocesses};
  PROCOS_TRY(delete_cascade(c, top, options.reason, flags));
  if (scope == nullptr || concurrent == nullptr || !concurrent->row.concurrent) return {};
  if (!concurrent->removed) PROCOS_TRY(remove(c, *concurrent));
  if (node != nullptr && node->is_multi_instance_inner()) {
    PROCOS_TRY(count_down(c, *scope, "nrOfInstances"));
    PROCOS_TRY(count_down(c, *scope, "nrOfActiveInstances"));
  }
  try_prune_last_concurrent_child(c, *scope);
  return {};
}

}  // namespace procos::exec
