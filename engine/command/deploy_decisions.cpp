#include "command/deploy_decisions.h"

#include <algorithm>
#include <set>

#include "base/ids.h"
#include "command/support.h"

namespace procos::command {
namespace {

constexpr std::string_view kDmnSuffixes[] = {"dmn11.xml", "dmn"};
constexpr std::string_view kDiagramSuffixes[] = {"png", "jpg", "gif", "svg"};
constexpr std::size_t kLongestId = 64;

Error unreadable(const Resource& resource, const std::vector<model::Problem>& problems) {
  std::string message = "ENGINE-22004 Unable to transform DMN resource '" + resource.name + "'.";
  for (const model::Problem& problem : problems) {
    if (problem.severity != model::Problem::Severity::kError) continue;
    message += "\n* " + problem.message + " | line " + std::to_string(problem.line) +
               " | column " + std::to_string(problem.column);
    if (!problem.element_id.empty()) message += " | element " + problem.element_id;
  }
  return {ErrorKind::kProcessEngine, message, 0, {}};
}

/// A file with one decision has no graph.
bool has_graph(const ParsedDecisions& parsed) { return parsed.definitions.decisions.size() > 1; }

Status refuse_same_keys(const std::vector<ParsedDecisions>& parsed) {
  std::set<std::string> graphs, decisions;
  for (const ParsedDecisions& one : parsed) {
    std::string twice;
    const auto take = [&](std::set<std::string>& keys, const std::string& key) {
      if (!keys.insert(key).second) twice = key;
    };
    if (has_graph(one)) take(graphs, one.definitions.id);
    for (const dmn::Decision& decision : one.definitions.decisions) take(decisions, decision.id);
    if (twice.empty()) continue;
    return fail(ErrorKind::kProcessEngine,
                "The deployment contains definitions with the same key '" + twice +
                    "' (id attribute), this is not allowed");
  }
  return {};
}

template <class Row>
Result<std::int64_t> next_version(Context& context, const std::string& key,
                                  const std::string& tenant_id) {
  store::Query query;
  query.filters = {{"key", {key}}, {"latestVersion", {}}};
  if (tenant_id.empty()) {
    query.filters.push_back({"withoutTenantId", {}});
  } else {
    query.filters.push_back({"tenantIdIn", {tenant_id}});
  }
  PROCOS_ASSIGN(const auto latest, store::list<Row>(context.store.writer(), query));
  return latest.empty() ? 1 : latest.front().version + 1;
}

/// What graphs and decisions have in common.
template <class Row>
Result<Row> decision_row(Context& context, const ParsedDecisions& parsed, const std::string& key,
                           const std::string& name,
                           const std::vector<const Resource*>& resources,
                           const state::DeploymentRow& deployment) {
  Row row;
  row.key = key;
  row.name = name;
  row.category = parsed.definitions.target_namespace;
  row.deployment_id = deployment.id;
  row.tenant_id = deployment.tenant_id;
  row.resource_name = parsed.resource->name;
  row.diagram_name =
      diagram_of(resources, *resource_base(parsed.resource->name, kDmnSuffixes), key);
  PROCOS_ASSIGN(row.version, next_version<Row>(context, key, deployment.tenant_id));
  row.id = new_definition_id(key, row.version);
  return row;
}

}  // namespace

std::optional<std::string> resource_base(const std::string& name,
                                         std::span<const std::string_view> suffixes) {
  for (const std::string_view suffix : suffixes) {
    if (name.ends_with(suffix)) return name.substr(0, name.size() - suffix.size());
  }
  return std::nullopt;
}

std::string diagram_of(const std::vector<const Resource*>& resources, const std::string& base,
                       const std::string& key) {
  const auto deployed = [&](const std::string& name) {
    return std::any_of(resources.begin(), resources.end(),
                       [&](const Resource* resource) { return resource->name == name; });
  };
  for (const std::string_view suffix : kDiagramSuffixes) {
    for (const std::string& name :
         {base + key + "." + std::string(suffix), base + std::string(suffix)}) {
      if (deployed(name)) return name;
    }
  }
  return {};
}

std::string new_definition_id(const std::string& key, std::int64_t version) {
  const std::string unique = new_id();
  std::string id = key + ":" + std::to_string(version) + ":" + unique;
  return id.size() > kLongestId ? unique : id;
}

Result<std::vector<ParsedDecisions>> parse_decisions(const Deploy& request,
                                                     const std::vector<const Resource*>& resources,
                                                     Deployed& deployed) {
  std::vector<ParsedDecisions> parsed;
  for (const Resource* resource : resources) {
    if (!resource_base(resource->name, kDmnSuffixes)) continue;
    model::Problems problems;
    auto definitions =
        dmn::read(resource->bytes, request.require_history_time_to_live, problems);
    if (!definitions) return std::unexpected(unreadable(*resource, problems.list()));
    for (model::Problem& problem : problems.take()) {
      deployed.warnings.emplace_back(resource->name, std::move(problem));
    }
    parsed.push_back({resource, std::move(*definitions)});
  }
  PROCOS_TRY(refuse_same_keys(parsed));
  return parsed;
}

Status create_decisions(Context& context, const std::vector<ParsedDecisions>& parsed,
                        const std::vector<const Resource*>& resources, Deployed& deployed) {
  for (const ParsedDecisions& one : parsed) {
    const dmn::Definitions& definitions = one.definitions;
    state::DecisionRequirementsDefinitionRow graph;
    if (has_graph(one)) {
      PROCOS_ASSIGN(graph, decision_row<state::DecisionRequirementsDefinitionRow>(
                               context, one, definitions.id, definitions.name, resources,
                               deployed.deployment));
      context.session.insert(state::DecisionRequirementsDefinitionRow(graph));
      deployed.decision_requirements.push_back(graph);
    }
    for (const dmn::Decision& decision : definitions.decisions) {
      PROCOS_ASSIGN(auto row, decision_row<state::DecisionDefinitionRow>(
                                  context, one, decision.id, decision.name, resources,
                                  deployed.deployment));
      row.decision_requirements_definition_id = graph.id;
      row.decision_requirements_definition_key = graph.key;
      row.version_tag = decision.version_tag;
      if (decision.history_time_to_live) row.history_time_to_live = *decision.history_time_to_live;
      context.session.insert(state::DecisionDefinitionRow(row));
      deployed.decisions.push_back(std::move(row));
    }
  }
  return {};
}

}  // namespace procos::command
