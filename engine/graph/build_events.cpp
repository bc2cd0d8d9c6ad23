// Events by position: which definition counts, how the event is entered, where it is registered.
#include <algorithm>

#include "graph/builder.h"

namespace procos::graph {

using model::EventKind;

/// The grid of events: for each position the triggers it can have, in the order in which Camunda
/// looks for them.
struct EventTables {
  struct Row {
    EventKind kind;
    Trigger trigger;
    void (ProcessBuilder::*apply)(EventContext&);
  };
  using B = ProcessBuilder;

  static constexpr Row kProcessStart[] = {
      {EventKind::kTimer, Trigger::kTimer, &B::catch_timer},
      {EventKind::kMessage, Trigger::kMessage, &B::catch_message},
      {EventKind::kSignal, Trigger::kSignal, &B::catch_signal},
      {EventKind::kConditional, Trigger::kConditional, &B::catch_condition},
  };
  static constexpr Row kEventSubProcessStart[] = {
      {EventKind::kError, Trigger::kError, &B::catch_error},
      {EventKind::kMessage, Trigger::kMessage, &B::catch_message},
      {EventKind::kSignal, Trigger::kSignal, &B::catch_signal},
      {EventKind::kTimer, Trigger::kTimer, &B::catch_timer},
      {EventKind::kCompensation, Trigger::kCompensation, &B::compensation_sub_process},
      {EventKind::kEscalation, Trigger::kEscalation, &B::catch_escalation},
      {EventKind::kConditional, Trigger::kConditional, &B::catch_condition},
  };
  static constexpr Row kCatch[] = {
      {EventKind::kTimer, Trigger::kTimer, &B::catch_timer},
      {EventKind::kSignal, Trigger::kSignal, &B::catch_signal},
      {EventKind::kMessage, Trigger::kMessage, &B::catch_message},
      {EventKind::kLink, Trigger::kLink, &B::catch_link},
      {EventKind::kConditional, Trigger::kConditional, &B::catch_condition},
  };
  static constexpr Row kThrow[] = {
      {EventKind::kSignal, Trigger::kSignal, &B::throw_signal},
      {EventKind::kCompensation, Trigger::kCompensation, &B::throw_compensation},
      {EventKind::kMessage, Trigger::kMessage, &B::throw_message},
      {EventKind::kEscalation, Trigger::kEscalation, &B::throw_escalation},
  };
  static constexpr Row kEnd[] = {
      {EventKind::kError, Trigger::kError, &B::throw_error},
      {EventKind::kCancel, Trigger::kCancel, &B::throw_cancel},
      {EventKind::kTerminate, Trigger::kTerminate, &B::throw_terminate},
      {EventKind::kMessage, Trigger::kMessage, &B::throw_message},
      {EventKind::kSignal, Trigger::kSignal, &B::throw_signal},
      {EventKind::kCompensation, Trigger::kCompensation, &B::throw_compensation},
      {EventKind::kEscalation, Trigger::kEscalation, &B::throw_escalation},
  };
  static constexpr Row kBoundary[] = {
      {EventKind::kTimer, Trigger::kTimer, &B::catch_timer},
      {EventKind::kError, Trigger::kError, &B::catch_error},
      {EventKind::kSignal, Trigger::kSignal, &B::catch_signal},
      {EventKind::kCancel, Trigger::kCancel, &B::catch_cancel},
      {EventKind::kCompensation, Trigger::kCompensation, &B::catch_compensation},
      {EventKind::kMessage, Trigger::kMessage, &B::catch_message},
      {EventKind::kEscalation, Trigger::kEscalation, &B::catch_escalation},
      {EventKind::kConditional, Trigger::kConditional, &B::catch_condition},
  };

  static std::span<const Row> rows(EventPosition position, bool process_start) {
    switch (position) {
      case EventPosition::kStart:
        return process_start ? std::span<const Row>(kProcessStart)
                             : std::span<const Row>(kEventSubProcessStart);
      case EventPosition::kCatch: return kCatch;
      case EventPosition::kThrow: return kThrow;
      case EventPosition::kEnd: return kEnd;
      case EventPosition::kBoundary: return kBoundary;
    }
    return {};
  }
};

bool ProcessBuilder::apply_event(EventPosition position, const model::FlowNode& model, Node& node,
                                 Node& scope, bool process_start) {
  for (const auto& row : EventTables::rows(position, process_start)) {
    for (const model::EventDefinition& definition : model.events) {
      if (definition.kind != row.kind) continue;
      node.trigger = row.trigger;
      node.activity_type = event_activity_type(position, row.trigger);
      EventContext event{model, definition, node, scope, process_start};
      (this->*row.apply)(event);
      return true;
    }
  }
  return false;
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
  apply_event(EventPosition::kStart, model, node, process, true);
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
      if (definition.kind == EventKind::kCancel || definition.kind == EventKind::kLink ||
          definition.kind == EventKind::kTerminate) {
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
  if (!apply_event(EventPosition::kStart, model, node, scope, false)) {
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
  if (!apply_event(EventPosition::kCatch, model, node, parent, false)) {
    problems_.error(model.at, "Unsupported intermediate catch event type", node.id);
  }
  apply_retry_cycle(model, node,
                    node.trigger == Trigger::kTimer || node.async_before || node.async_after);
  return node;
}

Node* ProcessBuilder::build_throw_event(const model::FlowNode& model, Node& parent) {
  for (const auto& definition : model.events) {
    if (definition.kind != EventKind::kLink) continue;
    // A throwing link is no activity: flows to it lead on to the catching one.
    link_sources_[model.id.value_or("")] = definition.name.value_or("");
    return nullptr;
  }
  Node& node = create(model, parent, NodeType::kThrowEvent);
  apply_async(model, node);
  if (!apply_event(EventPosition::kThrow, model, node, parent, false)) {
    node.activity_type = event_activity_type(EventPosition::kThrow, Trigger::kNone);
  }
  return &node;
}

void ProcessBuilder::build_end_event(const model::FlowNode& model, Node& parent) {
  Node& node = create(model, parent, NodeType::kEndEvent);
  if (!apply_event(EventPosition::kEnd, model, node, parent, false)) {
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
    return definition.kind == EventKind::kCompensation;
  };
  if (std::any_of(model.events.begin(), model.events.end(), is_compensation)) {
    node.event_scope = host;
  } else {
    node.event_scope = host->is_multi_instance_inner() ? host->parent : host;
    facts(*host).hosts_boundary = true;
  }
  node.interrupting = model.cancel_activity;
  node.start = model.cancel_activity ? Start::kCancelEventScope : Start::kConcurrentInFlowScope;
  if (!apply_event(EventPosition::kBoundary, model, node, *context.scope, false)) {
    problems_.error(model.at, "Unsupported boundary event type", node.id);
  }
  refuse_io(model);
  apply_retry_cycle(model, node,
                    node.trigger == Trigger::kTimer || node.async_before || node.async_after);
}

}  // namespace procos::graph
