// Events by trigger: what each reads from its definition and where it is registered.
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

bool ProcessBuilder::message_of(const Text& key, const Text& written, Position at, Node& node) {
  if (!written) {
    problems_.error(at, "attribute 'messageRef' is required", node.id);
    return false;
  }
  const auto found = catalog_.messages.find(*key);
  if (found == catalog_.messages.end()) {
    problems_.error(at, "Invalid 'messageRef': no message with id '" + *written + "' found",
                    node.id);
    return false;
  }
  node.event.ref_id = found->second.id;
  node.event.name = found->second.name;
  if (!node.event.name || is_blank(node.event.name->text())) {
    problems_.error(at, "Cannot have a message event subscription with an empty or missing name",
                    node.id);
    return false;
  }
  return true;
}

void ProcessBuilder::catch_message(EventContext& event) {
  const auto& definition = event.definition;
  if (!message_of(definition.ref, definition.written_ref, definition.at, event.node)) return;
  const Expression& name = *event.node.event.name;
  if (event.process_start && !name.is_literal()) {
    problems_.error(definition.at,
                    "Invalid message name '" + name.text() +
                        "' for element 'messageEventDefinition': expressions in the message start "
                        "event name are "
                        "not allowed!",
                    event.node.id);
  }
  register_event(event, "message", name.text());
}

void ProcessBuilder::catch_signal(EventContext& event) {
  throw_signal(event);
  if (event.node.event.name) register_event(event, "signal", event.node.event.name->text());
}

void ProcessBuilder::throw_signal(EventContext& event) {
  const auto& definition = event.definition;
  Event& into = event.node.event;
  if (!definition.ref) {
    problems_.error(definition.at,
                    "signalEventDefinition does not have required property 'signalRef'",
                    event.node.id);
    return;
  }
  const auto found = catalog_.signals.find(*definition.ref);
  if (found == catalog_.signals.end()) {
    problems_.error(definition.at,
                    "Could not find signal with id '" + definition.written_ref.value_or("") + "'",
                    event.node.id);
    return;
  }
  into.ref_id = found->second.id;
  into.name = found->second.name;
  into.async = definition.async;
  const bool throwing =
      event.node.type == NodeType::kThrowEvent || event.node.type == NodeType::kEndEvent;
  if (throwing) into.payload = compiler_.mappings(definition.in, false, event.node.id);
}

std::string ProcessBuilder::timer_configuration(const Timer& timer) {
  const char* kind = timer.kind == Timer::Kind::kDate    ? "DATE: "
                     : timer.kind == Timer::Kind::kCycle ? "CYCLE: "
                                                         : "DURATION: ";
  return kind + timer.expression.text();
}

void ProcessBuilder::catch_timer(EventContext& event) {
  Node& node = event.node;
  const auto& definition = event.definition;
  node.event.timer = compiler_.timer(definition.timer, node.id);
  if (node.id.empty()) problems_.error(definition.at, "Attribute \"id\" is required!");
  const char* handler = node.type == NodeType::kBoundaryEvent ? "timer-transition"
                        : node.type == NodeType::kCatchEvent  ? "timer-intermediate-transition"
                        : event.process_start                 ? "timer-start-event"
                                                              : "timer-start-event-subprocess";
  declare_job(node, handler, timer_configuration(*node.event.timer));
  const bool repeats_in_vain = definition.timer.cycle && node.interrupting &&
                               !event.process_start && node.type != NodeType::kCatchEvent;
  if (repeats_in_vain) {
    problems_.warning(definition.timer.cycle_at,
                      std::string("It is not recommended to use ") +
                          (node.type == NodeType::kBoundaryEvent ? "a cancelling boundary"
                                                                 : "an interrupting start") +
                          " timer event with a time cycle.",
                      node.id);
  }
  register_event(event, "", "");
}

void ProcessBuilder::catch_condition(EventContext& event) {
  const auto& definition = event.definition;
  Node& node = event.node;
  if (!definition.condition) {
    problems_.error(definition.at, "Conditional event must contain an expression for evaluation.",
                    node.id);
    return;
  }
  Condition& condition = node.event.condition.emplace();
  std::optional<Expression> expression;
  std::optional<Script> script;
  compile_condition(*definition.condition, node.id, expression, script);
  if (expression) condition.expression = *expression;
  if (script) condition.script = std::make_shared<const Script>(*std::move(script));
  condition.text = definition.condition->text;
  graph_->has_conditional_events = true;
  condition.variable_name = definition.variable_name.value_or("");
  condition.variable_events = comma_separated(definition.variable_events.value_or(""));
  for (const auto& change : condition.variable_events) {
    if (change == "create" || change == "update" || change == "delete") continue;
    problems_.warning(
        definition.at,
        "Variable event: " + change +
            " is not valid. Possible variable change events are: [create, delete, update]",
        node.id);
  }
  // Only start events of a process may not share a condition.
  register_event(event, event.process_start ? "conditional" : "", condition.text);
}

void ProcessBuilder::catch_error(EventContext& event) {
  Event& into = event.node.event;
  const auto& definition = event.definition;
  if (event.node.type == NodeType::kStartEvent && !event.node.interrupting) {
    problems_.error(event.model.at, "error start event of event subprocess must be interrupting",
                    event.node.id);
  }
  into.catch_all = true;
  if (definition.ref) {
    into.ref_id = *definition.ref;
    const auto found = catalog_.errors.find(*definition.ref);
    const Text code = found == catalog_.errors.end() ? definition.ref : found->second.code;
    into.error_code = code.value_or("");
    into.catch_all = !code;
  }
  into.code_variable = definition.code_variable.value_or("");
  into.message_variable = definition.message_variable.value_or("");
  register_event(event, "", "");
}

void ProcessBuilder::throw_error(EventContext& event) {
  Event& into = event.node.event;
  const auto& definition = event.definition;
  if (!definition.ref || definition.ref->empty()) {
    problems_.error(definition.at, "'errorRef' attribute is mandatory on error end event",
                    event.node.id);
    return;
  }
  into.ref_id = into.error_code = *definition.ref;
  const auto found = catalog_.errors.find(*definition.ref);
  if (found == catalog_.errors.end()) return;
  if (!found->second.code || found->second.code->empty()) {
    problems_.error(definition.at,
                    "'errorCode' is mandatory on errors referenced by throwing error event "
                    "definitions, but the error '" +
                        found->second.id + "' does not define one.",
                    event.node.id);
  }
  into.error_code = found->second.code.value_or("");
  into.error_message = found->second.message;
  into.error_message_expression = found->second.message_expression;
}

void ProcessBuilder::catch_escalation(EventContext& event) {
  Node& node = event.node;
  Event& into = node.event;
  const auto& definition = event.definition;
  const bool boundary = node.type == NodeType::kBoundaryEvent;
  if (boundary) {
    const Node* host = find_in(event.scope, event.model.attached_to);
    const bool can_escalate =
        host->type == NodeType::kSubProcess || host->type == NodeType::kEventSubProcess ||
        host->type == NodeType::kTransaction || host->type == NodeType::kUserTask ||
        (host->type == NodeType::kCallActivity && !host->call.is_case);
    if (!can_escalate) {
      problems_.error(event.model.at,
                      "An escalation boundary event should only be attached to a subprocess, a "
                      "call activity or an "
                      "user task",
                      node.id);
      return;
    }
  }
  into.catch_all = true;
  if (definition.ref) {
    into.ref_id = *definition.ref;
    const auto found = catalog_.escalations.find(*definition.ref);
    if (found == catalog_.escalations.end()) {
      problems_.error(definition.at, "could not find escalation with id '" + *definition.ref + "'",
                      node.id);
    } else {
      into.escalation_code = found->second.code.value_or("");
      into.catch_all = !found->second.code;
    }
  }
  into.code_variable = definition.code_variable.value_or("");
  register_event(event, "", "");
  const std::string what = boundary ? "escalation boundary event" : "escalation event subprocess";
  EscalationCodes& taken = escalations_[{node.event_scope, boundary}];
  if (into.catch_all ? taken.catch_all || !taken.codes.empty() : taken.catch_all) {
    problems_.error(definition.at,
                    "The same scope can not contain an " + what +
                        " without escalation code and another one: without code it catches all "
                        "escalation events.",
                    node.id);
  } else if (!into.catch_all && taken.codes.contains(into.escalation_code)) {
    problems_.error(definition.at,
                    "multiple " + what + "s with the same escalationCode '" + into.escalation_code +
                        "' are not supported on same scope",
                    node.id);
  }
  if (into.catch_all) {
    taken.catch_all = true;
  } else {
    taken.codes.insert(into.escalation_code);
  }
}

void ProcessBuilder::throw_escalation(EventContext& event) {
  const auto& definition = event.definition;
  if (!definition.ref) {
    problems_.error(definition.at,
                    "escalationEventDefinition does not have required attribute 'escalationRef'",
                    event.node.id);
    return;
  }
  const auto found = catalog_.escalations.find(*definition.ref);
  if (found == catalog_.escalations.end()) {
    problems_.error(definition.at, "could not find escalation with id '" + *definition.ref + "'",
                    event.node.id);
  } else if (!found->second.code) {
    problems_.error(definition.at, "throwing escalation event must have an 'escalationCode'",
                    event.node.id);
  } else {
    event.node.event.ref_id = *definition.ref;
    event.node.event.escalation_code = *found->second.code;
  }
}

void ProcessBuilder::warn_ignored_compensation_attributes(const EventContext& event) {
  const auto warn = [&](const Text& attribute, const char* name) {
    if (!attribute) return;
    problems_.warning(
        event.definition.at,
        std::string("attribute '") + name +
            "' is not supported on catching compensation event. attribute will be ignored",
        event.node.id);
  };
  warn(event.definition.ref, "activityRef");
  warn(event.definition.wait_for_completion, "waitForCompletion");
}

void ProcessBuilder::catch_compensation(EventContext& event) {
  NodeFacts& host = facts(*event.node.event_scope);
  if (host.has_compensation_boundary) {
    problems_.error(
        event.definition.at,
        "multiple boundary events with compensateEventDefinition not supported on same activity",
        event.node.id);
  }
  host.has_compensation_boundary = true;
  warn_ignored_compensation_attributes(event);
}

void ProcessBuilder::compensation_sub_process(EventContext& event) {
  Node& sub_process = event.scope;
  Node& around = *sub_process.parent;
  sub_process.for_compensation = true;
  if (around.type == NodeType::kProcess) {
    problems_.error(
        event.model.at,
        "event subprocess with compensation start event is only supported for embedded subprocess "
        "(since "
        "throwing compensation through a call activity-induced process hierarchy is not supported)",
        event.node.id);
  } else if (around.compensation_handler != nullptr) {
    problems_.error(event.model.at,
                    "multiple event subprocesses with compensation start event are not supported "
                    "on the same scope",
                    event.node.id);
  } else {
    around.compensation_handler = &sub_process;
  }
  warn_ignored_compensation_attributes(event);
}

void ProcessBuilder::throw_compensation(EventContext& event) {
  const auto& definition = event.definition;
  Event& into = event.node.event;
  into.activity_ref = definition.ref.value_or("");
  // Camunda always waits, whatever the model says.
  if (definition.wait_for_completion.value_or("true") != "true") {
    problems_.warning(definition.at,
                      "Unsupported attribute value for 'waitForCompletion': "
                      "'waitForCompletion=false' is not supported. "
                      "Compensation event will wait for compensation to join.",
                      event.node.id);
  }
  if (!definition.ref) return;
  const Node* scope = &event.scope;
  if (find_in(*scope, definition.ref) != nullptr) return;
  if (scope->type == NodeType::kEventSubProcess) scope = scope->parent;
  backlog_[scope].push_back({*definition.ref, event.node.id, definition.at});
}

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

void ProcessBuilder::throw_terminate(EventContext&) {}

void ProcessBuilder::catch_link(EventContext& event) {
  const std::string name = event.definition.name.value_or("");
  event.node.event.link_name = name;
  if (facts(event.node).gateway != nullptr) {
    problems_.error(event.model.at,
                    "IntermediateCatchLinkEvent is not allowed after an EventBasedGateway.",
                    event.node.id);
  }
  if (!link_targets_.emplace(name, event.node.id).second) {
    problems_.error(event.model.at,
                    "Multiple Intermediate Catch Events with the same link event name ('" + name +
                        "') are not allowed.",
                    event.node.id);
  } else if (name != event.model.name.value_or("")) {
    problems_.warning(event.model.at,
                      "Link Event named '" + event.model.name.value_or("") +
                          "' contains link event definition with name '" + name +
                          "' - it is recommended to use the same name for both.",
                      event.node.id);
  }
}

void ProcessBuilder::throw_message(EventContext& event) {
  Node& node = event.node;
  const auto& from = event.definition.implementation;
  if (!is_service_like(from)) {
    // Without implementation Camunda sends nothing, and says so in the activity type.
    node.activity_type =
        node.type == NodeType::kThrowEvent ? "intermediateNoneThrowEvent" : "endEvent";
    return;
  }
  node.work = work(from, node.activity_type, node.id);
  if (node.work.kind != Work::Kind::kNone || from.type) return;
  problems_.error(event.definition.at,
                  "One of the attributes 'class', 'delegateExpression', 'type', or 'expression' is "
                  "mandatory on " +
                      node.activity_type,
                  node.id);
}

}  // namespace procos::graph
