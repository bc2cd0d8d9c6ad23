#include "rest/resource/restart_instances.h"

#include "rest/resource/definition_ref.h"
#include "rest/resource/handler.h"
#include "rest/resource/instance_selection.h"
#include "rest/resource/instructions.h"

namespace procos::rest {
namespace {

using Restarted = bool;  ///< false: no definition has that key

RestStatus restart(Context& ctx, const JsonObject& body) {
  command::RestartInstances request;
  PROCOS_ASSIGN(const InstanceSelection selection, instance_selection(body));
  PROCOS_ASSIGN(request.initial_variables, body.boolean_or("initialVariables", false));
  PROCOS_ASSIGN(request.without_business_key, body.boolean_or("withoutBusinessKey", false));
  PROCOS_ASSIGN(request.skip_custom_listeners, body.boolean_or("skipCustomListeners", false));
  PROCOS_ASSIGN(request.skip_io_mappings, body.boolean_or("skipIoMappings", false));
  PROCOS_ASSIGN(auto instructions,
                instructions_of(body, "instructions", InstructionUse::kRestart));
  if (instructions) request.instructions = std::move(*instructions);
  const DefinitionRef ref = definition_ref(ctx);
  run_command<Restarted>(
      ctx,
      [ref, request = std::move(request),
       selection](command::Context& context) mutable -> Result<Restarted> {
        auto id = resolve_id(context, ref);
        if (!id) return false;
        request.definition_id = std::move(*id);
        PROCOS_ASSIGN(request.instance_ids, selection.resolve(context));
        PROCOS_TRY(command::restart_instances(context, request));
        return true;
      },
      [ref](Restarted restarted) -> RestResult<Response> {
        if (!restarted) return std::unexpected(no_such_key(ref));
        return no_content();
      },
      {kBadRequest400NoCode, nullptr, {}});
  return {};
}

}  // namespace

void restart_process_instances(Context& ctx) {
  if (auto status = key_before(ctx, read_body(ctx, restart)); !status) ctx.reply(status.error());
}

}  // namespace procos::rest
