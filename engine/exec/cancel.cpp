// Cancelling an activity from outside, as Camunda's AbstractInstanceCancellationCmd does: the
// topmost scope that nothing else runs in goes with it.
#include "exec/api.h"
#include "exec/behavior.h"
#include "exec/run.h"
#include "exec/tree.h"

namespace procos::exec {
namespace {

Execution* parent_scope(const Execution& e) {
  Execution* parent = e.parent;
  return parent != nullptr && !parent->row.scope ? parent->parent : parent;
}

/// The same, and on into the calling instance.
Execution* parent_scope_or_caller(Context& c, Execution& e) {
  if (e.parent != nullptr) return parent_scope(e);
  Execution* caller = c.session.super_execution(e);
  return caller == nullptr || caller->row.scope ? caller : caller->parent;
}

DeleteFlags flags_of(const Interpreter::DeleteOptions& options) {
  return {options.skip_listeners, options.skip_io_mappings, options.externally_terminated,
          options.skip_subprocesses};
}

/// What the removal of a scope's only or of one of its concurrent executions leaves to do in it.
Status child_was_removed(Context& c, Execution& removed, Execution* caller) {
  Execution* child = &removed;
  if (child->node == nullptr) {
    if (caller == nullptr || caller->node == nullptr) return {};
    child = caller;
  }
  Execution* in_scope = child->row.concurrent || child->parent == nullptr ? child : child->parent;
  const Node& flow_scope = *child->node->parent;
  if (flow_scope.type == NodeType::kMultiInstanceBody)
    return remove_inner_instance(c, *in_scope, flow_scope);
  if (!in_scope->row.concurrent) return {};
  Execution& scope = *parent_scope(*child);
  if (!in_scope->removed) PROCOS_TRY(remove(c, *in_scope));
  try_prune_last_concurrent_child(c, scope);
  return {};
}

}  // namespace

Status Interpreter::cancel_activity(Execution& execution, const DeleteOptions& options) {
  Context& c = *context_;
  Execution* top = &execution;
  for (Execution* scope = parent_scope(*top); scope != nullptr && scope->child_count <= 1;
       scope = parent_scope(*top)) {
    top = scope;
  }
  if (top->preserve_scope) {
    PROCOS_TRY(interrupt(c, *top, options.reason, options.skip_listeners, options.skip_io_mappings,
                         options.externally_terminated));
    leave_activity_instance(c, *top);
    set_node(c, *top, nullptr);
    return {};
  }
  PROCOS_TRY(delete_cascade(c, *top, options.reason, flags_of(options)));
  return child_was_removed(c, *top, nullptr);
}

Status Interpreter::end_modification(Execution& root, const DeleteOptions& options) {
  Context& c = *context_;
  if (root.removed || root.canceled() || root.first_child != nullptr) return {};
  if (root.node != nullptr) return root.ended ? perform(c, Step::kProcessEnd, root) : Status{};
  Execution* top = &root;
  for (Execution* scope = parent_scope_or_caller(c, *top);
       scope != nullptr && scope->child_count <= 1; scope = parent_scope_or_caller(c, *top)) {
    top = scope;
  }
  Execution* caller = top->parent == nullptr ? c.session.super_execution(*top) : nullptr;
  PROCOS_TRY(delete_cascade(c, *top, options.reason, flags_of(options)));
  return child_was_removed(c, *top, caller);
}

}  // namespace procos::exec
