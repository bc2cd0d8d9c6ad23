#include "rest/resource/execution.h"

#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"
#include "rest/resource/variable_scope.h"
#include "rest/resource/variables.h"

namespace procos::rest {
namespace {

using state::ExecutionRow;

constexpr ErrorRule kIncidentErrors[] = {
    {ErrorKind::kBadUserRequest, 400, kInvalidRequest, false},
    {ErrorKind::kNotFound, 400, kInvalidRequest, false},
    {ErrorKind::kNotValid, 400, kInvalidRequest, false},
};

RestResult<Response> execution(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(const auto row, read_row<ExecutionRow>(engine_of(ctx), "executionId", id));
  if (!row) return invalid_request(404, "Execution with id " + id + " does not exist");
  return dto_response(engine_of(ctx), *row);
}

RestStatus signal_from_body(Context& ctx, const JsonObject& body) {
  const std::string words = "Cannot signal execution " + ctx.param("id") + ": ";
  PROCOS_ASSIGN(auto variables, variables_of(body, "variables", words));
  run_command(
      ctx,
      [id = ctx.param("id"), variables = std::move(variables)](command::Context& context) {
        return command::signal_execution(context, id, variables);
      },
      {{}, &kAllRest500, words});
  return {};
}

RestStatus trigger(Context& ctx, const JsonObject& body) {
  const std::string& id = ctx.param("id");
  const std::string& message = ctx.param("messageName");
  const std::string words = "Cannot trigger message " + message + " for execution " + id + ": ";
  PROCOS_ASSIGN(auto variables, variables_of(body, "variables", words));
  run_command(
      ctx,
      [id, message, variables = std::move(variables)](command::Context& context) {
        return command::trigger_message(context, id, message, variables);
      },
      {{}, &kAllRest500, words});
  return {};
}

RestResult<Response> message_subscription(Context& ctx) {
  const std::string& id = ctx.param("id");
  const std::string& message = ctx.param("messageName");
  store::Query query;
  query.filters = {{"executionId", {id}}, {"eventName", {message}}, {"eventType", {"message"}}};
  PROCOS_ASSIGN(const auto rows,
                read_rows<state::EventSubscriptionRow>(engine_of(ctx), std::move(query)));
  if (rows.empty()) {
    return invalid_request(404, "Message event subscription for execution " + id + " named " +
                                    message + " does not exist");
  }
  return dto_response(engine_of(ctx), rows.front());
}

RestStatus create_incident_here(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(auto type, body.string("incidentType"));
  PROCOS_ASSIGN(auto configuration, body.string("configuration"));
  PROCOS_ASSIGN(auto message, body.string("message"));
  if (!type) return invalid_request(400, "incidentType is null");
  service::Engine& engine = engine_of(ctx);
  run_command<state::IncidentRow>(
      ctx,
      [id = ctx.param("id"), type = std::move(*type),
       configuration = std::move(configuration).value_or(""),
       message = std::move(message).value_or("")](command::Context& context) {
        return command::create_incident(context, id, type, configuration, message);
      },
      [&engine](const state::IncidentRow& row) { return dto_response(engine, row); },
      {kIncidentErrors, nullptr, {}});
  return {};
}

}  // namespace

void get_executions(Context& ctx) { get_list<ExecutionRow>(ctx, kExecutionQuery); }
void get_executions_count(Context& ctx) { get_count<ExecutionRow>(ctx, kExecutionQuery); }
void query_executions(Context& ctx) { post_list<ExecutionRow>(ctx, kExecutionQuery); }
void query_executions_count(Context& ctx) { post_count<ExecutionRow>(ctx, kExecutionQuery); }
void get_execution(Context& ctx) { ctx.reply(execution(ctx)); }
void signal_execution(Context& ctx) { with_body(ctx, signal_from_body); }
void get_message_event_subscription(Context& ctx) { ctx.reply(message_subscription(ctx)); }
void trigger_event(Context& ctx) { with_body(ctx, trigger); }
void create_incident(Context& ctx) { with_body(ctx, create_incident_here); }

void get_local_execution_variables(Context& ctx) { get_variables(ctx, kExecutionScope); }
void get_local_execution_variable(Context& ctx) { get_variable(ctx, kExecutionScope); }
void get_local_execution_variable_binary(Context& ctx) {
  get_variable_binary(ctx, kExecutionScope);
}
void put_local_execution_variable(Context& ctx) { put_variable(ctx, kExecutionScope); }
void set_local_execution_variable_binary(Context& ctx) {
  post_variable_binary(ctx, kExecutionScope);
}
void delete_local_execution_variable(Context& ctx) { delete_variable(ctx, kExecutionScope); }
void modify_local_execution_variables(Context& ctx) { modify_variables(ctx, kExecutionScope); }

}  // namespace procos::rest
