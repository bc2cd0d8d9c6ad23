// Sequence flows and associations.
#include "graph/builder.h"

namespace procos::graph {

void ProcessBuilder::build_flows(ScopeContext& context) {
  for (const auto& flow : context.model->flows) {
    if (!build_flow(context, flow)) return;
  }
  mend_outgoing(context);
  for (Node* node : context.scope->children) {
    const std::string& wanted = facts(*node).default_flow;
    if (wanted.empty()) continue;
    for (Flow* flow : node->outgoing) {
      if (flow->id == wanted) node->default_flow = flow;
    }
  }
}

/// False when nothing after this flow makes sense.
bool ProcessBuilder::build_flow(ScopeContext& context, const model::SequenceFlow& model) {
  const std::string id = model.id.value_or("");
  Text target_ref = model.target;
  if (const auto link = link_sources_.find(target_ref.value_or("")); link != link_sources_.end()) {
    const auto target = link_targets_.find(link->second);
    if (target == link_targets_.end()) {
      problems_.error(
          model.at,
          "sequence flow points to link event source with name '" + link->second +
              "' but no event target with that name exists. Most probably your link events are not "
              "configured correctly.",
          id);
      return false;
    }
    target_ref = target->second;
  }
  Node* source = find_in(*context.scope, model.source);
  Node* target = find_in(*context.scope, target_ref);
  const auto handler = [&](const Node* node, const Text& ref) {
    return node != nullptr ? node->for_compensation
                           : context.compensation_handlers.contains(ref.value_or(""));
  };
  const auto refuse = [&](const std::string& message) { problems_.error(model.at, message, id); };
  const auto refuse_compensation = [&](const char* direction, const Text& ref) {
    refuse(std::string("Invalid ") + direction + " sequence flow of compensation activity '" +
           ref.value_or("") +
           "'. A compensation activity should not have an incoming or outgoing sequence flow.");
  };
  if (handler(source, model.source)) {
    refuse_compensation("outgoing", model.source);
  } else if (handler(target, target_ref)) {
    refuse_compensation("incoming", target_ref);
  } else if (source == nullptr) {
    refuse("Invalid source '" + model.source.value_or("null") + "' of sequence flow '" + id + "'");
  } else if (target == nullptr) {
    refuse("Invalid destination '" + target_ref.value_or("null") + "' of sequence flow '" + id +
           "'");
  } else if (source->type == NodeType::kEventBasedGateway) {
    // The events behind the gateway are entered when they happen, not by a flow.
  } else if (target->type == NodeType::kCatchEvent && facts(*target).gateway != nullptr) {
    refuse("Invalid incoming sequenceflow for intermediateCatchEvent with id '" + target->id +
           "' connected to an event-based gateway.");
  } else if (source->type == NodeType::kEventSubProcess) {
    refuse("Invalid outgoing sequence flow of event subprocess");
  } else if (target->type == NodeType::kEventSubProcess) {
    refuse("Invalid incoming sequence flow of event subprocess");
  } else {
    connect(model, source->is_multi_instance_inner() ? *source->parent : *source,
            target->is_multi_instance_inner() ? *target->parent : *target);
  }
  return true;
}

Flow& ProcessBuilder::connect(const model::SequenceFlow& model, Node& source, Node& target) {
  Flow& flow = *graph_->flows.emplace_back(std::make_unique<Flow>());
  flow.id = model.id.value_or("");
  flow.name = model.name.value_or("");
  flow.documentation = model.documentation.value_or("");
  flow.source = &source;
  flow.target = &target;
  flow.line = model.at.line;
  flow.column = model.at.column;
  source.outgoing.push_back(&flow);
  target.incoming.push_back(&flow);
  if (model.condition) {
    std::optional<Script> script;
    compile_condition(*model.condition, flow.id, flow.condition, script);
    if (script) {
      graph_->scripts.push_back(std::make_unique<Script>(*std::move(script)));
      flow.condition_script = graph_->scripts.back().get();
    }
  }
  flow.take_listeners = compiler_.take_listeners(model.listeners, flow.id);
  return flow;
}

void ProcessBuilder::compile_condition(const model::Condition& from, const std::string& id,
                                       std::optional<Expression>& expression,
                                       std::optional<Script>& script) {
  if (from.unsupported_type) {
    problems_.error(from.at, "Invalid type, only tFormalExpression is currently supported", id);
  }
  if (!from.language) {
    expression = compiler_.expression(from.text, from.at, id);
    return;
  }
  const model::Script source{from.language, from.resource, from.text, from.at};
  script = compiler_.script(source, "", "condition expression", id);
}

/// A node that names an outgoing flow which starts elsewhere. Camunda does not read <outgoing>, so
/// in a file that it accepts the node simply ends; in a file read leniently the node gets the flow
/// its author drew.
void ProcessBuilder::mend_outgoing(ScopeContext& context) {
  std::unordered_map<std::string_view, const model::SequenceFlow*> by_id;
  for (const auto& flow : context.model->flows) {
    if (flow.id) by_id.emplace(*flow.id, &flow);
  }
  for (const auto& node : context.model->nodes) {
    if (!node.id || node.outgoing.empty() || context.flows_from.contains(*node.id)) continue;
    mend_outgoing_of(context, node, by_id);
  }
}

void ProcessBuilder::mend_outgoing_of(
    ScopeContext& context, const model::FlowNode& model,
    const std::unordered_map<std::string_view, const model::SequenceFlow*>& by_id) {
  for (const auto& outgoing : model.outgoing) {
    const auto flow = by_id.find(outgoing.id);
    if (flow == by_id.end()) continue;
    const std::string what = "'" + *model.id + "' names '" + outgoing.id +
                             "' as outgoing, but that flow starts at '" +
                             flow->second->source.value_or("") + "'; ";
    if (!definitions_.tolerated) {
      problems_.warning(outgoing.at, what + "nothing leads on from here", *model.id);
      continue;
    }
    problems_.warning(outgoing.at,
                      what + "a flow of that id from here to '" +
                          flow->second->target.value_or("") + "' is added",
                      *model.id);
    model::SequenceFlow added = *flow->second;
    added.source = model.id;
    added.at = outgoing.at;
    build_flow(context, added);
  }
}

void ProcessBuilder::build_associations(ScopeContext& context) {
  for (const auto& association : context.model->associations)
    build_association(context, association);
}

void ProcessBuilder::build_association(ScopeContext& context, const model::Association& model) {
  const std::string id = model.id.value_or("");
  const auto known = [&](const Text& ref, const char* attribute) {
    if (ref && (graph_->by_id.contains(*ref) || element_ids_.contains(*ref))) return true;
    problems_.error(model.at,
                    std::string("Invalid reference ") + attribute + " '" + ref.value_or("null") +
                        "' of association element",
                    id);
    return false;
  };
  if (!known(model.source, "sourceRef") || !known(model.target, "targetRef")) return;
  const auto source = graph_->by_id.find(*model.source);
  if (source == graph_->by_id.end() || source->second->type != NodeType::kBoundaryEvent ||
      source->second->trigger != Trigger::kCompensation) {
    return;
  }
  Node& compensated = *source->second->event_scope;
  const auto found = graph_->by_id.find(*model.target);
  Node* target = found == graph_->by_id.end() ? nullptr : found->second;
  if (const auto handler = context.compensation_handlers.find(*model.target);
      target == nullptr && handler != context.compensation_handlers.end()) {
    const model::FlowNode& handler_model = *handler->second;
    context.compensation_handlers.erase(handler);
    Node& parent = compensated.is_multi_instance_inner() ? *compensated.parent : *context.scope;
    build_activity(context, handler_model, parent, &target);
  }
  if (target == nullptr) return;
  if (!target->for_compensation) {
    problems_.error(
        model.at,
        "compensation boundary catch must be connected to element with isForCompensation=true",
        source->second->id);
  } else if (compensated.compensation_handler != nullptr &&
             compensated.compensation_handler->triggered_by_event) {
    problems_.error(model.at,
                    "compensation boundary event and event subprocess with compensation start "
                    "event are not supported "
                    "on the same scope",
                    source->second->id);
  } else {
    compensated.compensation_handler = target;
  }
}

}  // namespace procos::graph
