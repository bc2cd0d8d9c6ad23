#include "rest/dto/entity_dto.h"
#include "rest/dto/value_writer.h"

namespace procos::rest {
namespace {

// Bits of an activity instance's state.
constexpr std::int64_t kScopeComplete = 1;
constexpr std::int64_t kCanceled = 2;

std::optional<std::int64_t> duration(TimeMs start, const state::OptTime& end) {
  if (!end) return std::nullopt;
  return *end - start;
}

ValueStyle style_of(const DtoContext& context, std::string_view type_key = "type") {
  const ShowObjects show =
      context.deserialize_values ? ShowObjects::kDeserializedHistory : ShowObjects::kAsText;
  return {show, context.binaries, type_key};
}

/// creationLog and its fellows: which of the four a log row is.
void write_log_state(JsonWriter& out, std::int64_t state) {
  out.flag("creationLog", state == 0).flag("failureLog", state == 1);
  out.flag("successLog", state == 2).flag("deletionLog", state == 3);
}

}  // namespace

void write_dto(JsonWriter& out, const state::HiProcessInstanceRow& row, DtoContext&) {
  out.begin_object();
  out.text("id", row.id).text("businessKey", row.business_key);
  out.text("processDefinitionId", row.process_definition_id);
  out.text("processDefinitionKey", row.process_definition_key);
  out.text("processDefinitionName", row.process_definition_name);
  out.number("processDefinitionVersion", row.process_definition_version);
  out.time("startTime", row.start_time).time("endTime", row.end_time);
  out.time("removalTime", row.removal_time);
  out.number("durationInMillis", duration(row.start_time, row.end_time));
  out.text("startUserId", row.start_user_id).text("startActivityId", row.start_activity_id);
  out.text("deleteReason", row.delete_reason);
  out.text("rootProcessInstanceId", row.root_process_instance_id);
  out.text("superProcessInstanceId", row.super_process_instance_id);
  out.none("superCaseInstanceId");
  out.text("caseInstanceId", row.case_instance_id).text("tenantId", row.tenant_id);
  out.text("state", row.state)
      .text("restartedProcessInstanceId", row.restarted_process_instance_id);
  out.end_object();
}

void write_historic_activity(JsonWriter& out, const state::HiActivityRow& row, DtoContext&) {
  out.text("id", row.id).text("parentActivityInstanceId", row.parent_activity_instance_id);
  out.text("activityId", row.activity_id).text("activityName", row.activity_name);
  out.text("activityType", row.activity_type);
  out.text("processDefinitionKey", row.process_definition_key);
  out.text("processDefinitionId", row.process_definition_id);
  out.text("processInstanceId", row.process_instance_id).text("executionId", row.execution_id);
  out.text("taskId", row.task_id).text("calledProcessInstanceId", row.called_process_instance_id);
  out.none("calledCaseInstanceId").text("assignee", row.assignee);
  out.time("startTime", row.start_time).time("endTime", row.end_time);
  out.number("durationInMillis", duration(row.start_time, row.end_time));
  out.flag("canceled", (row.state & kCanceled) != 0);
  out.flag("completeScope", (row.state & kScopeComplete) != 0);
  out.text("tenantId", row.tenant_id).time("removalTime", row.removal_time);
  out.text("rootProcessInstanceId", row.root_process_instance_id);
}

void write_dto(JsonWriter& out, const state::HiActivityRow& row, DtoContext& context) {
  out.begin_object();
  write_historic_activity(out, row, context);
  out.end_object();
}

void write_dto(JsonWriter& out, const state::HiVariableRow& row, DtoContext& context) {
  out.begin_object();
  write_value_or_error(out, row.name, row.value, style_of(context));
  out.text("id", row.id).key("name").string(row.name);
  out.text("processDefinitionKey", row.process_definition_key);
  out.text("processDefinitionId", row.process_definition_id);
  out.text("processInstanceId", row.process_instance_id).text("executionId", row.execution_id);
  out.text("activityInstanceId", row.activity_instance_id);
  out.none("caseDefinitionKey").none("caseDefinitionId").none("caseInstanceId");
  out.none("caseExecutionId").text("taskId", row.task_id);
  out.text("tenantId", row.tenant_id).text("state", row.state);
  out.time("createTime", row.create_time).time("removalTime", row.removal_time);
  out.text("rootProcessInstanceId", row.root_process_instance_id);
  out.end_object();
}

void write_dto(JsonWriter& out, const state::HiTaskRow& row, DtoContext&) {
  out.begin_object();
  out.text("id", row.id).text("processDefinitionKey", row.process_definition_key);
  out.text("processDefinitionId", row.process_definition_id);
  out.text("processInstanceId", row.process_instance_id).text("executionId", row.execution_id);
  out.none("caseDefinitionKey").none("caseDefinitionId").none("caseInstanceId");
  out.none("caseExecutionId").text("activityInstanceId", row.activity_instance_id);
  out.text("name", row.name).text("description", row.description);
  out.text("deleteReason", row.delete_reason).text("owner", row.owner);
  out.text("assignee", row.assignee).time("startTime", row.start_time);
  out.time("endTime", row.end_time).number("duration", duration(row.start_time, row.end_time));
  out.text("taskDefinitionKey", row.task_definition_key).number("priority", row.priority);
  out.time("due", row.due_date).text("parentTaskId", row.parent_task_id);
  out.time("followUp", row.follow_up_date).text("tenantId", row.tenant_id);
  out.time("removalTime", row.removal_time);
  out.text("rootProcessInstanceId", row.root_process_instance_id);
  out.text("taskState", row.task_state);
  out.end_object();
}

void write_historic_detail(JsonWriter& out, const state::HiDetailRow& row, DtoContext& context) {
  out.text("type", row.type).text("id", row.id);
  out.text("processDefinitionKey", row.process_definition_key);
  out.text("processDefinitionId", row.process_definition_id);
  out.text("processInstanceId", row.process_instance_id);
  out.text("activityInstanceId", row.activity_instance_id).text("executionId", row.execution_id);
  out.none("caseDefinitionKey").none("caseDefinitionId").none("caseInstanceId");
  out.none("caseExecutionId").text("taskId", row.task_id).text("tenantId", row.tenant_id);
  out.text("userOperationId", row.user_operation_id).time("time", row.time);
  out.time("removalTime", row.removal_time);
  out.text("rootProcessInstanceId", row.root_process_instance_id);
  if (row.type == "formField") {
    out.text("fieldId", row.name)
        .text("fieldValue", row.value.is_null() ? "" : row.value.as_text());
  } else {
    out.key("variableName").string(row.name);
    out.text("variableInstanceId", row.variable_instance_id);
    write_value_or_error(out, row.name, row.value, style_of(context, "variableType"));
    out.flag("initial", row.initial).number("revision", row.revision);
  }
}

void write_dto(JsonWriter& out, const state::HiDetailRow& row, DtoContext& context) {
  out.begin_object();
  write_historic_detail(out, row, context);
  out.end_object();
}

void write_dto(JsonWriter& out, const state::HiIncidentRow& row, DtoContext&) {
  out.begin_object();
  out.text("id", row.id).text("processDefinitionKey", row.process_definition_key);
  out.text("processDefinitionId", row.process_definition_id);
  out.text("processInstanceId", row.process_instance_id).text("executionId", row.execution_id);
  out.text("rootProcessInstanceId", row.root_process_instance_id);
  out.time("createTime", row.create_time).time("endTime", row.end_time);
  out.time("removalTime", row.removal_time).text("incidentType", row.type);
  out.text("activityId", row.activity_id).text("failedActivityId", row.failed_activity_id);
  out.text("causeIncidentId", row.cause_incident_id);
  out.text("rootCauseIncidentId", row.root_cause_incident_id);
  out.text("configuration", row.configuration);
  out.text("historyConfiguration", row.history_configuration);
  out.text("incidentMessage", row.message).text("tenantId", row.tenant_id);
  out.text("jobDefinitionId", row.job_definition_id).flag("open", row.state == 0);
  out.flag("deleted", row.state == 2).flag("resolved", row.state == 1);
  out.text("annotation", row.annotation);
  out.end_object();
}

void write_dto(JsonWriter& out, const state::HiJobLogRow& row, DtoContext&) {
  out.begin_object();
  out.text("id", row.id).time("timestamp", row.time).time("removalTime", row.removal_time);
  out.text("jobId", row.job_id).time("jobDueDate", row.due_date);
  out.number("jobRetries", row.retries).number("jobPriority", row.priority);
  out.text("jobExceptionMessage", row.exception_message);
  out.text("jobDefinitionId", row.job_definition_id).text("jobDefinitionType", row.handler);
  out.text("jobDefinitionConfiguration", row.configuration).text("activityId", row.activity_id);
  out.text("failedActivityId", row.failed_activity_id).text("executionId", row.execution_id);
  out.text("processInstanceId", row.process_instance_id);
  out.text("processDefinitionId", row.process_definition_id);
  out.text("processDefinitionKey", row.process_definition_key);
  out.text("deploymentId", row.deployment_id).text("tenantId", row.tenant_id);
  out.text("hostname", row.hostname);
  out.text("rootProcessInstanceId", row.root_process_instance_id).text("batchId", row.batch_id);
  write_log_state(out, row.state);
  out.end_object();
}

void write_dto(JsonWriter& out, const state::HiExternalTaskLogRow& row, DtoContext&) {
  out.begin_object();
  out.text("id", row.id).time("timestamp", row.time).time("removalTime", row.removal_time);
  out.text("externalTaskId", row.external_task_id).text("topicName", row.topic);
  out.text("workerId", row.worker_id).number("priority", row.priority);
  out.number("retries", row.retries).text("errorMessage", row.error_message);
  out.text("activityId", row.activity_id).text("activityInstanceId", row.activity_instance_id);
  out.text("executionId", row.execution_id).text("processInstanceId", row.process_instance_id);
  out.text("processDefinitionId", row.process_definition_id);
  out.text("processDefinitionKey", row.process_definition_key).text("tenantId", row.tenant_id);
  out.text("rootProcessInstanceId", row.root_process_instance_id);
  write_log_state(out, row.state);
  out.end_object();
}

void write_identity_link_log(JsonWriter& out, const state::HiIdentityLinkRow& row, DtoContext&) {
  out.text("id", row.id).time("time", row.time).text("type", row.type);
  out.text("userId", row.user_id).text("groupId", row.group_id).text("taskId", row.task_id);
  out.text("processDefinitionId", row.process_definition_id);
  out.text("processDefinitionKey", row.process_definition_key);
  out.text("operationType", row.operation_type).text("assignerId", row.assigner_id);
  out.text("tenantId", row.tenant_id).time("removalTime", row.removal_time);
  out.text("rootProcessInstanceId", row.root_process_instance_id);
}

void write_dto(JsonWriter& out, const state::HiIdentityLinkRow& row, DtoContext& context) {
  out.begin_object();
  write_identity_link_log(out, row, context);
  out.end_object();
}

}  // namespace procos::rest
