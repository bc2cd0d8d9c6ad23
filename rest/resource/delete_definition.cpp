#include "rest/resource/delete_definition.h"

#include "rest/resource/definition_ref.h"
#include "rest/resource/query_endpoint.h"

namespace procos::rest {
namespace {

command::DeleteDeployment how(const Context& ctx) {
  command::DeleteDeployment flags;
  flags.cascade = ctx.query().flag("cascade", false);
  flags.skip_custom_listeners = ctx.query().flag("skipCustomListeners", false);
  flags.skip_io_mappings = ctx.query().flag("skipIoMappings", false);
  return flags;
}

Result<std::vector<std::string>> all_versions(command::Context& context, const DefinitionRef& ref) {
  store::Query query;
  query.filters.push_back({"key", {ref.key}});
  if (ref.tenant_id) query.filters.push_back({"tenantIdIn", {*ref.tenant_id}});
  PROCOS_ASSIGN(auto ids,
                store::list_ids<state::DefinitionRow>(context.store.writer(), query));
  if (!ids.empty()) return ids;
  return fail(ErrorKind::kNotFound, "No process definition found with key '" + ref.key +
                                        "': processDefinitions is empty");
}

}  // namespace

void delete_process_definition(Context& ctx) {
  run_command<bool>(
      ctx,
      [ref = definition_ref(ctx), flags = how(ctx)](command::Context& context) -> Result<bool> {
        const auto id = resolve_id(context, ref);
        if (!id) return false;
        PROCOS_TRY(command::delete_definitions(context, {*id}, flags));
        return true;
      },
      [ref = definition_ref(ctx)](bool found) -> RestResult<Response> {
        if (!found) return std::unexpected(no_such_key(ref));
        return Response{};
      },
      {kNotFound404, nullptr, {}});
}

void delete_all_process_definitions(Context& ctx) {
  run_command(
      ctx,
      [ref = definition_ref(ctx), flags = how(ctx)](command::Context& context) -> Status {
        PROCOS_ASSIGN(const auto ids, all_versions(context, ref));
        return command::delete_definitions(context, ids, flags);
      },
      {kNotFound404NoCode, nullptr, {}});
}

}  // namespace procos::rest
