#include "rest/resource/decision_requirements_definition.h"

#include "rest/resource/definition_ref.h"
#include "rest/resource/deployed_resource.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using Requirements = state::DecisionRequirementsDefinitionRow;

RestError no_requirements(const std::string& id, std::string_view type) {
  return RestError{400, std::string(type),
                   "no deployed decision requirements definition found with id '" + id +
                       "': decisionRequirementsDefinition is null",
                   0, {}};
}

RestResult<Requirements> requirements_or(const Context& ctx, std::string_view type) {
  PROCOS_ASSIGN(auto row, find_definition<Requirements>(ctx));
  if (!row) return std::unexpected(no_requirements(definition_ref(ctx).id, type));
  return std::move(*row);
}

RestResult<Response> requirements(Context& ctx) {
  PROCOS_ASSIGN(const auto row, requirements_or(ctx, kInvalidRequest));
  return dto_response(engine_of(ctx), row);
}

RestResult<Response> requirements_xml(Context& ctx) {
  PROCOS_ASSIGN(const auto row, requirements_or(ctx, kInvalidRequest));
  PROCOS_ASSIGN(auto model, model_response(engine_of(ctx), row.id, row.deployment_id,
                                           row.resource_name, "dmnXml"));
  if (model) return std::move(*model);
  return std::unexpected(no_requirements(row.id, kInvalidRequest));
}

RestResult<Response> requirements_diagram(Context& ctx) {
  PROCOS_ASSIGN(const auto row, requirements_or(ctx, "NotValidException"));
  return diagram_response(engine_of(ctx), row.deployment_id, row.diagram_name);
}

}  // namespace

void get_decision_requirements_definitions(Context& ctx) {
  get_list<Requirements>(ctx, kDecisionRequirementsDefinitionQuery, check_latest<Requirements>);
}
void get_decision_requirements_definitions_count(Context& ctx) {
  get_count<Requirements>(ctx, kDecisionRequirementsDefinitionQuery, check_latest<Requirements>);
}
void get_decision_requirements_definition(Context& ctx) { ctx.reply(requirements(ctx)); }
void get_decision_requirements_definition_xml(Context& ctx) { ctx.reply(requirements_xml(ctx)); }
void get_decision_requirements_definition_diagram(Context& ctx) {
  ctx.reply(requirements_diagram(ctx));
}

}  // namespace procos::rest
