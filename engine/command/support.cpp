#include "command/support.h"

#include <algorithm>

namespace procos::command {

using state::Execution;
using state::Incident;

std::unexpected<Error> is_null(ErrorKind kind, const std::string& message,
                               const std::string& what) {
  return fail(kind, (message.empty() ? "" : message + ": ") + what + " is null");
}

std::unexpected<Error> suspended(const std::string& type, const std::string& id) {
  return fail(ErrorKind::kSuspended,
              "ENGINE-03043 " + type + " with id '" + id + "' is suspended.");
}

Status no_blank_id(const std::string& what, const std::vector<std::string>& ids) {
  if (std::find(ids.begin(), ids.end(), "") == ids.end()) return {};
  return fail(ErrorKind::kBadUserRequest,
              what + " cannot be null: " + what + " contains null value");
}

Result<Execution*> require_execution(Context& context, const std::string& id, ErrorKind kind) {
  if (id.empty()) return is_null(kind, "", "executionId");
  Execution* execution = context.session.find_execution(id);
  if (execution == nullptr) return is_null(kind, "execution " + id + " doesn't exist", "execution");
  return execution;
}

Result<state::DefinitionPtr> require_definition(Context& context, const std::string& id) {
  state::DefinitionPtr definition = context.session.definitions().find(id);
  if (definition == nullptr) {
    return is_null(ErrorKind::kNotFound,
                   "no deployed process definition found with id '" + id + "'",
                   "processDefinition");
  }
  return definition;
}

Result<state::Subscription*> require_message_subscription(Context& context,
                                                          const std::string& execution_id,
                                                          const std::string& message_name) {
  const Execution* execution = context.session.find_execution(execution_id);
  std::vector<state::Subscription*> waiting;
  if (execution != nullptr) {
    for (const auto& subscription : execution->subscriptions) {
      if (subscription->row.event_type != "message") continue;
      if (message_name.empty() || subscription->row.event_name == message_name) {
        waiting.push_back(subscription.get());
      }
    }
  }
  if (waiting.empty()) {
    return fail(ErrorKind::kNullValue,
                "Execution with id '" + execution_id +
                    "' does not have a subscription to a message event with name '" + message_name +
                    "': eventSubscriptions is empty");
  }
  if (waiting.size() > 1) {
    return fail(ErrorKind::kProcessEngine,
                "More than one matching message subscription found for execution " + execution_id +
                    ": eventSubscriptions does not have 1 elements");
  }
  if (execution->row.suspended) return suspended("Execution", execution_id);
  return waiting.front();
}

Status end_instance(Context& context, state::Instance& instance,
                    const exec::Interpreter::DeleteOptions& options) {
  std::vector<state::Task*> tasks;
  for (const auto& [id, execution] : instance.executions) {
    for (const auto& task : execution->tasks) tasks.push_back(task.get());
  }
  std::sort(tasks.begin(), tasks.end(),
            [](const auto* a, const auto* b) { return a->row.id < b->row.id; });
  const std::string reason = options.reason.empty() ? "deleted" : options.reason;
  for (state::Task* task : tasks) {
    if (!task->gone)
      PROCOS_TRY(context.interpreter.delete_task(*task, reason, options.skip_listeners));
  }
  if (instance.root->removed) return {};  // a listener of a task ended it
  return context.interpreter.delete_instance(*instance.root, options);
}

// ---- incidents ---------------------------------------------------------------------------------

Incident& raise_incident(Context& context, Execution* execution, state::IncidentRow row) {
  state::Session& session = context.session;
  Incident& first = session.create_incident(execution, std::move(row));
  Incident* cause = &first;
  while (execution != nullptr) {
    execution = session.super_execution(*execution->instance->root);
    if (execution == nullptr) break;
    state::IncidentRow above;
    above.type = first.row.type;
    above.execution_id = execution->row.id;
    above.activity_id = execution->row.activity_id;
    above.failed_activity_id = execution->row.activity_id;
    above.process_instance_id = execution->row.process_instance_id;
    above.process_definition_id = execution->row.process_definition_id;
    above.process_definition_key = execution->row.process_definition_key;
    above.tenant_id = execution->row.tenant_id;
    above.cause_incident_id = cause->row.id;
    above.root_cause_incident_id = first.row.id;
    cause = &session.create_incident(execution, std::move(above));
  }
  return first;
}

void drop_incident(Context& context, Incident& incident, bool resolved) {
  state::Session& session = context.session;
  if (Execution* execution = session.execution_of(incident)) {
    if (Execution* caller = session.super_execution(*execution->instance->root)) {
      for (const auto& above : caller->incidents) {
        if (above->row.cause_incident_id != incident.row.id) continue;
        drop_incident(context, *above, resolved);
        break;
      }
    }
  }
  session.remove_incident(incident, resolved);
}

Status drop_incidents(Context& context, Execution* execution, const std::string& type,
                      const std::string& configuration, bool resolved) {
  std::vector<Incident*> found;
  if (execution != nullptr) {
    for (const auto& incident : execution->incidents) {
      if (incident->row.type == type && incident->row.configuration == configuration) {
        found.push_back(incident.get());
      }
    }
  } else {
    PROCOS_ASSIGN(const auto rows,
                  find_rows<state::IncidentRow>(
                      context, {{"incidentType", {type}}, {"configuration", {configuration}}}));
    for (const state::IncidentRow& row : rows) {
      if (Incident* incident = context.session.find_incident(row.id)) found.push_back(incident);
    }
  }
  for (Incident* incident : found) drop_incident(context, *incident, resolved);
  return {};
}

}  // namespace procos::command
