// Rules that can only be checked on the finished graph.
#include "graph/builder.h"

namespace procos::graph {

void ProcessBuilder::validate() {
  for (const auto& node : graph_->nodes) {
    if (node->type == NodeType::kExclusiveGateway) validate_exclusive_gateway(*node);
    if (!node->async_after) continue;
    for (const Flow* flow : node->outgoing) {
      if (!flow->id.empty()) continue;
      problems_.error({flow->line, flow->column},
                      "Sequence flow with sourceRef='" + node->id +
                          "' must have an id, activity with id '" + node->id +
                          "' uses 'asyncAfter'.",
                      node->id);
    }
  }
}

void ProcessBuilder::validate_exclusive_gateway(const Node& node) {
  const Position at{node.line, node.column};
  const std::string name = "Exclusive Gateway '" + node.id + "'";
  const auto report = [&](model::Problem& problem, const Flow& flow) {
    problem.element_ids.push_back(flow.id);
  };
  const auto conditional = [](const Flow& flow) {
    return flow.condition || flow.condition_script != nullptr;
  };
  if (node.outgoing.empty()) {
    problems_.error(at, name + " has no outgoing sequence flows.", node.id);
    return;
  }
  if (node.outgoing.size() == 1) {
    const Flow& flow = *node.outgoing.front();
    if (!conditional(flow)) return;
    report(problems_.error(at,
                           name + " has only one outgoing sequence flow ('" + flow.id +
                               "'). This is not allowed to have a condition.",
                           node.id),
           flow);
    return;
  }
  const std::string& default_id = facts(node).default_flow;
  std::vector<const Flow*> unconditional;
  for (const Flow* flow : node.outgoing) {
    const bool is_default = !flow->id.empty() && flow->id == default_id;
    if (!conditional(*flow) && !is_default) unconditional.push_back(flow);
    if (!conditional(*flow) || !is_default) continue;
    report(problems_.error(at,
                           name + " has outgoing sequence flow '" + flow->id +
                               "' which is the default flow but has a condition too.",
                           node.id),
           *flow);
  }
  const std::string what = "' without condition which is not the default flow.";
  if (!default_id.empty() || unconditional.size() > 1) {
    for (const Flow* flow : unconditional) {
      report(problems_.error(at, name + " has outgoing sequence flow '" + flow->id + what, node.id),
             *flow);
    }
  } else if (unconditional.size() == 1) {
    const Flow& flow = *unconditional.front();
    report(
        problems_.warning(
            at,
            name + " has outgoing sequence flow '" + flow.id + what +
                " We assume it to be the default flow, but it is bad modeling practice, better set "
                "the default flow in your gateway.",
            node.id),
        flow);
  }
}

}  // namespace procos::graph
