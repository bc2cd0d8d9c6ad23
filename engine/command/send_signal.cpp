// Camunda's SignalEventReceivedCmd: waiting executions first, then definitions that start by the
// signal.
#include "command/support.h"

namespace procos::command {
namespace {

/// Triggers the subscriptions that are still there when their turn comes.
Status trigger(Context& context, const std::vector<std::string>& ids, const Variables& variables) {
  for (const std::string& id : ids) {
    state::Subscription* subscription = context.session.find_subscription(id);
    if (subscription == nullptr || subscription->gone) continue;
    if (!subscription->row.execution_id.empty()) {
      const state::Execution* execution = context.session.execution_of(*subscription);
      if (execution == nullptr || execution->ended || execution->canceled()) continue;
      PROCOS_TRY(authorize(context, Check::kUpdateInstance, subject_of(execution->row)));
      if (execution->row.suspended) return suspended("Execution", execution->row.id);
    }
    const std::string& definition_id = subscription->row.process_definition_id;
    if (subscription->row.execution_id.empty()) {
      PROCOS_ASSIGN(const auto definition, require_definition(context, definition_id));
      PROCOS_TRY(authorize_start(context, definition->row));
    }
    PROCOS_TRY(context.interpreter.event_received(*subscription, variables, {}, {}, {}));
  }
  return {};
}

Status signal_execution_only(Context& context, const SendSignal& request) {
  state::Execution* execution = context.session.find_execution(request.execution_id);
  if (execution == nullptr) {
    return is_null(ErrorKind::kNullValue,
                   "Cannot find execution with id '" + request.execution_id + "'", "execution");
  }
  std::vector<std::string> ids;
  for (const auto& subscription : execution->subscriptions) {
    const state::EventSubscriptionRow& row = subscription->row;
    if (row.event_type == "signal" && row.event_name == request.name) ids.push_back(row.id);
  }
  if (ids.empty()) {
    return fail(ErrorKind::kNotFound, "Execution '" + request.execution_id +
                                          "' has not subscribed to a signal event with name '" +
                                          request.name + "'. is empty");
  }
  return trigger(context, ids, request.variables);
}

}  // namespace

Status send_signal(Context& context, const SendSignal& request) {
  if (request.name.empty()) return is_null(ErrorKind::kNullValue, "", "signalName");
  const bool names_tenant = request.tenant_id || request.without_tenant;
  if (!request.execution_id.empty()) {
    if (names_tenant) {
      return fail(
          ErrorKind::kBadUserRequest,
          "ENGINE-13027 Cannot specify a tenant-id when deliver a signal to a single execution.");
    }
    return signal_execution_only(context, request);
  }
  std::vector<std::string> waiting, starting;
  for (const auto& row : context.session.repository().find_subscriptions("signal", request.name)) {
    if (names_tenant && row.tenant_id != request.tenant_id.value_or("")) continue;
    (row.execution_id.empty() ? starting : waiting).push_back(row.id);
  }
  PROCOS_TRY(trigger(context, waiting, request.variables));
  return trigger(context, starting, request.variables);
}

}  // namespace procos::command
