#include "rest/resource/condition.h"

#include "rest/resource/query_endpoint.h"
#include "rest/resource/variables.h"

namespace procos::rest {
namespace {

using Instances = std::vector<state::ExecutionRow>;

Response started(const Instances& instances) {
  JsonWriter out;
  out.begin_array();
  for (const auto& instance : instances) {
    out.begin_object();
    write_process_instance(out, instance, false);
    out.end_object();
  }
  out.end_array();
  return json_text(out);
}

RestStatus evaluate(Context& ctx, const JsonObject& body) {
  PROCOS_TRY(check_variable_maps(body, {"variables"}));
  PROCOS_ASSIGN(auto business_key, body.string("businessKey"));
  PROCOS_ASSIGN(auto definition_id, body.string("processDefinitionId"));
  PROCOS_ASSIGN(auto tenant_id, body.string("tenantId"));
  PROCOS_ASSIGN(const bool without_tenant, body.boolean_or("withoutTenantId", false));
  if (tenant_id && without_tenant) {
    return invalid_request(
        400, "Parameter 'tenantId' cannot be used together with parameter 'withoutTenantId'.");
  }
  command::EvaluateConditions request;
  PROCOS_ASSIGN(request.variables, variables_of(body, "variables"));
  request.business_key = std::move(business_key).value_or("");
  request.process_definition_id = std::move(definition_id).value_or("");
  request.tenant_id = std::move(tenant_id);
  request.without_tenant = without_tenant;
  run_command<Instances>(
      ctx,
      [request = std::move(request)](command::Context& context) {
        return command::evaluate_conditions(context, request);
      },
      started);
  return {};
}

}  // namespace

void evaluate_condition(Context& ctx) { with_body(ctx, evaluate); }

}  // namespace procos::rest
