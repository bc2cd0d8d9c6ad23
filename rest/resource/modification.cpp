#include "rest/resource/modification.h"

#include "command/batch/requests.h"
#include "rest/resource/batch.h"
#include "rest/resource/instance_selection.h"
#include "rest/resource/instructions.h"

namespace procos::rest {
namespace {

/// Without instructions when the body names none.
RestResult<command::ModifyInstance> modification_of(const Context& ctx, const JsonObject& body) {
  command::ModifyInstance request;
  request.id = ctx.param("id");
  PROCOS_ASSIGN(request.skip_custom_listeners, body.boolean_or("skipCustomListeners", false));
  PROCOS_ASSIGN(request.skip_io_mappings, body.boolean_or("skipIoMappings", false));
  PROCOS_ASSIGN(auto annotation, body.string("annotation"));
  request.annotation = annotation.value_or("");
  PROCOS_ASSIGN(auto instructions,
                instructions_of(body, "instructions", InstructionUse::kModify));
  if (instructions) request.instructions = std::move(*instructions);
  return request;
}

RestStatus modify(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(auto request, modification_of(ctx, body));
  if (request.instructions.empty()) {
    ctx.reply(no_content());
    return {};
  }
  run_command(ctx, [request = std::move(request)](command::Context& context) {
    return command::modify_instance(context, request);
  });
  return {};
}

RestStatus modify_later(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(auto request, modification_of(ctx, body));
  if (request.instructions.empty()) {
    return invalid_request(400, "The provided instructions are invalid.");
  }
  run_batch_command(
      ctx,
      [request = std::move(request)](command::Context& context) {
        return command::modify_instance_async(context, request);
      },
      {kBatchRequest400, nullptr, {}});
  return {};
}

/// Its instances are those of the selection, found when it is carried out.
struct ManyModifications {
  command::ModifyInstances request;
  InstanceSelection selection;
};

RestResult<ManyModifications> modifications_of(const JsonObject& body) {
  ManyModifications many;
  command::ModifyInstances& request = many.request;
  PROCOS_ASSIGN(auto definition_id, body.string("processDefinitionId"));
  PROCOS_ASSIGN(request.skip_custom_listeners, body.boolean_or("skipCustomListeners", false));
  PROCOS_ASSIGN(request.skip_io_mappings, body.boolean_or("skipIoMappings", false));
  PROCOS_ASSIGN(auto annotation, body.string("annotation"));
  request.annotation = annotation.value_or("");
  PROCOS_TRY(body.objects("instructions"));
  PROCOS_ASSIGN(many.selection, instance_selection(body));
  if (!definition_id) return invalid_request(400, "processDefinitionId is null");
  request.definition_id = std::move(*definition_id);
  PROCOS_ASSIGN(auto instructions,
                instructions_of(body, "instructions", InstructionUse::kModifyMany));
  if (instructions) request.instructions = std::move(*instructions);
  return many;
}

RestStatus modify_many(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(auto many, modifications_of(body));
  run_command(
      ctx,
      [many = std::move(many)](command::Context& context) mutable -> Status {
        PROCOS_ASSIGN(many.request.instance_ids, many.selection.resolve(context));
        return command::modify_instances(context, many.request);
      },
      {kBadRequest400NoCode, nullptr, {}});
  return {};
}

RestStatus modify_many_later(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(auto many, modifications_of(body));
  run_batch_command(
      ctx,
      [many = std::move(many)](command::Context& context) mutable -> Result<state::BatchRow> {
        PROCOS_ASSIGN(many.request.instance_ids, many.selection.resolve(context));
        return command::modify_instances_async(context, many.request);
      },
      {kBadRequest400NoCode, nullptr, {}});
  return {};
}

}  // namespace

void modify_process_instance(Context& ctx) { with_body(ctx, modify); }
void modify_process_instance_async_operation(Context& ctx) { with_body(ctx, modify_later); }
void execute_modification(Context& ctx) { with_body(ctx, modify_many); }
void execute_modification_async(Context& ctx) { with_body(ctx, modify_many_later); }

}  // namespace procos::rest
