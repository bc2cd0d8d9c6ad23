// Events by position: which definition counts, how the event is entered, where it is registered.
#include <algorithm>

#include "graph/builder.h"

namespace procos::graph {


/// Where an event waits: the process itself for its start events, which wait while there is no
/// instance.
Node& ProcessBuilder::event_scope_of(const EventContext& event) const {
  return event.process_start ? *graph_->nodes.front() : *event.node.event_scope;
}

void ProcessBuilder::register_event(EventContext& event, std::string_view kind,
                                    const std::string& name) {
  Node& scope = event_scope_of(event);
  const bool by_name =
      event.node.trigger == Trigger::kMessage || event.node.trigger == Trigger::kSignal;
  if (event.node.id.empty() && by_name && event.node.type == NodeType::kBoundaryEvent) {
    problems_.error(event.definition.at, "boundary event has no id");
  }
  if (!event.process_start) scope.events.push_back(&event.node);
  if (kind.empty()) return;
  const std::string key = std::string(kind) + (event.process_start ? " start " : " ") + name;
  if (subscriptions_[&scope].insert(key).second) return;
  problems_.error(event.definition.at,
                  "Cannot have more than one " + std::string(kind) + " event subscription " +
                      (kind == "conditional" ? "with the same condition '" : "with name '") + name +
                      "' for scope '" + scope.id + "'",
                  event.node.id);
}

void ProcessBuilder::build_start_events(ScopeContext& context) {
  std::vector<std::pair<const model::FlowNode*, Node*>> starts;
  const bool process = context.scope->type == NodeType::kProcess;
  for (const auto& model : context.model->nodes) {
    if (model.tag != "startEvent") continue;
    Node& node = create(model, *context.scope, NodeType::kStartEvent);
    starts.emplace_back(&model, &node);
    apply_async(model, node);
    if (process) {
      build_process_start(model, node, *context.scope);
    } else {
      build_sub_process_start(context, model, node);
    }
    refuse_io(model);
    apply_retry_cycle(model, node,
                      node.trigger == Trigger::kTimer || node.async_before || node.async_after);
  }
  if (starts.empty() && context.tag != "transaction") {
    problems_.error(context.at, std::string(context.tag) + " must define a startEvent element",
                    context.scope->id);
  }
  if (process) select_initial(context, starts);
}

void ProcessBuilder::select_initial(
    ScopeContext& context, const std::vector<std::pair<const model::FlowNode*, Node*>>& starts) {
  Node*& initial = context.scope->initial;
  const model::FlowNode* initial_model = nullptr;
  for (const auto& [model, node] : starts) {
    if (node->trigger != Trigger::kNone && node->trigger != Trigger::kTimer) continue;
    if (initial == nullptr) {
      initial = node;
      initial_model = model;
    } else {
      problems_.error(
          model->at,
          "multiple none start events or timer start events not supported on process definition",
          node->id);
    }
  }
  if (initial == nullptr && starts.size() == 1) std::tie(initial_model, initial) = starts.front();
  if (initial == nullptr) return;
  initial->form = form(*initial_model);
  graph_->has_start_form = initial->form.key.has_value();
}

void ProcessBuilder::build_process_start(const model::FlowNode& model, Node& node, Node& process) {
  if (model.initiator) node.initiator = process.initiator = *model.initiator;
  apply_event(EventPosition::kProcessStart, model, node, process);
}

void ProcessBuilder::build_sub_process_start(ScopeContext& context, const model::FlowNode& model,
                                             Node& node) {
  Node& scope = *context.scope;
  if (scope.initial == nullptr) {
    scope.initial = &node;
  } else {
    problems_.error(model.at, "multiple start events not supported for subprocess", node.id);
  }
  if (!scope.triggered_by_event) {
    for (const auto& definition : model.events) {
      // Camunda does not look for these here, so the event stays a none start event.
      if (definition.trigger == Trigger::kCancel || definition.trigger == Trigger::kLink ||
          definition.trigger == Trigger::kTerminate) {
        continue;
      }
      problems_.error(definition.at,
                      "an event definition is only allowed on a start event if the subprocess is "
                      "an event subprocess",
                      node.id);
    }
    return;
  }
  node.interrupting = scope.interrupting = model.interrupting;
  // The event enters the subprocess; its start event is then an ordinary one inside.
  scope.start = model.interrupting ? Start::kInterruptEventScope : Start::kConcurrentInFlowScope;
  node.event_scope = scope.parent;
  if (!apply_event(EventPosition::kEventSubProcessStart, model, node, scope)) {
    problems_.error(
        model.at,
        "start event of event subprocess must be of type 'error', 'message', 'timer', 'signal', "
        "'compensation', 'escalation' or 'conditional'",
        node.id);
  }
}

Node& ProcessBuilder::build_catch_event(const model::FlowNode& model, Node& parent, Node* gateway) {
  Node& node = create(model, parent, NodeType::kCatchEvent);
  apply_async(model, node);
  facts(node).gateway = gateway;
  node.event_scope = gateway != nullptr ? gateway : &node;
  if (gateway != nullptr) node.start = Start::kCancelEventScope;
  if (!apply_event(EventPosition::kCatch, model, node, parent)) {
    problems_.error(model.at, "Unsupported intermediate catch event type", node.id);
  }
  apply_retry_cycle(model, node,
                    node.trigger == Trigger::kTimer || node.async_before || node.async_after);
  return node;
}

Node* ProcessBuilder::build_throw_event(const model::FlowNode& model, Node& parent) {
  for (const auto& definition : model.events) {
    if (definition.trigger != Trigger::kLink) continue;
    // A throwing link is no activity: flows to it lead on to the catching one.
    link_sources_[model.id.value_or("")] = definition.name.value_or("");
    return nullptr;
  }
  Node& node = create(model, parent, NodeType::kThrowEvent);
  apply_async(model, node);
  if (!apply_event(EventPosition::kThrow, model, node, parent)) {
    node.activity_type = event_activity_type(EventPosition::kThrow, Trigger::kNone);
  }
  return &node;
}

void ProcessBuilder::build_end_event(const model::FlowNode& model, Node& parent) {
  Node& node = create(model, parent, NodeType::kEndEvent);
  if (!apply_event(EventPosition::kEnd, model, node, parent)) {
    node.activity_type = event_activity_type(EventPosition::kEnd, Trigger::kNone);
  }
  apply_io(model, node);
  apply_async(model, node);
  apply_retry_cycle(model, node, node.async_before || node.async_after);
}

void ProcessBuilder::build_boundary_event(ScopeContext& context, const model::FlowNode& model) {
  Node& node = create(model, *context.scope, NodeType::kBoundaryEvent);
  set_async(node, model.async);
  Node* host = find_in(*context.scope, model.attached_to);
  if (host == nullptr) {
    problems_.error(model.at,
                    "Invalid reference in boundary event. Make sure that the referenced activity "
                    "is defined in the "
                    "same scope as the boundary event",
                    node.id);
    return;
  }
  const auto is_compensation = [](const auto& definition) {
    return definition.trigger == Trigger::kCompensation;
  };
  if (std::any_of(model.events.begin(), model.events.end(), is_compensation)) {
    node.event_scope = host;
  } else {
    node.event_scope = host->is_multi_instance_inner() ? host->parent : host;
    facts(*host).hosts_boundary = true;
  }
  node.interrupting = model.cancel_activity;
  node.start = model.cancel_activity ? Start::kCancelEventScope : Start::kConcurrentInFlowScope;
  if (!apply_event(EventPosition::kBoundary, model, node, *context.scope)) {
    problems_.error(model.at, "Unsupported boundary event type", node.id);
  }
  refuse_io(model);
  apply_retry_cycle(model, node,
                    node.trigger == Trigger::kTimer || node.async_before || node.async_after);
}

}  // namespace procos::graph
