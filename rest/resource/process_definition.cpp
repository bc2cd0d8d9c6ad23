#include "rest/resource/process_definition.h"

#include "base/calendar.h"
#include "command/operation_log.h"
#include "rest/resource/definition_ref.h"
#include "rest/resource/deployed_resource.h"
#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using state::DefinitionRow;

/// The definition of the request; an unknown id gives the caller's error.
RestResult<DefinitionRow> definition_or(const Context& ctx, int status, std::string type,
                                        std::string message, std::optional<int> code) {
  PROCOS_ASSIGN(auto row, find_definition(ctx));
  if (!row) {
    return std::unexpected(RestError{status, std::move(type), std::move(message), code, {}});
  }
  return std::move(*row);
}

RestResult<DefinitionRow> definition_or_404(const Context& ctx) {
  return definition_or(ctx, 404, std::string(kInvalidRequest),
                       "No matching definition with id " + definition_ref(ctx).id, 0);
}

/// In Camunda's words when no resource rewrites them.
RestResult<DefinitionRow> deployed_definition(const Context& ctx) {
  return definition_or(ctx, 400, "NotFoundException",
                       "no deployed process definition found with id '" + definition_ref(ctx).id +
                           "': processDefinition is null",
                       0);
}

RestResult<Response> definition(Context& ctx) {
  PROCOS_ASSIGN(const auto row, definition_or_404(ctx));
  return dto_response(engine_of(ctx), row);
}

RestResult<Response> xml(Context& ctx) {
  PROCOS_ASSIGN(const auto row, definition_or_404(ctx));
  PROCOS_ASSIGN(auto model, model_response(engine_of(ctx), row.id, row.deployment_id,
                                           row.resource_name, "bpmn20Xml"));
  if (model) return std::move(*model);
  return invalid_request(404, "No matching definition with id " + row.id);
}

RestResult<Response> diagram(Context& ctx) {
  PROCOS_ASSIGN(const auto row, deployed_definition(ctx));
  return diagram_response(engine_of(ctx), row.deployment_id, row.diagram_name);
}

// ---- suspension and time to live ----

RestStatus queue_suspension(Context& ctx, const DefinitionRef& ref, command::Suspend request) {
  run_command<bool>(
      ctx,
      [ref, request = std::move(request)](command::Context& context) -> Result<bool> {
        command::Suspend exact = request;
        if (exact.by == command::SuspendBy::kDefinitionId) {
          auto id = resolve_id(context, ref);
          if (!id) return false;
          exact.value = std::move(*id);
        }
        PROCOS_TRY(command::suspend_definition(context, exact));
        return true;
      },
      [ref](bool found) -> RestResult<Response> {
        if (!found) return std::unexpected(no_such_key(ref));
        return no_content();
      });
  return {};
}

RestResult<command::Suspend> suspend_request(const JsonObject& body, const std::string& words) {
  command::Suspend request;
  PROCOS_ASSIGN(request.suspend, body.boolean_or("suspended", false));
  PROCOS_ASSIGN(request.include_instances, body.boolean_or("includeProcessInstances", false));
  PROCOS_ASSIGN(request.at, execution_date(body, words));
  return request;
}

RestStatus suspended_by_id(Context& ctx, const JsonObject& body) {
  const DefinitionRef ref = definition_ref(ctx);
  PROCOS_TRY(body.string("processDefinitionId"));
  PROCOS_ASSIGN(const auto key, body.string("processDefinitionKey"));
  PROCOS_ASSIGN(auto request,
                suspend_request(body, "The suspension state of Process Definition with id " +
                                          (ref.by_id() ? ref.id : ref.key) +
                                          " could not be updated due to: "));
  if (key) {
    return invalid_request(400,
                           "Only one of processDefinitionId or processDefinitionKey should be set "
                           "to update the suspension state.");
  }
  request.by = command::SuspendBy::kDefinitionId;
  return queue_suspension(ctx, ref, std::move(request));
}

RestStatus suspended_by_key(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(const auto id, body.string("processDefinitionId"));
  PROCOS_ASSIGN(const auto key, body.string("processDefinitionKey"));
  PROCOS_ASSIGN(auto request,
                suspend_request(body, "Could not update the suspension state of Process "
                                      "Definitions due to: "));
  if (id) {
    return invalid_request(400,
                           "Only processDefinitionKey can be set to update the suspension state.");
  }
  if (!key) {
    return invalid_request(400,
                           "Either processDefinitionId or processDefinitionKey should be set to "
                           "update the suspension state.");
  }
  request.by = command::SuspendBy::kDefinitionKey;
  request.value = *key;
  return queue_suspension(ctx, {}, std::move(request));
}

RestStatus time_to_live(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(const auto days, history_time_to_live(body));
  run_command<bool>(
      ctx,
      [ref = definition_ref(ctx), days](command::Context& context) -> Result<bool> {
        const auto id = resolve_id(context, ref);
        if (!id) return false;
        const bool found = context.session.change<DefinitionRow>(*id, [&](DefinitionRow& row) {
          command::Operation(context, "UpdateHistoryTimeToLive", "ProcessDefinition",
                             command::kOperator)
              .in(row)
              .write({{"historyTimeToLive", command::number_text(row.history_time_to_live),
                       command::number_text(days)}});
          row.history_time_to_live = days;
        });
        context.session.definitions().forget(*id);
        if (found) return true;
        return fail(ErrorKind::kNotFound, "no deployed process definition found with id '" + *id +
                                              "': processDefinition is null");
      },
      [ref = definition_ref(ctx)](bool found) -> RestResult<Response> {
        if (!found) return std::unexpected(no_such_key(ref));
        return no_content();
      });
  return {};
}

}  // namespace

void get_process_definitions(Context& ctx) {
  get_list<DefinitionRow>(ctx, kProcessDefinitionQuery);
}
void get_process_definitions_count(Context& ctx) {
  get_count<DefinitionRow>(ctx, kProcessDefinitionQuery);
}
void get_process_definition(Context& ctx) { ctx.reply(definition(ctx)); }
void get_process_definition_bpmn20_xml(Context& ctx) { ctx.reply(xml(ctx)); }
void get_process_definition_diagram(Context& ctx) { ctx.reply(diagram(ctx)); }
void update_process_definition_suspension_state(Context& ctx) { with_body(ctx, suspended_by_key); }
void update_process_definition_suspension_state_by_id(Context& ctx) {
  if (auto status = key_before(ctx, read_body(ctx, suspended_by_id)); !status) {
    ctx.reply(status.error());
  }
}
void update_history_time_to_live(Context& ctx) {
  if (auto status = key_before(ctx, read_body(ctx, time_to_live)); !status) {
    ctx.reply(status.error());
  }
}

}  // namespace procos::rest
