#include "rest/resource/definition_ref.h"

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

store::Query latest_of(const DefinitionRef& ref) {
  store::Query query;
  query.filters.push_back({"key", {ref.key}});
  query.filters.push_back({"latestVersion", {}});
  if (ref.tenant_id) {
    query.filters.push_back({"tenantIdIn", {*ref.tenant_id}});
  } else {
    query.filters.push_back({"withoutTenantId", {}});
  }
  return query;
}

RestError no_such_key(const DefinitionRef& ref, const std::string& words) {
  const std::string tenant = ref.tenant_id ? "tenant-id: " + *ref.tenant_id : "no tenant-id";
  return rest_exception(404, "No matching " + words + " with key: " + ref.key + " and " + tenant)
      .error();
}

namespace {

template <class Row>
RestStatus locate(const Context& ctx) {
  if (auto found = find_definition<Row>(ctx); !found) {
    return std::unexpected(std::move(found).error());
  }
  return {};
}

}  // namespace

RestStatus locate_definition(const Context& ctx) {
  const std::string_view path = ctx.route().path;
  if (path.starts_with("/process-definition/key/{key}")) return locate<state::DefinitionRow>(ctx);
  if (path.starts_with("/decision-definition/key/{key}")) {
    return locate<state::DecisionDefinitionRow>(ctx);
  }
  if (path.starts_with("/decision-requirements-definition/key/{key}")) {
    return locate<state::DecisionRequirementsDefinitionRow>(ctx);
  }
  return {};
}

RestResult<std::optional<std::int64_t>> history_time_to_live(const JsonObject& body) {
  PROCOS_ASSIGN(const auto days, body.integer("historyTimeToLive"));
  if (days && *days < 0) {
    return std::unexpected(RestError{400, "BadUserRequestException",
                                     "historyTimeToLive is not greater than or equal to 0", 0, {}});
  }
  return days ? std::optional<std::int64_t>(*days) : std::nullopt;
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
