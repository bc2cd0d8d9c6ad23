#include "exec/handler_search.h"

#include "base/check.h"
#include "exec/call.h"

namespace procos::exec {
namespace {

const Node& current_flow_scope(const Execution& e) {
  const Node& node = e.transition != nullptr ? *e.transition->target->parent : *e.node;
  return node.is_scope || node.type == NodeType::kProcess ? node : *node.parent;
}

}  // namespace

void HandlerSearch::collect(Execution& e) {
  const bool invalid = e.child_count != 0 && e.node != nullptr && !throws_compensation(*e.node);
  if (e.node == nullptr || invalid) return;
  for (const auto& entry : scope_map(e)) passed_.insert(passed_.begin(), entry);
}

Result<const Node*> HandlerSearch::walk(Execution& from,
                                        const std::function<const Node*(const Node&)>& find) {
  ScopeMap map = scope_map(from);
  const Node* scope = &current_flow_scope(from);
  Execution* e = &from;
  collect(from);
  for (;;) {
    const Node* handler = find(*scope);
    collect(*e);
    if (e->is_process_instance()) {
      if (Execution* caller = c_.session.super_execution(*e))
        PROCOS_TRY(pass_output_variables(c_, *caller, *e));
    }
    if (handler != nullptr) return handler;
    if (!e->row.scope) {
      e = lookup(map, scope);
    } else if (scope->parent != nullptr) {
      scope = scope->parent;
      while (!scope->is_scope && scope->parent != nullptr) scope = scope->parent;
      e = lookup(map, scope);
    } else {
      e = c_.session.super_execution(*e);
      if (e == nullptr) return nullptr;
      map = scope_map(*e);
      scope = &current_flow_scope(*e);
    }
    PROCOS_CHECK(e != nullptr);
  }
}

}  // namespace procos::exec
