#include "rest/dto/entity_dto.h"

namespace procos::rest {

void write_links(JsonWriter& out, const std::string& self_link) {
  out.key("links").begin_array();
  if (!self_link.empty()) {
    out.begin_object();
    out.text("method", "GET").text("href", self_link).text("rel", "self");
    out.end_object();
  }
  out.end_array();
}

void write_deployment(JsonWriter& out, const state::DeploymentRow& row) {
  out.text("id", row.id).text("name", row.name).text("source", row.source);
  out.time("deploymentTime", row.deploy_time).text("tenantId", row.tenant_id);
}

void write_dto(JsonWriter& out, const state::DeploymentRow& row, DtoContext&) {
  out.begin_object();
  write_links(out, {});
  write_deployment(out, row);
  out.end_object();
}

void write_resource(JsonWriter& out, const state::ResourceRow& row) {
  out.begin_object();
  out.text("id", row.id).text("name", row.name).text("deploymentId", row.deployment_id);
  out.end_object();
}

void write_definition(JsonWriter& out, const state::DefinitionRow& row) {
  out.text("id", row.id).text("key", row.key).text("category", row.category);
  out.text("description", row.description).text("name", row.name).number("version", row.version);
  out.text("resource", row.resource_name).text("deploymentId", row.deployment_id);
  out.text("diagram", row.diagram_name).flag("suspended", row.suspended);
  out.text("tenantId", row.tenant_id).text("versionTag", row.version_tag);
  out.number("historyTimeToLive", row.history_time_to_live);
  out.flag("startableInTasklist", row.startable_in_tasklist);
}

void write_dto(JsonWriter& out, const state::DefinitionRow& row, DtoContext&) {
  out.begin_object();
  write_definition(out, row);
  out.end_object();
}

void write_dto(JsonWriter& out, const state::JobDefinitionRow& row, DtoContext&) {
  out.begin_object();
  out.text("id", row.id).text("processDefinitionId", row.process_definition_id);
  out.text("processDefinitionKey", row.process_definition_key).text("jobType", row.job_type);
  out.text("jobConfiguration", row.configuration).text("activityId", row.activity_id);
  out.flag("suspended", row.suspended).number("overridingJobPriority", row.overriding_priority);
  // Camunda knows the deployment of batch job definitions only.
  out.text("tenantId", row.tenant_id);
  out.text("deploymentId", row.process_definition_id.empty() ? row.deployment_id : std::string());
  out.end_object();
}

}  // namespace procos::rest
