// What makes a deployed definition start by itself: subscriptions of message, signal and
// conditional start events, jobs of timer start events. Only the latest version of a definition has
// them.
#include <algorithm>

#include "command/support.h"
#include "graph/triggers.h"

namespace procos::command {
namespace {

using graph::Node;
using graph::NodeType;
using graph::Trigger;

/// Two definitions must not start by the same message.
Status check_message_is_free(Context& context, const state::DefinitionRow& definition,
                             const std::string& name, std::vector<std::string>& taken) {
  bool is_taken = std::find(taken.begin(), taken.end(), name) != taken.end();
  taken.push_back(name);
  for (const state::EventSubscriptionRow& row :
       context.session.repository().find_start_subscriptions("message", name)) {
    if (row.tenant_id != definition.tenant_id) continue;
    // Those of the version before were removed in this very command.
    is_taken |= context.session.find_subscription(row.id) != nullptr;
  }
  if (is_taken) {
    return fail(ErrorKind::kProcessEngine,
                "ENGINE-01011 Cannot deploy process definition '" + definition.resource_name +
                    "': there already is a message event subscription for the message "
                    "with name '" +
                    name + "'.");
  }
  return {};
}

Status subscribe(Context& context, const state::DefinitionRow& definition, const Node& start,
                 std::vector<std::string>& taken_messages) {
  state::EventSubscriptionRow row;
  row.event_type = graph::subscription_type(start.trigger);
  if (row.event_type.empty()) return {};
  if (start.event.name) {
    row.event_name = start.event.name->text();
    if (!start.event.name->is_literal()) {
      PROCOS_ASSIGN(const Value name,
                    context.interpreter.evaluate_without_instance(*start.event.name));
      row.event_name = expr::to_text(name);
    }
  }
  if (start.trigger == Trigger::kMessage) {
    PROCOS_TRY(check_message_is_free(context, definition, row.event_name, taken_messages));
  }
  row.activity_id = start.id;
  row.process_definition_id = definition.id;
  row.tenant_id = definition.tenant_id;
  context.session.create_subscription(nullptr, std::move(row));
  return {};
}

}  // namespace

Status create_start_events(Context& context, const state::Definition& definition,
                           std::vector<std::string>& taken_messages) {
  for (const Node* start : definition.graph->process().children) {
    if (start->type != NodeType::kStartEvent) continue;
    if (start->trigger == Trigger::kTimer) {
      PROCOS_TRY(context.interpreter.create_start_timer(definition, *start));
    } else {
      PROCOS_TRY(subscribe(context, definition.row, *start, taken_messages));
    }
  }
  return {};
}

Status remove_start_subscriptions(Context& context, const std::string& definition_id) {
  PROCOS_ASSIGN(const auto rows,
                find_rows<state::EventSubscriptionRow>(
                    context, {{"ofStartEvents", {}}, {"processDefinitionId", {definition_id}}}));
  for (const state::EventSubscriptionRow& row : rows) {
    state::Subscription* subscription = context.session.find_subscription(row.id);
    if (subscription != nullptr && !subscription->gone)
      context.session.remove_subscription(*subscription);
  }
  return {};
}

Status remove_start_timers(Context& context, const state::DefinitionRow& definition) {
  std::vector<store::Filter> filters{{"ofStartEvents", {}},
                                     {"processDefinitionKey", {definition.key}}};
  if (definition.tenant_id.empty()) {
    filters.push_back({"withoutTenantId", {}});
  } else {
    filters.push_back({"tenantIdIn", {definition.tenant_id}});
  }
  PROCOS_ASSIGN(const auto rows, find_rows<state::JobRow>(context, std::move(filters)));
  for (const state::JobRow& row : rows) {
    state::Job* job = context.session.find_job(row.id);
    if (job == nullptr || job->gone) continue;
    PROCOS_TRY(drop_incidents(context, nullptr, "failedJob", row.id, false));
    context.session.remove_job(*job);
  }
  return {};
}

}  // namespace procos::command
