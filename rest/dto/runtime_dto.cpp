#include "graph/graph.h"
#include "rest/dto/entity_dto.h"
#include "rest/dto/value_writer.h"
#include "service/engine.h"
#include "state/instance.h"

namespace procos::rest {
namespace {

std::string_view binding_name(graph::CallActivity::Binding binding) {
  switch (binding) {
    case graph::CallActivity::Binding::kDeployment: return "deployment";
    case graph::CallActivity::Binding::kVersion: return "version";
    default: return "latest";
  }
}

/// formKey and camundaFormRef come from the task's definition.
void write_task_form(JsonWriter& out, const state::TaskRow& row, DtoContext& context) {
  const graph::Form* form = nullptr;
  state::DefinitionPtr definition;
  if (!row.process_definition_id.empty()) {
    definition = context.engine.definition(row.process_definition_id);
    const graph::Node* node =
        definition ? definition->graph->find(row.task_definition_key) : nullptr;
    if (node != nullptr) form = &node->form;
  }
  out.text("formKey", form != nullptr && form->key ? std::string_view(form->key->text()) : "");
  if (form == nullptr || !form->ref) {
    out.none("camundaFormRef");
    return;
  }
  out.key("camundaFormRef");
  write_form_ref(out, *form);
}

void write_incidents(JsonWriter& out, const std::vector<state::IncidentRow>& incidents) {
  out.key("incidentIds").begin_array();
  for (const auto& incident : incidents) out.string(incident.id);
  out.end_array();
  out.key("incidents").begin_array();
  for (const auto& incident : incidents) {
    out.begin_object().text("id", incident.id).text("activityId", incident.activity_id);
    out.end_object();
  }
  out.end_array();
}

void write_transition(JsonWriter& out, const command::ActivityTree& tree,
                      const command::ActivityInstance::Transition& transition) {
  out.begin_object();
  out.text("id", transition.id).text("parentActivityInstanceId", transition.parent_id);
  out.text("processInstanceId", tree.process_instance_id);
  out.text("processDefinitionId", tree.process_definition_id);
  out.text("activityId", transition.activity_id).text("activityName", transition.activity_name);
  out.text("activityType", transition.activity_type).text("executionId", transition.execution_id);
  write_incidents(out, transition.incidents);
  out.text("targetActivityId", transition.activity_id);
  out.end_object();
}

/// Recursion follows the nesting of subprocesses in the model.
void write_activity(JsonWriter& out, const command::ActivityTree& tree,
                    const command::ActivityInstance& activity) {
  out.begin_object();
  out.text("id", activity.id).text("parentActivityInstanceId", activity.parent_id);
  out.text("activityId", activity.activity_id).text("activityType", activity.activity_type);
  out.text("processInstanceId", tree.process_instance_id);
  out.text("processDefinitionId", tree.process_definition_id);
  out.key("childActivityInstances").begin_array();
  for (const auto& child : activity.children) write_activity(out, tree, child);
  out.end_array();
  out.key("childTransitionInstances").begin_array();
  for (const auto& transition : activity.transitions) write_transition(out, tree, transition);
  out.end_array();
  out.key("executionIds").begin_array();
  for (const auto& id : activity.execution_ids) out.string(id);
  out.end_array();
  out.text("activityName", activity.activity_name);
  write_incidents(out, activity.incidents);
  out.text("name", activity.activity_name);
  out.end_object();
}

/// What fetched and listed external tasks share, in the order of both.
void write_external_task_head(JsonWriter& out, const state::ExternalTaskRow& row) {
  out.text("activityId", row.activity_id).text("activityInstanceId", row.activity_instance_id);
  out.text("errorMessage", row.error_message);
}

void write_external_task_body(JsonWriter& out, const state::ExternalTaskRow& row,
                              std::string_view version_tag) {
  out.text("executionId", row.execution_id).text("id", row.id);
  out.time("lockExpirationTime", row.lock_expiration).time("createTime", row.create_time);
  out.text("processDefinitionId", row.process_definition_id);
  out.text("processDefinitionKey", row.process_definition_key);
  out.text("processDefinitionVersionTag", version_tag);
  out.text("processInstanceId", row.process_instance_id).number("retries", row.retries);
  out.flag("suspended", row.suspended).text("workerId", row.worker_id);
  out.text("topicName", row.topic).text("tenantId", row.tenant_id);
}

}  // namespace

void write_form_ref(JsonWriter& out, const graph::Form& form) {
  out.begin_object();
  out.text("key", form.ref->text()).text("binding", binding_name(form.ref_binding));
  out.key("version");
  const std::string version = form.ref_version ? form.ref_version->text() : std::string();
  const bool is_number = !version.empty() && version.size() < 10 &&
                         version.find_first_not_of("0123456789") == std::string::npos;
  if (is_number) {
    out.raw(version);
  } else {
    out.null();
  }
  out.end_object();
}

void write_execution(JsonWriter& out, const state::ExecutionRow& row, bool ended) {
  out.begin_object();
  out.text("id", row.id).text("processInstanceId", row.process_instance_id);
  out.flag("ended", ended).text("tenantId", row.tenant_id);
  out.end_object();
}

void write_dto(JsonWriter& out, const state::ExecutionRow& row, DtoContext&) {
  write_execution(out, row, false);
}

void write_process_instance(JsonWriter& out, const state::ExecutionRow& row, bool ended,
                            const std::string& self_link) {
  write_links(out, self_link);
  out.text("id", row.id).text("definitionId", row.process_definition_id);
  out.text("businessKey", row.business_key);
  out.text("caseInstanceId", row.case_instance_id);
  out.flag("ended", ended).flag("suspended", row.suspended).text("tenantId", row.tenant_id);
  out.text("definitionKey", row.process_definition_key);
}

void write_dto(JsonWriter& out, const store::ProcessInstanceRow& row, DtoContext&) {
  out.begin_object();
  write_process_instance(out, row, false);
  out.end_object();
}

void write_task(JsonWriter& out, const state::TaskRow& row, DtoContext& context,
                TaskShape shape) {
  out.text("id", row.id).text("name", row.name).text("assignee", row.assignee);
  out.time("created", row.create_time).time("due", row.due_date);
  out.time("followUp", row.follow_up_date);
  if (shape == TaskShape::kPlain) {
    out.time("lastUpdated", row.last_updated).text("taskState", row.task_state);
  }
  out.text("delegationState", row.delegation_state).text("description", row.description);
  out.text("executionId", row.execution_id).text("owner", row.owner);
  out.text("parentTaskId", row.parent_task_id).number("priority", row.priority);
  out.text("processDefinitionId", row.process_definition_id);
  out.text("processInstanceId", row.process_instance_id);
  out.text("taskDefinitionKey", row.task_definition_key).none("caseExecutionId");
  out.text("caseInstanceId", row.case_instance_id).none("caseDefinitionId");
  out.flag("suspended", row.suspended);
  write_task_form(out, row, context);
  out.text("tenantId", row.tenant_id);
}

void write_dto(JsonWriter& out, const state::TaskRow& row, DtoContext& context) {
  out.begin_object();
  write_task(out, row, context);
  out.end_object();
}

void write_dto(JsonWriter& out, const state::ExternalTaskRow& row, DtoContext& context) {
  const state::DefinitionPtr definition = context.engine.definition(row.process_definition_id);
  out.begin_object();
  write_external_task_head(out, row);
  write_external_task_body(out, row,
                           definition ? std::string_view(definition->row.version_tag) : "");
  out.number("priority", row.priority).text("businessKey", row.business_key);
  out.end_object();
}

Status write_locked_task(JsonWriter& out, const command::FetchedTask& fetched, bool deserialize) {
  out.begin_object();
  write_external_task_head(out, fetched.task);
  out.text("errorDetails", fetched.task.error_details);
  write_external_task_body(out, fetched.task, fetched.process_definition_version_tag);
  out.key("variables");
  PROCOS_TRY(write_variables(out, fetched.variables, show_objects(deserialize)));
  out.number("priority", fetched.task.priority).text("businessKey", fetched.task.business_key);
  out.key("extensionProperties").begin_object();
  for (const auto& [name, value] : fetched.extension_properties) {
    out.key_text(name).string(value);
  }
  out.end_object();
  out.end_object();
  return {};
}

void write_dto(JsonWriter& out, const state::JobRow& row, DtoContext&) {
  out.begin_object();
  out.text("id", row.id).text("jobDefinitionId", row.job_definition_id);
  out.text("processInstanceId", row.process_instance_id);
  out.text("processDefinitionId", row.process_definition_id);
  out.text("processDefinitionKey", row.process_definition_key);
  out.text("executionId", row.execution_id).text("exceptionMessage", row.exception_message);
  out.text("failedActivityId", row.failed_activity_id).number("retries", row.retries);
  out.time("dueDate", row.due_date).flag("suspended", row.suspended);
  out.number("priority", row.priority).text("tenantId", row.tenant_id);
  out.time("createTime", row.create_time).text("batchId", row.batch_id);
  out.end_object();
}

void write_dto(JsonWriter& out, const state::EventSubscriptionRow& row, DtoContext&) {
  out.begin_object();
  out.text("id", row.id).text("eventType", row.event_type).text("eventName", row.event_name);
  out.text("executionId", row.execution_id).text("processInstanceId", row.process_instance_id);
  out.text("activityId", row.activity_id).time("createdDate", row.created);
  out.text("tenantId", row.tenant_id);
  out.end_object();
}

void write_dto(JsonWriter& out, const state::IncidentRow& row, DtoContext&) {
  out.begin_object();
  out.text("id", row.id).text("processDefinitionId", row.process_definition_id);
  out.text("processInstanceId", row.process_instance_id).text("executionId", row.execution_id);
  out.time("incidentTimestamp", row.created).text("incidentType", row.type);
  out.text("activityId", row.activity_id).text("failedActivityId", row.failed_activity_id);
  out.text("causeIncidentId", row.cause_incident_id);
  out.text("rootCauseIncidentId", row.root_cause_incident_id);
  out.text("configuration", row.configuration).text("incidentMessage", row.message);
  out.text("tenantId", row.tenant_id).text("jobDefinitionId", row.job_definition_id);
  out.text("annotation", row.annotation);
  out.end_object();
}

void write_dto(JsonWriter& out, const state::VariableRow& row, DtoContext& context) {
  out.begin_object();
  const ShowObjects show = show_objects(context.deserialize_values);
  write_value_or_error(out, row.name, row.value, {show, context.binaries});
  out.text("id", row.id).key("name").string(row.name);
  out.text("processDefinitionId", row.process_definition_id);
  out.text("processInstanceId", row.process_instance_id).text("executionId", row.execution_id);
  out.none("caseInstanceId").none("caseExecutionId").text("taskId", row.task_id);
  out.text("batchId", row.batch_id).text("activityInstanceId", row.activity_instance_id);
  out.text("tenantId", row.tenant_id);
  out.end_object();
}

void write_dto(JsonWriter& out, const state::IdentityLinkRow& row, DtoContext&) {
  out.begin_object();
  out.text("userId", row.user_id).text("groupId", row.group_id).text("type", row.type);
  out.end_object();
}

void write_activity_tree(JsonWriter& out, const command::ActivityTree& tree) {
  write_activity(out, tree, tree.root);
}

}  // namespace procos::rest
