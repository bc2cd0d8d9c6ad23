#include "exec/event.h"

#include "base/check.h"
#include "exec/behavior.h"
#include "exec/compensation.h"
#include "exec/start.h"
#include "exec/tree.h"
#include "exec/variables.h"
#include "graph/triggers.h"

namespace procos::exec {

const Node& handler_of(const Node& event) {
  return event.is_event_sub_process_start() ? *event.parent : event;
}

Status subscribe(Context& c, Execution& e, const Node& event) {
  const std::string_view type = graph::subscription_type(event.trigger);
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

Status handle_intermediate(Context& c, state::Subscription& subscription, const Variables& payload,
                           const Variables& local, const Variables& triggered) {
  Execution* e = c.session.execution_of(subscription);
  PROCOS_CHECK(e != nullptr);
  const Node* node = e->instance->definition->graph->find(subscription.row.activity_id);
  PROCOS_CHECK(node != nullptr);
  PROCOS_TRY(set_variables(c, *e, payload, false));
  PROCOS_TRY(set_variables(c, *e, local, true));
  PROCOS_TRY(keep_triggered_payload(c, *e, *node, triggered));
  if (node == e->node) return behavior_of(*node).signal(c, *e);
  return execute_event_handler(c, *e, handler_of(*node));
}

Status start_by_event(Context& c, const state::EventSubscriptionRow& subscription,
                      const Variables& payload, const std::string& business_key) {
  state::DefinitionPtr definition =
      c.session.definitions().find(subscription.process_definition_id);
  if (definition == nullptr || definition->row.suspended) return {};
  const Node* start = definition->graph->find(subscription.activity_id);
  PROCOS_CHECK(start != nullptr);
  const std::string tenant = definition->row.tenant_id;
  Execution& root = c.session.create_instance(std::move(definition), business_key, nullptr, tenant);
  return start_instance(c, root, start, payload);
}

}  // namespace

Status receive_event(Context& c, state::Subscription& subscription, const Variables& payload,
                     const Variables& local, const Variables& triggered,
                     const std::string& business_key) {
  if (subscription.row.event_type == "compensate") return compensate(c, subscription);
  if (subscription.row.execution_id.empty())
    return start_by_event(c, subscription.row, payload, business_key);
  return handle_intermediate(c, subscription, payload, local, triggered);
}

}  // namespace procos::exec
