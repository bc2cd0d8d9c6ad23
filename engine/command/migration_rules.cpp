#include "command/migration_rules.h"

#include <algorithm>
#include <array>

#include "graph/triggers.h"

namespace procos::command {
namespace {

using graph::Node;
using graph::NodeType;
using graph::Trigger;
using Work = graph::Work::Kind;
using Failures = std::vector<std::string>;

// ---- what an activity does, as Camunda names and groups it
// ---------------------------------------

struct Behavior {
  std::string_view name;  ///< of Camunda's class: its reports name it
  bool supported = false;
};

Behavior work_behavior(const Node& node) {
  switch (node.work.kind) {
    case Work::kExternal: return {"ExternalTaskActivityBehavior", true};
    case Work::kExpression: return {"ServiceTaskExpressionActivityBehavior"};
    case Work::kDelegate:
      return {node.work.delegate.starts_with("${") ? "ServiceTaskDelegateExpressionActivityBehavior"
                                                   : "ClassDelegateActivityBehavior"};
    case Work::kConnector: return {"ServiceTaskConnectorActivityBehavior"};
    case Work::kMail: return {"MailActivityBehavior"};
    case Work::kShell: return {"ShellActivityBehavior"};
    case Work::kDecision: return {"DmnBusinessRuleTaskActivityBehavior"};
    case Work::kNone: break;
  }
  return {"IntermediateThrowNoneEventActivityBehavior"};
}

Behavior throw_behavior(const Node& node, std::string_view without_trigger) {
  switch (node.trigger) {
    case Trigger::kMessage: return work_behavior(node);
    case Trigger::kSignal: return {"ThrowSignalEventActivityBehavior"};
    case Trigger::kCompensation: return {"CompensationEventActivityBehavior"};
    case Trigger::kEscalation: return {"ThrowEscalationEventActivityBehavior"};
    case Trigger::kError: return {"ErrorEndEventActivityBehavior"};
    case Trigger::kCancel: return {"CancelEndEventActivityBehavior"};
    case Trigger::kTerminate: return {"TerminateEndEventActivityBehavior"};
    default: return {without_trigger};
  }
}

Behavior event_behavior(const Node& node) {
  const bool conditional = node.trigger == Trigger::kConditional;
  switch (node.type) {
    case NodeType::kStartEvent:
      if (!node.is_event_sub_process_start()) return {"NoneStartEventActivityBehavior"};
      return {conditional ? "EventSubProcessStartConditionalEventActivityBehavior"
                          : "EventSubProcessStartEventActivityBehavior",
              true};
    case NodeType::kCatchEvent:
      if (node.trigger == Trigger::kLink) return {"IntermediateCatchLinkEventActivityBehavior"};
      return {conditional ? "IntermediateConditionalEventBehavior"
                          : "IntermediateCatchEventActivityBehavior",
              true};
    case NodeType::kBoundaryEvent:
      if (node.trigger == Trigger::kCancel) return {"CancelBoundaryEventActivityBehavior"};
      return {conditional ? "BoundaryConditionalEventActivityBehavior"
                          : "BoundaryEventActivityBehavior",
              true};
    case NodeType::kThrowEvent:
      return throw_behavior(node, "IntermediateThrowNoneEventActivityBehavior");
    default: return throw_behavior(node, "NoneEndEventActivityBehavior");
  }
}

Behavior behavior_of(const Node& node) {
  switch (node.type) {
    case NodeType::kSubProcess:
    case NodeType::kTransaction: return {"SubProcessActivityBehavior", true};
    case NodeType::kEventSubProcess: return {"EventSubProcessActivityBehavior", true};
    case NodeType::kCallActivity:
      return {node.call.is_case ? "CaseCallActivityBehavior" : "CallActivityBehavior", true};
    case NodeType::kTask: return {"TaskActivityBehavior"};
    case NodeType::kManualTask: return {"ManualTaskActivityBehavior"};
    case NodeType::kUserTask: return {"UserTaskActivityBehavior", true};
    case NodeType::kServiceTask:
    case NodeType::kSendTask:
    case NodeType::kBusinessRuleTask: return work_behavior(node);
    case NodeType::kScriptTask: return {"ScriptTaskActivityBehavior"};
    case NodeType::kReceiveTask: return {"ReceiveTaskActivityBehavior", true};
    case NodeType::kExclusiveGateway: return {"ExclusiveGatewayActivityBehavior"};
    case NodeType::kParallelGateway: return {"ParallelGatewayActivityBehavior", true};
    case NodeType::kInclusiveGateway: return {"InclusiveGatewayActivityBehavior", true};
    case NodeType::kEventBasedGateway: return {"EventBasedGatewayActivityBehavior", true};
    case NodeType::kMultiInstanceBody:
      return {node.loop.sequential ? "SequentialMultiInstanceActivityBehavior"
                                   : "ParallelMultiInstanceActivityBehavior",
              true};
    default: return event_behavior(node);
  }
}

constexpr std::array<std::array<std::string_view, 2>, 2> kEquivalent{{
    {"CallActivityBehavior", "CaseCallActivityBehavior"},
    {"SubProcessActivityBehavior", "EventSubProcessActivityBehavior"},
}};

bool same_behavior(std::string_view a, std::string_view b) {
  if (a == b) return true;
  return std::any_of(kEquivalent.begin(), kEquivalent.end(), [&](const auto& pair) {
    return (a == pair[0] && b == pair[1]) || (a == pair[1] && b == pair[0]);
  });
}

/// Waits for an event while something else runs.
bool waits_passively(const Node& node) {
  return node.type == NodeType::kBoundaryEvent || node.is_event_sub_process_start();
}

bool is_multi_instance(const Node& node) { return node.type == NodeType::kMultiInstanceBody; }

const Node* inner_of(const Node& body) {
  for (const Node* child : body.children) {
    if (!child->for_compensation) return child;
  }
  return nullptr;
}

bool joins(const Node& node) {
  return node.type == NodeType::kParallelGateway || node.type == NodeType::kInclusiveGateway;
}

const Mapping* of_source(const Mappings& plan, const Node* source) {
  auto found =
      std::find_if(plan.begin(), plan.end(), [&](const Mapping& m) { return m.source == source; });
  return found == plan.end() ? nullptr : &*found;
}

auto to_target(const Mappings& plan, const Node* target) {
  return std::count_if(plan.begin(), plan.end(),
                       [&](const Mapping& m) { return m.target == target; });
}

// ---- the rules ---------------------------------------------------------------------------------

struct MappingSubject {
  const Mapping& mapping;
  const Mappings& plan;
  Failures& failures;
  const Node& source;
  const Node& target;
};

void same_kind(const MappingSubject& s) {
  const std::string_view source = behavior_of(s.source).name, target = behavior_of(s.target).name;
  if (same_behavior(source, target)) return;
  s.failures.push_back("Activities have incompatible types (" + std::string(source) +
                       " is not compatible with " + std::string(target) + ")");
}

void same_event_type(const MappingSubject& s) {
  if (!waits_passively(s.source) || !waits_passively(s.target)) return;
  if (s.source.activity_type == s.target.activity_type) return;
  s.failures.push_back("Events are not of the same type (" + s.source.activity_type +
                       " != " + s.target.activity_type + ")");
}

void mapped_once(const MappingSubject& s) {
  std::string all;
  std::size_t count = 0;
  for (const Mapping& mapping : s.plan) {
    if (mapping.source != &s.source) continue;
    all += (++count == 1 ? "" : ", ") +
           std::string("ValidatingMigrationInstructionImpl{sourceActivity=Activity(") +
           mapping.source->id + "), targetActivity=Activity(" + mapping.target->id + ")}";
  }
  if (count <= 1) return;
  s.failures.push_back("There are multiple mappings for source activity id '" + s.source.id +
                       "': " + all);
}

void body_is_mapped(const MappingSubject& s) {
  for (const Node* scope = s.target.parent; scope != nullptr && to_target(s.plan, scope) == 0;
       scope = scope->parent) {
    if (!is_multi_instance(*scope)) continue;
    s.failures.push_back("Target activity '" + s.target.id +
                         "' is a descendant of multi-instance body '" + scope->id +
                         "' that is not mapped from the source process definition.");
    return;
  }
}

void inner_activity_is_mapped(const MappingSubject& s) {
  if (is_multi_instance(s.target) && to_target(s.plan, inner_of(s.target)) == 0) {
    s.failures.push_back(
        "Must map the inner activity of a multi-instance body when the body is mapped");
  }
  if (is_multi_instance(s.source) && of_source(s.plan, inner_of(s.source)) == nullptr) {
    s.failures.push_back(
        "Cannot remove the inner activity of a multi-instance body when the body is mapped");
  }
}

void gateway_fits(const MappingSubject& s) {
  if (!joins(s.target)) return;
  if (s.source.incoming.size() > s.target.incoming.size()) {
    s.failures.push_back("The target gateway must have at least the same number of incoming "
                         "sequence flows that the source gateway has");
  }
  const Node& scope = *s.source.parent;
  if (scope.type != NodeType::kProcess && of_source(s.plan, &scope) == nullptr) {
    s.failures.push_back("The gateway's flow scope '" + scope.id + "' must be mapped");
  }
  if (to_target(s.plan, &s.target) > 1) {
    s.failures.push_back("Only one gateway can be mapped to gateway '" + s.target.id + "'");
  }
}

void event_scope_fits(const MappingSubject& s) {
  const bool compensation =
      s.source.type == NodeType::kBoundaryEvent && s.source.trigger == Trigger::kCompensation;
  const Node* scope = event_scope_of(s.source);
  if (compensation || scope == nullptr || scope == s.source.parent) return;
  const Node* target = event_scope_of(s.target);
  if (target == nullptr) {
    // The target may drop all timeouts of a user task.
    if (!s.source.user_task.timeouts.empty()) return;
    s.failures.push_back("The source activity's event scope (" + scope->id +
                         ") must be mapped but the target activity has no event scope");
    return;
  }
  const Mapping* mapped = of_source(s.plan, scope);
  const bool process = scope->type == NodeType::kProcess && target->type == NodeType::kProcess;
  if (process || (mapped != nullptr && mapped->target->id == target->id)) return;
  s.failures.push_back("The source activity's event scope (" + scope->id +
                       ") must be mapped to the target activity's event scope (" + target->id +
                       ")");
}

void trigger_can_be_updated(const MappingSubject& s) {
  if (!s.mapping.update_event_trigger || has_persistent_trigger(s.source)) return;
  s.failures.push_back("Cannot update event trigger because the activity does not define a "
                       "persistent event trigger");
}

void stays_below_ancestor(const MappingSubject& s) {
  const Node* around = s.source.parent;
  while (around != nullptr && of_source(s.plan, around) == nullptr) around = around->parent;
  if (around == nullptr) return;
  const Node* mapped = of_source(s.plan, around)->target;
  for (const Node* scope = s.target.parent; scope != nullptr; scope = scope->parent) {
    if (scope == mapped) return;
  }
  s.failures.push_back("The closest mapped ancestor '" + around->id + "' is mapped to scope '" +
                       mapped->id + "' which is not an ancestor of target scope '" + s.target.id +
                       "'");
}

void condition_is_updated(const MappingSubject& s) {
  if (!is_conditional_event(s.source) || s.mapping.update_event_trigger) return;
  s.failures.push_back("Conditional event has to migrate with update event trigger.");
}

}  // namespace

bool supports_migration(const Node& node, bool active) {
  return behavior_of(node).supported || (!active && (node.async_before || node.async_after));
}

bool can_be_generated(const Node& node) {
  if (!supports_migration(node, false) || node.for_compensation) return false;
  if (!waits_passively(node)) return true;
  return node.trigger == Trigger::kTimer || node.trigger == Trigger::kCompensation ||
         !graph::subscription_type(node.trigger).empty();
}

bool is_conditional_event(const Node& node) {
  return node.trigger == Trigger::kConditional &&
         (node.type == NodeType::kCatchEvent || waits_passively(node));
}

const Node* event_scope_of(const Node& node) {
  if (node.event_scope != nullptr) return node.event_scope;
  return node.user_task.timeouts.empty() ? nullptr : &node;
}

bool has_persistent_trigger(const Node& node) {
  if (!node.user_task.timeouts.empty()) return true;
  if (node.event_scope == nullptr) return false;
  if (node.type == NodeType::kReceiveTask) return true;
  const auto& events = node.event_scope->events;
  if (std::find(events.begin(), events.end(), &node) == events.end()) return false;
  return node.trigger == Trigger::kTimer || !graph::subscription_type(node.trigger).empty();
}

std::vector<std::string> failures_of(const Mapping& mapping, const Mappings& plan,
                                     bool inner_activities) {
  Failures failures;
  const MappingSubject subject{mapping, plan, failures, *mapping.source, *mapping.target};
  same_kind(subject);
  same_event_type(subject);
  mapped_once(subject);
  body_is_mapped(subject);
  if (inner_activities) inner_activity_is_mapped(subject);
  gateway_fits(subject);
  event_scope_fits(subject);
  trigger_can_be_updated(subject);
  stays_below_ancestor(subject);
  condition_is_updated(subject);
  return failures;
}

}  // namespace procos::command
