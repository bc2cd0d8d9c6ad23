// Camunda's CreateIncidentCmd, ResolveIncidentCmd and SetAnnotationForIncidentCmd.
#include "command/operation_log.h"
#include "command/support.h"

namespace procos::command {

Result<state::IncidentRow> create_incident(Context& context, const std::string& execution_id,
                                           const std::string& type,
                                           const std::string& configuration,
                                           const std::string& message) {
  if (execution_id.empty()) {
    return is_null(ErrorKind::kBadUserRequest, "Execution id cannot be null", "executionId");
  }
  if (type.empty()) return is_null(ErrorKind::kBadUserRequest, "", "incidentType");
  state::Execution* execution = context.session.find_execution(execution_id);
  if (execution == nullptr) {
    return is_null(ErrorKind::kBadUserRequest,
                   "Cannot find an execution with executionId '" + execution_id + "'", "execution");
  }
  if (execution->node == nullptr) {
    return is_null(ErrorKind::kBadUserRequest, "Execution must be related to an activity",
                   "activity");
  }
  Operation(context, "CreateIncident", "ProcessInstance", kOperator)
      .in(*execution)
      .write({{"incidentType", {}, type}, {"configuration", {}, configuration}});
  state::IncidentRow row;
  row.type = type;
  row.message = message;
  row.configuration = configuration;
  row.execution_id = execution_id;
  row.activity_id = execution->row.activity_id;
  row.process_instance_id = execution->row.process_instance_id;
  row.process_definition_id = execution->row.process_definition_id;
  row.process_definition_key = execution->row.process_definition_key;
  row.tenant_id = execution->row.tenant_id;
  return raise_incident(context, execution, std::move(row)).row;
}

Status resolve_incident(Context& context, const std::string& incident_id) {
  state::Incident* incident = context.session.find_incident(incident_id);
  if (incident == nullptr) {
    return is_null(ErrorKind::kNotFound, "Cannot find an incident with id '" + incident_id + "'",
                   "incident");
  }
  const std::string& type = incident->row.type;
  if (type == "failedJob" || type == "failedExternalTask") {
    return fail(ErrorKind::kBadUserRequest, "Cannot resolve an incident of type " + type);
  }
  if (incident->row.execution_id.empty())
    return is_null(ErrorKind::kBadUserRequest, "", "executionId");
  Operation(context, "Resolve", "ProcessInstance", kOperator)
      .in_instance(incident->row.process_instance_id)
      .write({{"incidentId", {}, incident_id}});
  drop_incident(context, *incident, true);
  return {};
}

Status set_incident_annotation(Context& context, const std::string& incident_id,
                               const std::string& text) {
  if (incident_id.empty()) return is_null(ErrorKind::kNotValid, "", "incident id");
  state::Incident* incident = context.session.find_incident(incident_id);
  if (incident == nullptr) return is_null(ErrorKind::kBadUserRequest, "", "incident");
  Operation(context, text.empty() ? "ClearAnnotation" : "SetAnnotation", "Incident", kOperator)
      .in_tenant(incident->row.tenant_id)
      .write({{"incidentId", {}, incident_id}});
  incident->row.annotation = text;
  context.session.mark(*incident);
  context.session.change<state::HiIncidentRow>(
      incident_id, [&](state::HiIncidentRow& history) { history.annotation = text; });
  return {};
}

}  // namespace procos::command
