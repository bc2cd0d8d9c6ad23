// Cancel events of transactions (BPMN 2.0.2, 10.7).
#include "graph/builder.h"

namespace procos::graph {

void ProcessBuilder::catch_cancel(EventContext& event) {
  Node* transaction = event.node.event_scope;
  if (transaction->type == NodeType::kMultiInstanceBody)
    transaction = transaction->children.front();
  if (transaction->type != NodeType::kTransaction) {
    problems_.error(
        event.definition.at,
        "boundary event with cancelEventDefinition only supported on transaction subprocesses",
        event.node.id);
  } else if (transaction->cancel_boundary != nullptr) {
    problems_.error(event.definition.at,
                    "multiple boundary events with cancelEventDefinition not supported on same "
                    "transaction subprocess",
                    event.node.id);
  } else {
    transaction->cancel_boundary = &event.node;
  }
}

void ProcessBuilder::throw_cancel(EventContext& event) {
  if (event.scope.type == NodeType::kTransaction) return;
  problems_.error(
      event.definition.at,
      "end event with cancelEventDefinition only supported inside transaction subprocess",
      event.node.id);
}

}  // namespace procos::graph
