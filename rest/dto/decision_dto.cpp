// Decisions and their evaluations.
#include <nlohmann/json.hpp>

#include "rest/dto/entity_dto.h"

namespace procos::rest {

void write_decision(JsonWriter& out, const state::DecisionDefinitionRow& row) {
  out.begin_object();
  out.text("id", row.id).text("key", row.key).text("category", row.category);
  out.text("name", row.name).number("version", row.version).text("resource", row.resource_name);
  out.text("deploymentId", row.deployment_id).text("tenantId", row.tenant_id);
  out.text("decisionRequirementsDefinitionId", row.decision_requirements_definition_id);
  out.text("decisionRequirementsDefinitionKey", row.decision_requirements_definition_key);
  out.number("historyTimeToLive", row.history_time_to_live).text("versionTag", row.version_tag);
  out.end_object();
}

void write_dto(JsonWriter& out, const state::DecisionDefinitionRow& row, DtoContext&) {
  write_decision(out, row);
}

void write_decision_requirements(JsonWriter& out,
                                 const state::DecisionRequirementsDefinitionRow& row) {
  out.begin_object();
  out.text("id", row.id).text("key", row.key).text("category", row.category);
  out.text("name", row.name).number("version", row.version).text("resource", row.resource_name);
  out.text("deploymentId", row.deployment_id).text("tenantId", row.tenant_id);
  out.end_object();
}

void write_dto(JsonWriter& out, const state::DecisionRequirementsDefinitionRow& row, DtoContext&) {
  write_decision_requirements(out, row);
}

void write_dto(JsonWriter& out, const state::HiDecisionInstanceRow& row, DtoContext&) {
  out.begin_object();
  out.text("id", row.id).text("decisionDefinitionId", row.decision_definition_id);
  out.text("decisionDefinitionKey", row.decision_definition_key);
  out.text("decisionDefinitionName", row.decision_definition_name);
  out.time("evaluationTime", row.evaluation_time).time("removalTime", row.removal_time);
  out.text("processDefinitionId", row.process_definition_id);
  out.text("processDefinitionKey", row.process_definition_key);
  out.text("processInstanceId", row.process_instance_id);
  out.text("rootProcessInstanceId", row.root_process_instance_id);
  out.none("caseDefinitionId").none("caseDefinitionKey").none("caseInstanceId");
  out.text("activityId", row.activity_id).text("activityInstanceId", row.activity_instance_id);
  out.text("userId", row.user_id).key("collectResultValue");
  row.value.is_null() ? out.null() : out.raw(nlohmann::json(row.value.as_double()).dump());
  out.text("rootDecisionInstanceId", row.root_decision_instance_id);
  out.text("decisionRequirementsDefinitionId", row.decision_requirements_definition_id);
  out.text("decisionRequirementsDefinitionKey", row.decision_requirements_definition_key);
  out.text("tenantId", row.tenant_id);
  out.end_object();
}

}  // namespace procos::rest
