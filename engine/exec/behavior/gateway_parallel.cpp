// BPMN 2.0.2, 13.4.1. As in Camunda, tokens are counted, not told apart by the flow they came
// through.
#include "exec/behavior.h"
#include "exec/tree.h"

namespace procos::exec {
namespace {

/// Counting goes through all siblings. While many tokens are missing, the first half of them is not
/// counted: n tokens of one command are then counted log n times, not n times.
bool may_be_complete(Execution& scope, const Node& gateway) {
  if (scope.joining != &gateway || scope.arrivals_to_skip == 0) return true;
  --scope.arrivals_to_skip;
  return false;
}

}  // namespace

Status execute_parallel_gateway(Context& c, Execution& e) {
  const Node& gateway = *e.node;
  set_active(c, e, false);
  const std::size_t expected = gateway.incoming.size();
  if (e.row.concurrent && !may_be_complete(*e.parent, gateway)) return {};
  std::vector<Execution*> joined = find_inactive_concurrent(e, &gateway);
  if (joined.size() == expected) {
    return leave_via(c, e, {gateway.outgoing.begin(), gateway.outgoing.end()}, std::move(joined));
  }
  if (e.row.concurrent) {
    e.parent->joining = &gateway;
    e.parent->arrivals_to_skip = joined.size() < expected ? (expected - joined.size()) / 2 : 0;
  }
  return {};
}

}  // namespace procos::exec
