#include "rest/resource/signal.h"

#include "command/commands.h"
#include "rest/resource/handler.h"
#include "rest/resource/variables.h"

namespace procos::rest {
namespace {

// Kept from older versions of Camunda: a missing execution is 500 here.
constexpr ErrorRule kSignal[] = {{ErrorKind::kNotFound, 500, kRestException}};

RestStatus send_from_body(Context& ctx, const JsonObject& body) {
  PROCOS_TRY(check_variable_maps(body, {"variables"}));
  PROCOS_ASSIGN(auto name, body.string("name"));
  PROCOS_ASSIGN(auto execution_id, body.string("executionId"));
  PROCOS_ASSIGN(auto tenant_id, body.string("tenantId"));
  PROCOS_ASSIGN(const bool without_tenant, body.boolean_or("withoutTenantId", false));
  if (!name) return invalid_request(400, "No signal name given");
  PROCOS_ASSIGN(auto variables, variables_of(body, "variables"));
  command::SendSignal request;
  request.name = std::move(*name);
  request.execution_id = std::move(execution_id).value_or("");
  request.tenant_id = std::move(tenant_id);
  request.without_tenant = without_tenant;
  request.variables = std::move(variables);
  run_command(
      ctx,
      [request = std::move(request)](command::Context& context) {
        return command::send_signal(context, request);
      },
      {kSignal, nullptr, {}});
  return {};
}

}  // namespace

void throw_signal(Context& ctx) { with_body(ctx, send_from_body); }

}  // namespace procos::rest
