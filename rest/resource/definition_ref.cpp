#include "rest/resource/definition_ref.h"

#include "rest/resource/query_endpoint.h"

namespace procos::rest {

DefinitionRef definition_ref(const Context& ctx) {
  const std::string_view path = ctx.route().path;
  DefinitionRef ref;
  if (path.find("/{key}") == std::string_view::npos) {
    ref.id = ctx.param("id");
    return ref;
  }
  ref.key = ctx.param("key");
  if (path.find("/{tenant-id}") != std::string_view::npos) ref.tenant_id = ctx.param("tenant-id");
  return ref;
}

RestError no_such_key(const DefinitionRef& ref) {
  const std::string tenant = ref.tenant_id ? "tenant-id: " + *ref.tenant_id : "no tenant-id";
  return rest_exception(404,
                        "No matching process definition with key: " + ref.key + " and " + tenant)
      .error();
}

RestResult<std::optional<state::DefinitionRow>> find_definition(const Context& ctx) {
  const DefinitionRef ref = definition_ref(ctx);
  service::Engine& engine = engine_of(ctx);
  if (ref.by_id()) return read_row<state::DefinitionRow>(engine, "processDefinitionId", ref.id);
  store::Query query;
  query.filters.push_back({"key", {ref.key}});
  query.filters.push_back({"latestVersion", {}});
  if (ref.tenant_id) {
    query.filters.push_back({"tenantIdIn", {*ref.tenant_id}});
  } else {
    query.filters.push_back({"withoutTenantId", {}});
  }
  PROCOS_ASSIGN(auto rows, read_rows<state::DefinitionRow>(engine, std::move(query)));
  if (rows.empty()) return std::unexpected(no_such_key(ref));
  return std::optional<state::DefinitionRow>(std::move(rows.front()));
}

RestStatus key_before(const Context& ctx, RestStatus status) {
  if (status || definition_ref(ctx).by_id()) return status;
  if (auto found = find_definition(ctx); !found) return std::unexpected(std::move(found).error());
  return status;
}

std::optional<std::string> resolve_id(command::Context& context, const DefinitionRef& ref) {
  if (ref.by_id()) return ref.id;
  state::DefinitionQuery query;
  query.key = ref.key;
  query.tenant_id = ref.tenant_id;
  auto found = context.session.repository().find_definitions(query);
  if (found.empty()) return std::nullopt;
  return std::move(found.front().id);
}

}  // namespace procos::rest
