// Conditional events (BPMN 2.0.2, 10.5.6). Camunda looks at them when a variable changes that they
// can see, once the step that changed it is over.
#include <algorithm>

#include "base/check.h"
#include "exec/behavior.h"
#include "exec/event.h"
#include "exec/tree.h"
#include "exec/triggers.h"
#include "exec/variables.h"

namespace procos::exec {

Status catch_condition(Context& c, Execution& e) {
  PROCOS_ASSIGN(bool holds, condition_holds(c, *e.node->event.condition, e));
  return holds ? leave(c, e) : Status{};
}

void delay_event(Context& c, Execution& source, DelayedEvent event) {
  if (source.instance->definition->has_conditional_events) {
    c.delayed[source.instance].push_back(std::move(event));
  }
}

bool has_delayed(const Context& c, const Execution& e) {
  auto it = c.delayed.find(e.instance);
  return it != c.delayed.end() && !it->second.empty();
}

namespace {

Result<bool> satisfied(Context& c, const Node& node, const DelayedEvent* event, Execution& e) {
  const graph::Condition& condition = *node.event.condition;
  if (event != nullptr) {
    if (!condition.variable_name.empty() && condition.variable_name != event->variable)
      return false;
    const auto& events = condition.variable_events;
    if (!events.empty() && std::find(events.begin(), events.end(), event->event) == events.end())
      return false;
  }
  return condition_holds(c, condition, e);
}

Status offer(Context& c, state::Subscription& subscription, const DelayedEvent* event) {
  Execution* e = c.session.execution_of(subscription);
  if (e == nullptr || e->ended) return {};
  const Node* node = e->instance->definition->graph->find(subscription.row.activity_id);
  PROCOS_CHECK(node != nullptr);
  if (node->type == NodeType::kCatchEvent) {
    if (event == nullptr) return {};
    PROCOS_ASSIGN(bool holds, satisfied(c, *node, event, *e));
    if (!holds || !e->row.active || !e->row.scope) return {};
    const bool after_gateway =
        node->event_scope != nullptr && node->event_scope->type == NodeType::kEventBasedGateway;
    return after_gateway ? execute_event_handler(c, *e, *node) : leave(c, *e);
  }
  if (!e->row.scope) return {};
  PROCOS_ASSIGN(bool holds, satisfied(c, *node, event, *e));
  return holds ? execute_event_handler(c, *e, handler_of(*node)) : Status{};
}

void collect_with_subscriptions(Execution& e, std::vector<Execution*>& found) {
  if (!e.subscriptions.empty() &&
      (e.phase == ActivityPhase::kDefault || (e.node != nullptr && !e.node->is_scope))) {
    found.push_back(&e);
  }
  for (Execution* child = e.first_child; child != nullptr; child = child->next) {
    collect_with_subscriptions(*child, found);
  }
}

}  // namespace

Status dispatch_event(Context& c, Execution& e, const DelayedEvent* event) {
  if (!e.instance->definition->has_conditional_events) return {};
  std::vector<Execution*> executions;
  collect_with_subscriptions(e, executions);
  for (Execution* execution : executions) {
    std::vector<state::Subscription*> subscriptions;
    for (const auto& subscription : execution->subscriptions) {
      if (subscription->row.event_type == "conditional")
        subscriptions.push_back(subscription.get());
    }
    for (state::Subscription* subscription : subscriptions) {
      if (!subscription->gone) PROCOS_TRY(offer(c, *subscription, event));
    }
  }
  return {};
}

Standing standing_of(const Execution& e) {
  const bool own = e.row.concurrent || (e.node != nullptr && e.node->children.empty());
  return {e.row.activity_id,
          own || e.parent == nullptr ? (own ? e.row.activity_instance_id : e.row.id)
                                     : parent_activity_instance_id(e)};
}

bool same_standing(const Standing& before, const Standing& after) {
  if (before.activity_instance_id.empty()) {
    return after.activity_instance_id.empty() && before.activity_id == after.activity_id;
  }
  return before.activity_instance_id == after.activity_instance_id &&
         (before.activity_id.empty() || before.activity_id == after.activity_id);
}

Status dispatch_delayed(Context& c, Execution& e) {
  auto it = c.delayed.find(e.instance);
  if (it == c.delayed.end() || it->second.empty()) return {};
  const std::vector<DelayedEvent> events = std::move(it->second);
  it->second.clear();
  std::unordered_map<const Execution*, Standing> before;
  for (const DelayedEvent& event : events) before[event.target] = standing_of(*event.target);
  for (const DelayedEvent& event : events) {
    Execution& target = *event.target;
    const Standing& standing = before[&target];
    bool same = same_standing(standing, standing_of(target));
    if (!same && target.replaced_by != nullptr) {
      same = same_standing(standing, standing_of(*target.replaced_by));
    }
    const bool dispatchable = target.row.activity_id.empty() || !target.node->is_scope ||
                              target.phase == ActivityPhase::kDefault;
    if (same && dispatchable) PROCOS_TRY(dispatch_event(c, target, &event));
  }
  return {};
}

}  // namespace procos::exec
