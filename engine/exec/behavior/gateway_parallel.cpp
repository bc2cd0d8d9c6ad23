// BPMN 2.0.2, 13.4.1. As in Camunda, tokens are counted, not told apart by the flow they came through.
#include "exec/behavior.h"
#include "exec/tree.h"

namespace procos::exec {

Status execute_parallel_gateway(Context& c, Execution& e) {
  const Node& gateway = *e.node;
  set_active(c, e, false);
  std::vector<Execution*> joined = find_inactive_concurrent(e, &gateway);
  if (joined.size() != gateway.incoming.size()) return {};
  return leave_via(c, e, {gateway.outgoing.begin(), gateway.outgoing.end()}, std::move(joined));
}

}  // namespace procos::exec
