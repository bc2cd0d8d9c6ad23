#include "rest/resource/decision_definition.h"

#include "command/operation_log.h"
#include "expr/value_bridge.h"
#include "rest/dto/value_writer.h"
#include "rest/resource/definition_ref.h"
#include "rest/resource/deployed_resource.h"
#include "rest/resource/query_tables.h"
#include "rest/resource/variables.h"

namespace procos::rest {
namespace {

using Decision = state::DecisionDefinitionRow;

std::string no_decision(const std::string& id) {
  return "no deployed decision definition found with id '" + id + "': decisionDefinition is null";
}

/// An unknown id is 404, or another status and type where no resource rewrites the engine's.
RestResult<Decision> decision_or(const Context& ctx, int status, std::string_view type,
                                 const std::string& prefix = {}) {
  PROCOS_ASSIGN(auto row, find_definition<Decision>(ctx));
  if (row) return std::move(*row);
  return std::unexpected(RestError{status, std::string(type),
                                   prefix + no_decision(definition_ref(ctx).id), 0, {}});
}

RestResult<Response> decision(Context& ctx) {
  PROCOS_ASSIGN(const auto row, decision_or(ctx, 404, kInvalidRequest));
  return dto_response(engine_of(ctx), row);
}

RestResult<Response> decision_xml(Context& ctx) {
  PROCOS_ASSIGN(const auto row, decision_or(ctx, 404, kInvalidRequest));
  PROCOS_ASSIGN(auto model, model_response(engine_of(ctx), row.id, row.deployment_id,
                                           row.resource_name, "dmnXml"));
  if (model) return std::move(*model);
  return invalid_request(404, no_decision(row.id));
}

RestResult<Response> decision_diagram(Context& ctx) {
  PROCOS_ASSIGN(const auto row, decision_or(ctx, 400, "NotFoundException"));
  return diagram_response(engine_of(ctx), row.deployment_id, row.diagram_name);
}

RestStatus decision_time_to_live(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(const auto days, history_time_to_live(body));
  // Camunda answers a NullPointerException to an unknown id.
  std::string id = definition_ref(ctx).id;
  if (!definition_ref(ctx).by_id()) {
    PROCOS_ASSIGN(const auto row, decision_or(ctx, 400, "NotFoundException"));
    id = row.id;
  }
  run_command(ctx, [id = std::move(id), days](command::Context& context) -> Status {
    const bool found = context.session.change<Decision>(
        id, [&](Decision& changed) {
          command::Operation(context, "UpdateHistoryTimeToLive", "DecisionDefinition",
                             command::kOperator)
              .in_tenant(changed.tenant_id)
              .write({{"historyTimeToLive", command::number_text(changed.history_time_to_live),
                       command::number_text(days)},
                      {"decisionDefinitionId", {}, id},
                      {"decisionDefinitionKey", {}, changed.key}});
          changed.history_time_to_live = days;
        });
    if (found) return {};
    return fail(ErrorKind::kNotFound, no_decision(id));
  });
  return {};
}

/// A value whose type was declared is shown as a variable is, any other as it is.
Status write_entry(JsonWriter& out, const std::string& name, const dmn::TypedValue& typed) {
  out.key_text(name).begin_object();
  if (typed.typed || typed.datum.is_null()) {
    PROCOS_ASSIGN(const Value value, expr::value_of(typed.datum));
    PROCOS_TRY(write_value(out, name, value, {}));
  } else {
    PROCOS_ASSIGN(const std::string json, expr::java_json(typed.datum));
    out.none("type").key("value").raw(json).none("valueInfo");
  }
  out.end_object();
  return {};
}

RestResult<Response> result_response(const dmn::DecisionResult& result) {
  JsonWriter out;
  out.begin_array();
  for (const dmn::ResultEntries& entries : result) {
    out.begin_object();
    for (const auto& [name, value] : entries) {
      if (name.empty()) {
        return invalid_request(400, "The decision gives an output without a name, which JSON "
                                    "cannot hold; name the output's column.");
      }
      PROCOS_TRY(lift(write_entry(out, name, value)));
    }
    out.end_object();
  }
  out.end_array();
  return json_text(out);
}

RestStatus decide(Context& ctx, const JsonObject& body) {
  PROCOS_TRY(check_variable_maps(body, {"variables"}));
  PROCOS_ASSIGN(const command::Variables variables, variables_of(body, "variables"));
  const std::string prefix = "Cannot evaluate decision " + definition_ref(ctx).id + ": ";
  PROCOS_ASSIGN(const Decision row, decision_or(ctx, 404, kInvalidRequest, prefix));
  run_command<dmn::DecisionResult>(
      ctx,
      [id = row.id, variables](command::Context& context) {
        return command::evaluate_decision(context, id, variables);
      },
      result_response, {{}, &kAllRest500, "Cannot evaluate decision " + row.id + ": "});
  return {};
}

void with_decision(Context& ctx, RestStatus (*read)(Context&, const JsonObject&)) {
  if (auto status = key_before<Decision>(ctx, read_body(ctx, read)); !status) {
    ctx.reply(status.error());
  }
}

}  // namespace

void get_decision_definitions(Context& ctx) {
  get_list<Decision>(ctx, kDecisionDefinitionQuery, check_latest<Decision>);
}
void get_decision_definitions_count(Context& ctx) {
  get_count<Decision>(ctx, kDecisionDefinitionQuery, check_latest<Decision>);
}
void get_decision_definition(Context& ctx) { ctx.reply(decision(ctx)); }
void get_decision_definition_xml(Context& ctx) { ctx.reply(decision_xml(ctx)); }
void get_decision_definition_diagram(Context& ctx) { ctx.reply(decision_diagram(ctx)); }
void update_decision_history_time_to_live(Context& ctx) {
  with_decision(ctx, decision_time_to_live);
}
void evaluate_decision(Context& ctx) { with_decision(ctx, decide); }

}  // namespace procos::rest
