// Camunda's DeployCmd and BpmnDeployer.
#include <algorithm>
#include <set>

#include "base/ids.h"
#include "command/default_grants.h"
#include "command/deploy_decisions.h"
#include "command/operation_log.h"
#include "command/support.h"

namespace procos::command {
namespace {

constexpr std::string_view kBpmnSuffixes[] = {"bpmn20.xml", "bpmn"};
constexpr std::string_view kProcessApplication = "process application";

// ---- duplicate filtering
// -------------------------------------------------------------------------

/// The deployments of this name, source and tenant, newest first.
Result<std::vector<state::DeploymentRow>> earlier_deployments(Context& context,
                                                              const Deploy& request) {
  store::Query query;
  query.filters = {{"name", {request.name}}};
  if (request.tenant_id.empty()) {
    query.filters.push_back({"withoutTenantId", {}});
  } else {
    query.filters.push_back({"tenantIdIn", {request.tenant_id}});
  }
  query.sorts = {{"deploymentTime", true, {}}, {"id", true, {}}};
  PROCOS_ASSIGN(auto rows, store::list<state::DeploymentRow>(context.store.writer(), query));
  const bool any_source = request.source.empty() || request.source == kProcessApplication;
  std::erase_if(rows, [&](const state::DeploymentRow& row) {
    if (any_source) return !row.source.empty() && row.source != kProcessApplication;
    return row.source != request.source;
  });
  return rows;
}

/// Whether the newest deployed resource of this name among `deployments` has other bytes, or there
/// is none.
Result<bool> differs(Context& context, const std::vector<state::DeploymentRow>& deployments,
                     const Resource& resource) {
  for (const state::DeploymentRow& deployment : deployments) {
    PROCOS_ASSIGN(const auto existing,
                  find_rows<state::ResourceRow>(
                      context, {{"deploymentId", {deployment.id}}, {"name", {resource.name}}}));
    if (!existing.empty()) return existing.front().bytes != resource.bytes;
  }
  return true;
}

/// The resources that are not what was deployed last under this name; all of them without the
/// filter.
Result<std::vector<const Resource*>> resources_to_deploy(
    Context& context, const Deploy& request, const std::vector<state::DeploymentRow>& before) {
  std::vector<const Resource*> all, changed;
  for (const Resource& resource : request.resources) {
    all.push_back(&resource);
    if (!request.filter_duplicates) continue;
    PROCOS_ASSIGN(const bool is_new, differs(context, before, resource));
    if (is_new) changed.push_back(&resource);
  }
  if (!request.filter_duplicates) return all;
  if (!changed.empty() && !request.changed_only) return all;
  return changed;
}

// ---- definitions
// -----------------------------------------------------------------------------------

struct Parsed {
  const Resource* resource;
  graph::GraphPtr graph;
};

Result<std::vector<Parsed>> parse_all(Context& context, const Deploy& request,
                                      const std::vector<const Resource*>& resources,
                                      Deployed& deployed) {
  std::vector<Parsed> parsed;
  std::vector<graph::Refused> refused;
  graph::BuildOptions options;
  options.offers = context.offers;
  options.require_history_time_to_live = request.require_history_time_to_live;
  for (const Resource* resource : resources) {
    if (!resource_base(resource->name, kBpmnSuffixes)) continue;
    graph::Built built = graph::build(resource->bytes, resource->name, options);
    if (built.has_errors()) {
      refused.push_back({resource->name, std::move(built.problems)});
      continue;
    }
    for (graph::Problem& problem : built.problems) {
      deployed.warnings.emplace_back(resource->name, std::move(problem));
    }
    for (graph::GraphPtr& process : built.processes)
      parsed.push_back({resource, std::move(process)});
  }
  if (!refused.empty()) return std::unexpected(graph::parse_error(refused));
  std::set<std::string> keys;
  for (const Parsed& one : parsed) {
    if (keys.insert(one.graph->key).second) continue;
    return fail(ErrorKind::kProcessEngine,
                "The deployment contains definitions with the same key '" + one.graph->key +
                    "' (id attribute), this is not allowed");
  }
  return parsed;
}

state::DefinitionRow definition_row(const Parsed& parsed, const state::DeploymentRow& deployment,
                                    const std::optional<state::DefinitionRow>& latest) {
  const graph::Graph& graph = *parsed.graph;
  state::DefinitionRow row;
  row.key = graph.key;
  row.version = latest ? latest->version + 1 : 1;
  row.id = new_definition_id(row.key, row.version);
  row.name = graph.name;
  row.category = graph.category;
  row.description = graph.documentation;
  row.deployment_id = deployment.id;
  row.resource_name = parsed.resource->name;
  row.tenant_id = deployment.tenant_id;
  row.version_tag = graph.version_tag;
  row.startable_in_tasklist = graph.startable_in_tasklist;
  row.has_start_form = graph.has_start_form;
  if (graph.history_time_to_live) row.history_time_to_live = *graph.history_time_to_live;
  return row;
}

/// A job definition for each job that the process can create.
void create_job_definitions(Context& context, state::Definition& definition) {
  for (const graph::JobDeclaration& declaration : definition.graph->job_declarations) {
    state::JobDefinitionRow row;
    row.id = new_id();
    row.process_definition_id = definition.row.id;
    row.process_definition_key = definition.row.key;
    row.activity_id = declaration.node->id;
    row.job_type = declaration.handler;
    row.configuration = declaration.configuration;
    row.tenant_id = definition.row.tenant_id;
    row.deployment_id = definition.row.deployment_id;
    row.suspended = definition.row.suspended;
    definition.job_definition_ids.push_back(row.id);
    context.session.insert(std::move(row));
  }
}

void create_candidate_starters(Context& context, const state::Definition& definition) {
  const auto create = [&](const expr::Expression& expression, bool group) {
    state::IdentityLinkRow link;
    link.id = new_id();
    link.type = "candidate";
    (group ? link.group_id : link.user_id) = expression.text();
    link.process_definition_id = definition.row.id;
    link.tenant_id = definition.row.tenant_id;
    context.session.tell({.kind = state::FactKind::kLinkAdded, .link = &link});
    context.session.insert(std::move(link));
  };
  for (const auto& user : definition.graph->candidate_starter_users) create(user, false);
  for (const auto& group : definition.graph->candidate_starter_groups) create(group, true);
}

Status create_definition(Context& context, const Parsed& parsed,
                         const std::vector<const Resource*>& resources, bool start_suspended,
                         std::vector<std::string>& taken_messages, Deployed& deployed) {
  const state::DeploymentRow& deployment = deployed.deployment;
  state::DefinitionQuery query;
  query.key = parsed.graph->key;
  if (!deployment.tenant_id.empty()) query.tenant_id = deployment.tenant_id;
  const auto versions = context.session.repository().find_definitions(query);
  std::optional<state::DefinitionRow> latest;
  if (!versions.empty()) latest = versions.front();

  auto definition = std::make_shared<state::Definition>();
  definition->row = definition_row(parsed, deployment, latest);
  definition->row.diagram_name = diagram_of(
      resources, *resource_base(parsed.resource->name, kBpmnSuffixes), parsed.graph->key);
  definition->row.suspended = start_suspended;
  definition->graph = parsed.graph;
  definition->has_conditional_events = parsed.graph->has_conditional_events;
  context.session.insert(state::DefinitionRow(definition->row));
  create_job_definitions(context, *definition);
  context.session.definitions().add(definition);

  PROCOS_TRY(remove_start_timers(context, definition->row));
  if (latest) PROCOS_TRY(remove_start_subscriptions(context, latest->id));
  PROCOS_TRY(create_start_events(context, *definition, taken_messages));
  create_candidate_starters(context, *definition);
  deployed.definitions.push_back(definition->row);
  return {};
}

void log_deployment(Context& context, const Deploy& request,
                    const state::DeploymentRow& deployment) {
  PropertyChanges changes{{"duplicateFilterEnabled", {}, flag_text(request.filter_duplicates)}};
  if (request.filter_duplicates) {
    changes.push_back({"deployChangedOnly", {}, flag_text(request.changed_only)});
  }
  Operation operation(context, "Create", "Deployment", kOperator);
  operation.in_tenant(deployment.tenant_id).row().deployment_id = deployment.id;
  operation.write(changes);
}

Status activate_later(Context& context, const Deployed& deployed, TimeMs when) {
  for (const state::DefinitionRow& definition : deployed.definitions) {
    Suspend activate;
    activate.by = SuspendBy::kDefinitionId;
    activate.value = definition.id;
    activate.suspend = false;
    activate.at = when;
    PROCOS_TRY(suspend_definition(context, activate));
  }
  return {};
}

}  // namespace

Result<Deployed> deploy(Context& context, const Deploy& request) {
  if (request.resources.empty()) {
    return fail(ErrorKind::kNotValid, "No deployment resources contained to deploy.");
  }
  std::vector<state::DeploymentRow> before;
  if (request.filter_duplicates) {
    PROCOS_ASSIGN(before, earlier_deployments(context, request));
  }
  PROCOS_ASSIGN(const auto resources, resources_to_deploy(context, request, before));
  Deployed deployed;
  if (resources.empty()) {  // all of it is deployed already
    deployed.deployment = before.front();
    log_deployment(context, request, deployed.deployment);
    return deployed;
  }
  PROCOS_ASSIGN(const auto parsed, parse_all(context, request, resources, deployed));
  PROCOS_ASSIGN(const auto decisions, parse_decisions(request, resources, deployed));
  deployed.deployment.id = new_id();
  deployed.deployment.name = request.name;
  deployed.deployment.source = request.source;
  deployed.deployment.tenant_id = request.tenant_id;
  deployed.deployment.deploy_time = context.session.now();
  context.session.insert(state::DeploymentRow(deployed.deployment));
  for (const Resource* resource : resources) {
    context.session.insert(
        state::ResourceRow{new_id(), deployed.deployment.id, resource->name, resource->bytes});
  }
  PROCOS_TRY(grant_default(context, {.user_id = context.session.user(),
                                     .resource = state::Resource::kDeployment,
                                     .resource_id = deployed.deployment.id,
                                     .permissions = kReadPermission | kDeletePermission}));
  std::vector<std::string> taken_messages;
  for (const Parsed& one : parsed) {
    PROCOS_TRY(create_definition(context, one, resources, request.activate_at.has_value(),
                                 taken_messages, deployed));
  }
  log_deployment(context, request, deployed.deployment);
  PROCOS_TRY(create_decisions(context, decisions, resources, deployed));
  if (request.activate_at) PROCOS_TRY(activate_later(context, deployed, *request.activate_at));
  return deployed;
}

}  // namespace procos::command
