#include "rest/resource/called_definitions.h"

#include <algorithm>

#include "graph/graph.h"
#include "rest/resource/definition_ref.h"
#include "rest/resource/query_endpoint.h"
#include "state/instance.h"

namespace procos::rest {
namespace {

using state::DefinitionRow;
using Called = std::vector<std::pair<DefinitionRow, std::vector<std::string>>>;

bool all_literal(const graph::CallActivity& call) {
  return call.called_element.is_literal() && (!call.version || call.version->is_literal()) &&
         (!call.tenant_id || call.tenant_id->is_literal());
}

/// What a call activity calls whatever its variables are; nothing when that is not known or not
/// deployed.
RestResult<std::optional<DefinitionRow>> called_definition(service::Engine& engine,
                                                           const DefinitionRow& calling,
                                                           const graph::CallActivity& call) {
  if (call.is_case || !all_literal(call)) return std::optional<DefinitionRow>();
  using Binding = graph::CallActivity::Binding;
  store::Query query;
  query.filters.push_back({"key", {call.called_element.text()}});
  const std::string tenant = call.tenant_id ? call.tenant_id->text() : calling.tenant_id;
  if (tenant.empty()) {
    query.filters.push_back({"withoutTenantId", {}});
  } else {
    query.filters.push_back({"tenantIdIn", {tenant}});
  }
  switch (call.binding) {
    case Binding::kLatest: query.filters.push_back({"latestVersion", {}}); break;
    case Binding::kDeployment:
      query.filters.push_back({"deploymentId", {calling.deployment_id}});
      break;
    case Binding::kVersion:
      query.filters.push_back({"version", {call.version ? call.version->text() : ""}});
      break;
    case Binding::kVersionTag:
      query.filters.push_back({"versionTag", {call.version ? call.version->text() : ""}});
      break;
  }
  PROCOS_ASSIGN(auto rows, read_rows<DefinitionRow>(engine, std::move(query)));
  if (rows.empty()) return std::optional<DefinitionRow>();
  return std::optional<DefinitionRow>(std::move(rows.front()));
}

RestResult<Called> called_by(service::Engine& engine, const DefinitionRow& calling) {
  Called called;
  const state::DefinitionPtr definition = engine.definition(calling.id);
  if (!definition) return called;
  for (const auto& node : definition->graph->nodes) {
    if (node->type != graph::NodeType::kCallActivity) continue;
    PROCOS_ASSIGN(auto target, called_definition(engine, calling, node->call));
    if (!target) continue;
    auto known = std::find_if(called.begin(), called.end(),
                              [&](const auto& entry) { return entry.first.id == target->id; });
    if (known == called.end()) {
      called.push_back({std::move(*target), {}});
      known = std::prev(called.end());
    }
    known->second.push_back(node->id);
  }
  return called;
}

RestResult<Response> called_definitions(Context& ctx) {
  PROCOS_ASSIGN(const auto calling, find_definition(ctx));
  if (!calling) {
    return invalid_request(404, "no deployed process definition found with id '" +
                                    definition_ref(ctx).id + "': processDefinition is null");
  }
  PROCOS_ASSIGN(const Called called, called_by(engine_of(ctx), *calling));
  JsonWriter out;
  out.begin_array();
  for (const auto& [target, activities] : called) {
    out.begin_object();
    write_definition(out, target);
    out.key("calledFromActivityIds").begin_array();
    for (const auto& id : activities) out.string(id);
    out.end_array();
    out.text("callingProcessDefinitionId", calling->id).end_object();
  }
  out.end_array();
  return json_text(out);
}

}  // namespace

void get_static_called_process_definitions(Context& ctx) { ctx.reply(called_definitions(ctx)); }

}  // namespace procos::rest
