#include "rest/resource/modification.h"

#include "rest/resource/handler.h"
#include "rest/resource/instance_selection.h"
#include "rest/resource/instructions.h"

namespace procos::rest {
namespace {

RestStatus modify(Context& ctx, const JsonObject& body) {
  command::ModifyInstance request;
  request.id = ctx.param("id");
  PROCOS_ASSIGN(request.skip_custom_listeners, body.boolean_or("skipCustomListeners", false));
  PROCOS_ASSIGN(request.skip_io_mappings, body.boolean_or("skipIoMappings", false));
  PROCOS_TRY(body.string("annotation"));
  PROCOS_ASSIGN(auto instructions,
                instructions_of(body, "instructions", InstructionUse::kModify));
  if (!instructions || instructions->empty()) {
    ctx.reply(no_content());
    return {};
  }
  request.instructions = std::move(*instructions);
  run_command(ctx, [request = std::move(request)](command::Context& context) {
    return command::modify_instance(context, request);
  });
  return {};
}

RestStatus modify_many(Context& ctx, const JsonObject& body) {
  command::ModifyInstances request;
  PROCOS_ASSIGN(auto definition_id, body.string("processDefinitionId"));
  PROCOS_ASSIGN(request.skip_custom_listeners, body.boolean_or("skipCustomListeners", false));
  PROCOS_ASSIGN(request.skip_io_mappings, body.boolean_or("skipIoMappings", false));
  PROCOS_TRY(body.string("annotation"));
  PROCOS_TRY(body.objects("instructions"));
  PROCOS_ASSIGN(const InstanceSelection selection, instance_selection(body));
  if (!definition_id) return invalid_request(400, "processDefinitionId is null");
  request.definition_id = std::move(*definition_id);
  PROCOS_ASSIGN(auto instructions,
                instructions_of(body, "instructions", InstructionUse::kModifyMany));
  if (instructions) request.instructions = std::move(*instructions);
  run_command(
      ctx,
      [request = std::move(request), selection](command::Context& context) mutable -> Status {
        PROCOS_ASSIGN(request.instance_ids, selection.resolve(context));
        return command::modify_instances(context, request);
      },
      {kBadRequest400NoCode, nullptr, {}});
  return {};
}

}  // namespace

void modify_process_instance(Context& ctx) { with_body(ctx, modify); }
void execute_modification(Context& ctx) { with_body(ctx, modify_many); }

}  // namespace procos::rest
