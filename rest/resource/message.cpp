#include "rest/resource/message.h"

#include "rest/dto/value_writer.h"
#include "rest/resource/query_endpoint.h"
#include "rest/resource/variables.h"

namespace procos::rest {
namespace {

/// With whether the execution is still there afterwards.
struct CorrelationOutcome {
  command::Correlated correlated;
  bool ended = false;
};
using Results = std::vector<CorrelationOutcome>;

constexpr ErrorRule kCorrelate[] = {{ErrorKind::kMismatchingMessage, 400, kRestException}};

enum class Answer { kNothing, kResult, kVariables };

RestResult<Response> results_response(const Results& results, Answer answer) {
  if (answer == Answer::kNothing) return no_content();
  JsonWriter out;
  out.begin_array();
  for (const auto& [result, ended] : results) {
    out.begin_object();
    out.text("resultType", result.started ? "ProcessDefinition" : "Execution");
    if (result.started) {
      out.none("execution").key("processInstance").begin_object();
      write_process_instance(out, result.execution, ended);
      out.end_object();
    } else {
      out.key("execution");
      write_execution(out, result.execution, ended);
      out.none("processInstance");
    }
    if (answer == Answer::kVariables) {
      out.key("variables");
      PROCOS_TRY(lift(write_variables(out, result.variables, ShowObjects::kAsText)));
    }
    out.end_object();
  }
  out.end_array();
  return json_text(out);
}

RestResult<Answer> wanted_answer(const JsonObject& body) {
  PROCOS_ASSIGN(const bool result, body.boolean_or("resultEnabled", false));
  PROCOS_ASSIGN(const bool variables, body.boolean_or("variablesInResultEnabled", false));
  if (variables && !result) {
    return invalid_request(400,
                           "Parameter 'variablesInResultEnabled' cannot be used without "
                           "'resultEnabled' set to true.");
  }
  if (variables) return Answer::kVariables;
  return result ? Answer::kResult : Answer::kNothing;
}

RestResult<command::CorrelateMessage> correlation(const JsonObject& body) {
  command::CorrelateMessage request;
  PROCOS_TRY(check_variable_maps(body, {"correlationKeys", "localCorrelationKeys",
                                        "processVariables", "processVariablesLocal",
                                        "processVariablesToTriggeredScope"}));
  PROCOS_ASSIGN(auto name, body.string("messageName"));
  PROCOS_ASSIGN(auto business_key, body.string("businessKey"));
  PROCOS_ASSIGN(auto instance_id, body.string("processInstanceId"));
  PROCOS_ASSIGN(request.tenant_id, body.string("tenantId"));
  PROCOS_ASSIGN(request.without_tenant, body.boolean_or("withoutTenantId", false));
  PROCOS_ASSIGN(request.all, body.boolean_or("all", false));
  if (!name) return invalid_request(400, "No message name supplied");
  request.message_name = std::move(*name);
  if (request.tenant_id && request.without_tenant) {
    return invalid_request(
        400, "Parameter 'tenantId' cannot be used together with parameter 'withoutTenantId'.");
  }
  request.business_key = std::move(business_key).value_or("");
  request.process_instance_id = std::move(instance_id).value_or("");
  const std::string words = "Cannot deliver message: ";
  PROCOS_ASSIGN(request.correlation_keys, variables_of(body, "correlationKeys", words));
  PROCOS_ASSIGN(request.local_correlation_keys, variables_of(body, "localCorrelationKeys", words));
  PROCOS_ASSIGN(request.variables, variables_of(body, "processVariables", words));
  PROCOS_ASSIGN(request.local_variables, variables_of(body, "processVariablesLocal", words));
  PROCOS_ASSIGN(request.triggered_scope_variables,
                variables_of(body, "processVariablesToTriggeredScope", words));
  return request;
}

Result<Results> correlate_now(command::Context& context,
                              const command::CorrelateMessage& request) {
  PROCOS_ASSIGN(auto correlated, command::correlate_message(context, request));
  Results results;
  for (auto& one : correlated) {
    const state::Execution* left = context.session.find_execution(one.execution.id);
    results.push_back({std::move(one), left == nullptr || left->removed});
  }
  return results;
}

RestStatus correlate(Context& ctx, const JsonObject& body) {
  PROCOS_TRY(body.boolean("resultEnabled"));
  PROCOS_TRY(body.boolean("variablesInResultEnabled"));
  PROCOS_ASSIGN(auto request, correlation(body));
  PROCOS_ASSIGN(const Answer answer, wanted_answer(body));
  run_command<Results>(
      ctx,
      [request = std::move(request)](command::Context& context) {
        return correlate_now(context, request);
      },
      [answer](const Results& results) { return results_response(results, answer); },
      {kCorrelate, nullptr, {}});
  return {};
}

}  // namespace

void deliver_message(Context& ctx) { with_body(ctx, correlate); }

}  // namespace procos::rest
