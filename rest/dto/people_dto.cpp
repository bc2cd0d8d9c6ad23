// Comments, attachments and the user operation log as JSON.
#include "rest/dto/entity_dto.h"

namespace procos::rest {

void write_comment(JsonWriter& out, const state::HiCommentRow& row, const std::string& self_link) {
  out.begin_object();
  write_links(out, self_link);
  out.text("id", row.id).text("userId", row.user_id).time("time", row.time);
  out.text("taskId", row.task_id).key("message").string(row.message);
  out.time("removalTime", row.removal_time);
  out.text("rootProcessInstanceId", row.root_process_instance_id);
  out.text("processInstanceId", row.process_instance_id);
  out.end_object();
}

void write_dto(JsonWriter& out, const state::HiCommentRow& row, DtoContext&) {
  write_comment(out, row, {});
}

void write_attachment(JsonWriter& out, const state::HiAttachmentRow& row,
                      const std::string& self_link) {
  out.begin_object();
  write_links(out, self_link);
  out.text("id", row.id).text("name", row.name).text("description", row.description);
  out.text("taskId", row.task_id).text("type", row.type).text("url", row.url);
  out.time("createTime", row.create_time).time("removalTime", row.removal_time);
  out.text("rootProcessInstanceId", row.root_process_instance_id);
  out.end_object();
}

void write_dto(JsonWriter& out, const state::HiAttachmentRow& row, DtoContext&) {
  write_attachment(out, row, {});
}

void write_dto(JsonWriter& out, const state::HiUserOperationRow& row, DtoContext&) {
  out.begin_object();
  out.text("id", row.id).text("deploymentId", row.deployment_id);
  out.text("processDefinitionId", row.process_definition_id);
  out.text("processDefinitionKey", row.process_definition_key);
  out.text("processInstanceId", row.process_instance_id).text("executionId", row.execution_id);
  out.none("caseDefinitionId").none("caseInstanceId").none("caseExecutionId");
  out.text("taskId", row.task_id).text("jobId", row.job_id);
  out.text("jobDefinitionId", row.job_definition_id).text("batchId", row.batch_id);
  out.text("userId", row.user_id).time("timestamp", row.time);
  out.text("operationId", row.operation_id).text("externalTaskId", row.external_task_id);
  out.text("operationType", row.operation_type).text("entityType", row.entity_type);
  out.text("property", row.property).text("orgValue", row.org_value);
  out.text("newValue", row.new_value).time("removalTime", row.removal_time);
  out.text("rootProcessInstanceId", row.root_process_instance_id);
  out.text("category", row.category).text("annotation", row.annotation);
  out.end_object();
}

}  // namespace procos::rest
