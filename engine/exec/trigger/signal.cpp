// Signals (BPMN 2.0.2, 10.5.6): every subscription of the name that the sender may reach gets one,
// in its own and in other instances.
#include <algorithm>

#include "base/check.h"
#include "exec/behavior.h"
#include "exec/event.h"
#include "exec/job.h"
#include "exec/job_row.h"
#include "exec/triggers.h"
#include "exec/variables.h"

namespace procos::exec {
namespace {

/// As in Camunda such a job carries no variables: what an asynchronous signal was thrown with is
/// lost.
Status create_signal_job(Context& c, const state::Subscription& subscription) {
  Execution* e = c.session.execution_of(subscription);
  const std::string& definition_id = subscription.row.process_definition_id;
  state::DefinitionPtr definition = c.session.definitions().find(definition_id);
  PROCOS_CHECK(definition != nullptr);
  const Node* node = definition->graph->find(subscription.row.activity_id);
  PROCOS_CHECK(node != nullptr);
  PROCOS_ASSIGN(state::JobRow job, new_job(c, *definition, *node, "event", {}, e));
  job.type = "message";
  job.configuration = subscription.row.id;
  c.session.create_job(e, std::move(job));
  return {};
}

Status throw_signal(Context& c, Execution& e, const std::string& name, const Variables& payload,
                    const std::string& business_key, bool async) {
  std::vector<std::string> ids;
  for (const auto& row : c.session.repository().find_subscriptions("signal", name)) {
    if (row.tenant_id.empty() || row.tenant_id == e.row.tenant_id) ids.push_back(row.id);
  }
  for (const state::Subscription* created : c.session.new_subscriptions()) {
    const auto& row = created->row;
    if (created->gone || row.event_type != "signal" || row.event_name != name) continue;
    if (!row.tenant_id.empty() && row.tenant_id != e.row.tenant_id) continue;
    if (std::find(ids.begin(), ids.end(), row.id) == ids.end()) ids.push_back(row.id);
  }
  for (const std::string& id : ids) {
    state::Subscription* subscription = c.session.find_subscription(id);
    if (subscription == nullptr || subscription->gone || subscription->row.event_name != name)
      continue;
    if (!subscription->row.execution_id.empty()) {
      const Execution* target = c.session.execution_of(*subscription);
      if (target == nullptr || target->ended || target->canceled()) continue;
    }
    PROCOS_TRY(async ? create_signal_job(c, *subscription)
                     : receive_event(c, *subscription, payload, {}, {}, business_key));
  }
  return {};
}

}  // namespace

Status throw_signal_event(Context& c, Execution& e) {
  const graph::Event& event = e.node->event;
  PROCOS_ASSIGN(std::string name, evaluate_text(c, event.name, e));
  PROCOS_ASSIGN(Variables payload, mapped_variables(c, event.payload, e, Take::kInputs));
  std::string business_key;
  for (const graph::Mapping& mapping : event.payload) {
    if (!mapping.business_key) continue;
    business_key = mapping.source;
    if (mapping.source_expression) {
      PROCOS_ASSIGN(business_key, evaluate_text(c, mapping.source_expression, e));
    }
  }
  PROCOS_TRY(throw_signal(c, e, name, payload, business_key, event.async));
  return leave(c, e);
}

Status run_signal(Context& c, state::Job& job) {
  const std::string& subscription_id = job.row.configuration;
  state::Subscription* subscription = c.session.find_subscription(subscription_id);
  if (subscription == nullptr || subscription->gone) {
    return fail(ErrorKind::kNullValue, "Event subscription '" + subscription_id + "' is gone.");
  }
  return receive_event(c, *subscription, {}, {}, {}, {});
}

}  // namespace procos::exec
