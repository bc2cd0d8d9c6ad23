// Which nodes get an execution of their own.
#pragma once

#include "graph/graph.h"

namespace procos::graph {

/// What the rules need to know of the model beyond the node.
struct NodeFacts {
  bool has_io_mapping = false;  ///< camunda:inputOutput, even an empty one
  bool hosts_boundary = false;  ///< a boundary event other than compensation is attached to it
  bool has_compensation_boundary = false;
  bool receives_message = false;  ///< a receive task with messageRef
  std::string default_flow;       ///< as written; the flow of that id may start elsewhere
  Node* gateway = nullptr;        ///< catch event behind an event-based gateway
};

/// Camunda's isScope.
bool is_scope(const Node& node, const NodeFacts& facts);

}  // namespace procos::graph
