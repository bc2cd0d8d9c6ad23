#include "graph/scope_rules.h"

namespace procos::graph {
namespace {

bool is_scope_by_kind(const Node& node, const NodeFacts& facts) {
  switch (node.type) {
    case NodeType::kProcess:
    case NodeType::kSubProcess:
    case NodeType::kEventSubProcess:
    case NodeType::kTransaction:
    case NodeType::kMultiInstanceBody:
    case NodeType::kEventBasedGateway: return true;
    // The body of a multi-instance call activity already keeps its instances apart.
    case NodeType::kCallActivity: return !node.is_multi_instance_inner();
    case NodeType::kReceiveTask: return facts.receives_message;
    case NodeType::kCatchEvent:
      return facts.gateway == nullptr;  // else the gateway's execution waits for it
    case NodeType::kThrowEvent:
    case NodeType::kEndEvent:
      return node.trigger == Trigger::kCompensation || node.trigger == Trigger::kCancel ||
             node.work.kind == Work::Kind::kExternal;
    default:
      return node.work.kind == Work::Kind::kExternal || node.work.kind == Work::Kind::kDecision;
  }
}

}  // namespace

bool is_scope(const Node& node, const NodeFacts& facts) {
  if (is_scope_by_kind(node, facts)) return true;
  if (!node.user_task.properties.empty() || !node.user_task.timeouts.empty()) return true;
  // A multi-instance body carries the variables and events of its activity.
  return (facts.has_io_mapping || facts.hosts_boundary) && !node.is_multi_instance_inner();
}

}  // namespace procos::graph
