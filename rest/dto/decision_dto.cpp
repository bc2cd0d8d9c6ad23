// Decisions and their evaluations.
#include <nlohmann/json.hpp>

#include "rest/dto/entity_dto.h"
#include "rest/dto/value_writer.h"
#include "state/decision_values.h"

namespace procos::rest {
namespace {

void write_decision_value(JsonWriter& out, const state::HiDecisionInstanceRow& row,
                          const state::DecisionValue& value, bool output, bool deserialize) {
  out.begin_object();
  const ValueStyle style{
      deserialize ? ShowObjects::kDeserializedHistory : ShowObjects::kAsText, false};
  write_value_or_error(out, output ? value.variable_name : value.clause_id, value.value, style);
  out.text("id", value.id).text("decisionInstanceId", row.id);
  out.text("clauseId", value.clause_id).text("clauseName", value.clause_name);
  if (output) {
    out.text("ruleId", value.rule_id);
    out.number("ruleOrder", std::optional<std::int64_t>(value.rule_order));
    out.text("variableName", value.variable_name);
  }
  // Camunda does not say when the output of a literal expression was made.
  value.clause_id.empty() ? out.none("createTime") : out.time("createTime", row.evaluation_time);
  out.time("removalTime", row.removal_time);
  out.text("rootProcessInstanceId", row.root_process_instance_id).end_object();
}

}  // namespace

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

void write_dto(JsonWriter& out, const state::HiDecisionInstanceRow& row, DtoContext& context) {
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
  const auto write_values = [&](const char* name, const std::string& values, bool output) {
    out.key(name).begin_array();
    for (const state::DecisionValue& value : state::decision_values(values)) {
      write_decision_value(out, row, value, output, context.deserialize_values);
    }
    out.end_array();
  };
  if (context.inputs) write_values("inputs", row.inputs, false);
  if (context.outputs) write_values("outputs", row.outputs, true);
  out.end_object();
}

}  // namespace procos::rest
