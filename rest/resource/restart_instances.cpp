#include "rest/resource/restart_instances.h"

#include "command/batch/requests.h"
#include "rest/resource/definition_ref.h"
#include "rest/resource/instance_selection.h"
#include "rest/resource/instructions.h"
#include "rest/resource/query_endpoint.h"

namespace procos::rest {
namespace {

/// Definition and instances are found when it is carried out.
struct Restart {
  command::RestartInstances request;
  InstanceSelection selection;
  DefinitionRef definition;

  /// False: no definition has that key.
  Result<bool> resolve(command::Context& context) {
    auto id = resolve_id(context, definition);
    if (!id) return false;
    request.definition_id = std::move(*id);
    PROCOS_ASSIGN(request.instance_ids, selection.resolve(context));
    return true;
  }
};

RestResult<Restart> restart_of(const Context& ctx, const JsonObject& body) {
  Restart restart;
  command::RestartInstances& request = restart.request;
  PROCOS_ASSIGN(restart.selection, instance_selection(body));
  PROCOS_ASSIGN(request.initial_variables, body.boolean_or("initialVariables", false));
  PROCOS_ASSIGN(request.without_business_key, body.boolean_or("withoutBusinessKey", false));
  PROCOS_ASSIGN(request.skip_custom_listeners, body.boolean_or("skipCustomListeners", false));
  PROCOS_ASSIGN(request.skip_io_mappings, body.boolean_or("skipIoMappings", false));
  PROCOS_ASSIGN(auto instructions,
                instructions_of(body, "instructions", InstructionUse::kRestart));
  if (instructions) request.instructions = std::move(*instructions);
  restart.definition = definition_ref(ctx);
  return restart;
}

RestStatus restart_now(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(auto restart, restart_of(ctx, body));
  run_command<bool>(
      ctx,
      [restart](command::Context& context) mutable -> Result<bool> {
        PROCOS_ASSIGN(const bool found, restart.resolve(context));
        if (found) PROCOS_TRY(command::restart_instances(context, restart.request));
        return found;
      },
      [ref = restart.definition](bool found) -> RestResult<Response> {
        if (!found) return std::unexpected(no_such_key(ref));
        return no_content();
      },
      {kBadRequest400NoCode, nullptr, {}});
  return {};
}

RestStatus restart_later(Context& ctx, const JsonObject& body) {
  using Batch = std::optional<state::BatchRow>;
  PROCOS_ASSIGN(auto restart, restart_of(ctx, body));
  run_command<Batch>(
      ctx,
      [restart](command::Context& context) mutable -> Result<Batch> {
        PROCOS_ASSIGN(const bool found, restart.resolve(context));
        if (!found) return Batch();
        PROCOS_ASSIGN(auto batch, command::restart_instances_async(context, restart.request));
        return Batch(std::move(batch));
      },
      [ref = restart.definition, &engine = engine_of(ctx)](const Batch& batch)
          -> RestResult<Response> {
        if (!batch) return std::unexpected(no_such_key(ref));
        return dto_response(engine, *batch);
      },
      {kBadRequest400NoCode, nullptr, {}});
  return {};
}

}  // namespace

void restart_process_instances(Context& ctx) {
  if (auto status = key_before(ctx, read_body(ctx, restart_now)); !status) {
    ctx.reply(status.error());
  }
}
void restart_process_instances_async(Context& ctx) {
  if (auto status = key_before(ctx, read_body(ctx, restart_later)); !status) {
    ctx.reply(status.error());
  }
}

}  // namespace procos::rest
