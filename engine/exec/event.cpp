#include "exec/event.h"

#include <algorithm>

#include "base/check.h"
#include "exec/behavior.h"
#include "exec/compensation.h"
#include "exec/job.h"
#include "exec/start.h"
#include "exec/tree.h"
#include "exec/variables.h"

namespace procos::exec {
namespace {

std::string_view subscription_type(Trigger trigger) {
  switch (trigger) {
    case Trigger::kMessage: return "message";
    case Trigger::kSignal: return "signal";
    case Trigger::kConditional: return "conditional";
    default: return {};
  }
}

}  // namespace

Status subscribe(Context& c, Execution& e, const Node& event) {
  const std::string_view type = subscription_type(event.trigger);
  if (type.empty()) return {};
  if (event.type == NodeType::kStartEvent && !event.is_event_sub_process_start()) return {};
  state::EventSubscriptionRow row;
  row.event_type = type;
  PROCOS_ASSIGN(row.event_name, evaluate_text(c, event.event.name, e));
  row.activity_id = event.id;
  row.execution_id = e.row.id;
  row.process_instance_id = e.row.process_instance_id;
  row.process_definition_id = e.row.process_definition_id;
  row.tenant_id = e.row.tenant_id;
  c.session.create_subscription(&e, std::move(row));
  return {};
}

namespace {

/// The node that an event starts: the event subprocess of a start event in it, else the event itself.
const Node& handler_of(const Node& event) {
  return event.is_event_sub_process_start() ? *event.parent : event;
}

Status handle_intermediate(Context& c, state::Subscription& subscription, const Variables& payload,
                           const Variables& local, const Variables& triggered) {
  Execution* e = c.session.execution_of(subscription);
  PROCOS_CHECK(e != nullptr);
  const Node* node = e->instance->definition->graph->find(subscription.row.activity_id);
  PROCOS_CHECK(node != nullptr);
  PROCOS_TRY(set_variables(c, *e, payload, false));
  PROCOS_TRY(set_variables(c, *e, local, true));
  if (!triggered.empty()) {
    if (node->type == NodeType::kCatchEvent && node->trigger == Trigger::kMessage) {
      PROCOS_TRY(set_variables(c, *e, triggered, true));
    } else {
      auto list = std::make_unique<state::VariableList>();
      for (const TypedVariable& variable : triggered) list->emplace_back(variable.name, variable.value);
      e->instance->payload_for_triggered_scope = std::move(list);
    }
  }
  if (node == e->node) return behavior_of(*node).signal(c, *e);
  return execute_event_handler(c, *e, handler_of(*node));
}

Status start_by_signal(Context& c, const state::EventSubscriptionRow& subscription, const Variables& payload,
                       const std::string& business_key) {
  state::DefinitionPtr definition = c.session.definitions().find(subscription.process_definition_id);
  if (definition == nullptr || definition->row.suspended) return {};
  const Node* start = definition->graph->find(subscription.activity_id);
  PROCOS_CHECK(start != nullptr);
  const std::string tenant = definition->row.tenant_id;
  Execution& root = c.session.create_instance(std::move(definition), business_key, nullptr, tenant);
  return start_instance(c, root, start, payload);
}

}  // namespace

Status receive_event(Context& c, state::Subscription& subscription, const Variables& payload,
                     const Variables& local, const Variables& triggered, const std::string& business_key) {
  if (subscription.row.event_type == "compensate") return compensate(c, subscription);
  if (subscription.row.execution_id.empty()) return start_by_signal(c, subscription.row, payload, business_key);
  return handle_intermediate(c, subscription, payload, local, triggered);
}

Status throw_signal(Context& c, Execution& e, const std::string& name, const Variables& payload,
                    const std::string& business_key, bool async) {
  std::vector<std::string> ids;
  for (const auto& row : c.session.repository().find_subscriptions("signal", name)) {
    if (row.tenant_id.empty() || row.tenant_id == e.row.tenant_id) ids.push_back(row.id);
  }
  for (const state::Subscription* created : c.session.new_subscriptions()) {
    const auto& row = created->row;
    if (created->gone || row.event_name != name) continue;
    if (!row.tenant_id.empty() && row.tenant_id != e.row.tenant_id) continue;
    if (std::find(ids.begin(), ids.end(), row.id) == ids.end()) ids.push_back(row.id);
  }
  for (const std::string& id : ids) {
    state::Subscription* subscription = c.session.find_subscription(id);
    if (subscription == nullptr || subscription->gone || subscription->row.event_name != name) continue;
    if (!subscription->row.execution_id.empty()) {
      const Execution* target = c.session.execution_of(*subscription);
      if (target == nullptr || target->ended || target->canceled()) continue;
    }
    PROCOS_TRY(async ? create_signal_job(c, *subscription, payload)
                     : receive_event(c, *subscription, payload, {}, {}, business_key));
  }
  return {};
}

// ---- conditional events ------------------------------------------------------------------------

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
    if (!condition.variable_name.empty() && condition.variable_name != event->variable) return false;
    const auto& events = condition.variable_events;
    if (!events.empty() && std::find(events.begin(), events.end(), event->event) == events.end()) return false;
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
      if (subscription->row.event_type == "conditional") subscriptions.push_back(subscription.get());
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
