// Compensation events (BPMN 2.0.2, 10.7.3 and 13.5.5). Camunda keeps an "event scope" execution for
// each completed scope with something to undo.
#include "exec/compensation.h"

#include <algorithm>

#include "base/check.h"
#include "exec/behavior.h"
#include "exec/run.h"
#include "exec/tree.h"
#include "exec/triggers.h"

namespace procos::exec {
namespace {

bool is_compensation(const state::Subscription& subscription) {
  return subscription.row.event_type == "compensate";
}

std::vector<state::Subscription*> compensations(const Execution& e) {
  std::vector<state::Subscription*> found;
  for (const auto& subscription : e.subscriptions) {
    if (is_compensation(*subscription)) found.push_back(subscription.get());
  }
  return found;
}

state::Subscription& create(Context& c, Execution& e, const std::string& activity_id) {
  state::EventSubscriptionRow row;
  row.event_type = "compensate";
  row.activity_id = activity_id;
  row.execution_id = e.row.id;
  row.process_instance_id = e.row.process_instance_id;
  row.process_definition_id = e.row.process_definition_id;
  row.tenant_id = e.row.tenant_id;
  return c.session.create_subscription(&e, std::move(row));
}

}  // namespace

void subscribe_compensation(Context& c, Execution& e, const Node& handler) {
  Execution* scope = find_execution_for_flow_scope(e, e.node->parent);
  PROCOS_CHECK(scope != nullptr);
  create(c, *scope, handler.id);
}

Status keep_for_compensation(Context& c, Execution& e) {
  const Node& node = *e.node;
  const Node* handler = node.compensation_handler;
  const bool handled_inside = handler != nullptr && handler->type == NodeType::kEventSubProcess;
  std::vector<state::Subscription*> inner = compensations(e);
  if (inner.empty() && !handled_inside) return {};
  Execution* scope = find_execution_for_flow_scope(e, node.parent);
  PROCOS_CHECK(scope != nullptr);
  Execution& kept = c.session.create_execution(*scope);
  set_node(c, kept, &node);
  kept.phase = ActivityPhase::kStarting;
  PROCOS_TRY(enter_activity_instance(c, kept));
  set_active(c, kept, false);
  kept.row.concurrent = false;
  c.session.set_event_scope(kept, true);
  for (const auto& variable : e.variables) {
    c.session.set_local(kept, variable->row.name, variable->row.value, kept, variable->transient);
  }
  for (const state::Subscription* subscription : inner) {
    state::Subscription& copy = create(c, kept, subscription->row.activity_id);
    copy.row.configuration = subscription->row.configuration;
    copy.row.created = subscription->row.created;
  }
  for (Execution* child : children_of(e, true)) c.session.set_parent(*child, kept);
  const bool is_scope_handler = handler != nullptr && is_sub_process_scope(*handler);
  create(c, *scope, is_scope_handler ? handler->id : node.id).row.configuration = kept.row.id;
  return {};
}

std::vector<state::Subscription*> compensations_in_reach(Execution& e) {
  const ScopeMap map = scope_map(e);
  std::vector<state::Subscription*> found;
  for (const Node* scope = e.node->parent; scope != nullptr; scope = scope->parent) {
    if (Execution* execution = lookup(map, scope)) {
      for (state::Subscription* subscription : compensations(*execution)) {
        if (std::find(found.begin(), found.end(), subscription) == found.end())
          found.push_back(subscription);
      }
    }
    if (consumes_compensation(*scope)) break;
  }
  return found;
}

std::vector<state::Subscription*> compensations_of(Execution& e, const std::string& activity_ref) {
  const Node* activity = e.instance->definition->graph->find(activity_ref);
  std::string wanted = activity_ref;
  if (activity != nullptr && activity->is_multi_instance_inner()) {
    wanted = activity->parent->id;
  } else if (activity != nullptr && activity->compensation_handler != nullptr) {
    wanted = activity->compensation_handler->id;
  }
  auto found = compensations_in_reach(e);
  std::erase_if(found,
                [&](const auto* subscription) { return subscription->row.activity_id != wanted; });
  return found;
}

Status throw_compensation_event(Context& c, Execution& e) {
  const std::string& activity = e.node->event.activity_ref;
  auto subscriptions = activity.empty() ? compensations_in_reach(e) : compensations_of(e, activity);
  if (subscriptions.empty()) return leave(c, e);
  return throw_compensation(c, e, std::move(subscriptions));
}

Status throw_compensation(Context& c, Execution& e,
                          std::vector<state::Subscription*> subscriptions) {
  for (state::Subscription* subscription : subscriptions) {
    Execution* compensating = nullptr;
    if (!subscription->row.configuration.empty()) {
      compensating = e.instance->find(subscription->row.configuration);
    }
    if (compensating != nullptr) {
      if (compensating->parent != &e) c.session.set_parent(*compensating, e);
      c.session.set_event_scope(*compensating, false);
    } else {
      compensating = &c.session.create_execution(e);
      subscription->row.configuration = compensating->row.id;
      c.session.mark(*subscription);
    }
    compensating->row.concurrent = true;
    c.session.touch(*compensating);
  }
  // The latest completed is compensated first.
  std::stable_sort(subscriptions.begin(), subscriptions.end(), [](const auto* a, const auto* b) {
    return a->row.created != b->row.created ? a->row.created > b->row.created
                                            : a->row.id > b->row.id;
  });
  for (state::Subscription* subscription : subscriptions) {
    if (!subscription->gone) PROCOS_TRY(compensate(c, *subscription));
  }
  return {};
}

namespace {

Status start_handler(Context& c, Execution& compensating, const Node& handler) {
  if (handler.type == NodeType::kEventSubProcess) return execute_activity(c, compensating, handler);
  set_node(c, compensating, &handler);
  return perform(c, Step::kActivityStart, compensating);
}

}  // namespace

Status compensate(Context& c, state::Subscription& subscription) {
  Execution* owner = c.session.execution_of(subscription);
  PROCOS_CHECK(owner != nullptr);
  Execution* compensating = owner->instance->find(subscription.row.configuration);
  const Node* handler = owner->instance->definition->graph->find(subscription.row.activity_id);
  PROCOS_CHECK(compensating != nullptr && handler != nullptr);
  c.session.remove_subscription(subscription);
  set_active(c, *compensating, true);
  if (compensating->node != nullptr && is_composite(*compensating->node)) {
    set_activity_instance_id(c, *compensating->parent, compensating->row.activity_instance_id);
  }
  if (handler->is_scope && !handler->for_compensation) {
    return throw_compensation(c, *compensating, compensations(*compensating));
  }
  Status started = start_handler(c, *compensating, *handler);
  if (started) return started;
  // What a handler fails with is, as in Camunda, the failure of the event that it handles.
  return fail(ErrorKind::kProcessEngine, "Error while handling the compensation event of '" +
                                             handler->id + "': " + started.error().message);
}

Status compensation_done(Context& c, Execution& e) {
  if (e.node != nullptr && throws_compensation(*e.node)) {
    const bool busy =
        e.node->trigger == Trigger::kCancel ? e.first_child != nullptr : e.child_count != 0;
    return busy ? Status{} : leave(c, e);
  }
  if (e.child_count != 0 || e.parent == nullptr) return {};
  Execution& parent = *e.parent;
  PROCOS_TRY(remove(c, e));
  return compensation_done(c, parent);
}

}  // namespace procos::exec
