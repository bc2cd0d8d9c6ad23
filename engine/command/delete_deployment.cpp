// Camunda's DeleteDeploymentCmd: definitions, their jobs, subscriptions and resources; with cascade
// also their instances and history. An earlier version that becomes the latest one starts by its
// events again.
#include "command/default_grants.h"
#include "command/operation_log.h"
#include "command/support.h"

namespace procos::command {
namespace {

Status delete_instances(Context& context, const std::string& definition_id,
                        const DeleteDeployment& request) {
  PROCOS_ASSIGN(const auto instances, find_rows<store::ProcessInstanceRow>(
                                          context, {{"processDefinitionId", {definition_id}}}));
  exec::Interpreter::DeleteOptions options;
  options.reason = "deleted deployment";
  options.externally_terminated = false;
  options.skip_listeners = request.skip_custom_listeners;
  options.skip_io_mappings = request.skip_io_mappings;
  for (const state::ExecutionRow& row : instances) {
    state::Instance* instance = context.session.find_instance(row.process_instance_id);
    if (instance == nullptr) continue;  // deleted with the instance that called it
    PROCOS_TRY(end_instance(context, *instance, options));
  }
  PROCOS_ASSIGN(const auto histories, find_rows<state::HiProcessInstanceRow>(
                                          context, {{"processDefinitionId", {definition_id}}}));
  for (const state::HiProcessInstanceRow& row : histories) context.session.erase_history(row.id);
  return {};
}

Status refuse_with_instances(Context& context, const std::string& definition_id) {
  PROCOS_ASSIGN(const auto instances, find_rows<store::ProcessInstanceRow>(
                                          context, {{"processDefinitionId", {definition_id}}}));
  if (instances.empty()) return {};
  return fail(ErrorKind::kProcessEngine,
              "ENGINE-03076 Deletion of process definition without cascading failed. Process "
              "definition with id: " +
                  definition_id + " can't be deleted, because there are " +
                  std::to_string(instances.size()) + " dependent process instances.");
}

template <class Row>
Status erase_all(Context& context, std::vector<store::Filter> filters) {
  PROCOS_ASSIGN(auto rows, find_rows<Row>(context, std::move(filters)));
  for (Row& row : rows) context.session.erase_row(std::move(row));
  return {};
}

/// The definition of this key and tenant that is the latest once `gone` is not there anymore.
Result<std::optional<state::DefinitionRow>> next_latest(Context& context,
                                                        const state::DefinitionRow& gone) {
  store::Query query;
  query.filters = {{"key", {gone.key}}};
  if (gone.tenant_id.empty()) {
    query.filters.push_back({"withoutTenantId", {}});
  } else {
    query.filters.push_back({"tenantIdIn", {gone.tenant_id}});
  }
  query.sorts = {{"version", true, {}}};
  query.max = 2;
  PROCOS_ASSIGN(const auto versions,
                store::list<state::DefinitionRow>(context.store.writer(), query));
  if (versions.size() < 2 || versions.front().id != gone.id) return std::nullopt;
  return versions[1];
}

Status delete_definition(Context& context, const state::DefinitionRow& row, bool cascade,
                         std::vector<std::string>& taken_messages) {
  if (!cascade) PROCOS_TRY(refuse_with_instances(context, row.id));
  PROCOS_ASSIGN(const auto latest, next_latest(context, row));
  state::DefinitionQuery by_key;
  by_key.key = row.key;
  if (!row.tenant_id.empty()) by_key.tenant_id = row.tenant_id;
  const auto current = context.session.repository().find_definitions(by_key);
  if (!current.empty() && current.front().id == row.id)
    PROCOS_TRY(remove_start_timers(context, row));
  PROCOS_TRY(remove_start_subscriptions(context, row.id));
  PROCOS_TRY(erase_all<state::JobDefinitionRow>(context, {{"processDefinitionId", {row.id}}}));
  PROCOS_TRY(erase_all<state::IdentityLinkRow>(context, {{"processDefinitionId", {row.id}}}));
  context.session.erase<state::DefinitionRow>(row.id);
  context.session.definitions().forget(row.id);
  if (!latest) return {};
  PROCOS_ASSIGN(const state::DefinitionPtr next, require_definition(context, latest->id));
  return create_start_events(context, *next, taken_messages);
}

/// Evaluations go only with cascade.
Status delete_decisions(Context& context, const DeleteDeployment& request) {
  const std::vector<store::Filter> of_deployment{{"deploymentId", {request.id}}};
  PROCOS_ASSIGN(auto decisions, find_rows<state::DecisionDefinitionRow>(context, of_deployment));
  for (state::DecisionDefinitionRow& row : decisions) {
    if (request.cascade) {
      PROCOS_TRY(erase_all<state::HiDecisionInstanceRow>(
          context, {{"decisionDefinitionId", {row.id}}}));
    }
    context.session.definitions().forget(row.id);
    context.session.erase_row(std::move(row));
  }
  return erase_all<state::DecisionRequirementsDefinitionRow>(context, of_deployment);
}

}  // namespace

Status delete_definitions(Context& context, const std::vector<std::string>& ids,
                          const DeleteDeployment& how) {
  std::vector<std::string> taken_messages;
  for (const std::string& id : ids) {
    const state::DefinitionRow* row = context.session.get<state::DefinitionRow>(id);
    if (row == nullptr) {
      return is_null(ErrorKind::kNotFound, "No process definition found with id '" + id + "'",
                     "processDefinition");
    }
    const state::DefinitionRow definition = *row;
    Operation(context, "Delete", "ProcessDefinition", kOperator)
        .in(definition)
        .write({{"cascade", flag_text(false), flag_text(how.cascade)}});
    if (how.cascade) PROCOS_TRY(delete_instances(context, id, how));
    PROCOS_TRY(delete_definition(context, definition, how.cascade, taken_messages));
  }
  return {};
}

Status delete_deployment(Context& context, const DeleteDeployment& request) {
  if (request.id.empty()) return is_null(ErrorKind::kNullValue, "", "deploymentId");
  const auto* deployment = context.session.get<state::DeploymentRow>(request.id);
  if (deployment == nullptr) {
    return is_null(ErrorKind::kNotFound, "Deployment with id '" + request.id + "' does not exist",
                   "deployment");
  }
  Operation operation(context, "Delete", "Deployment", kOperator);
  operation.in_tenant(deployment->tenant_id).row().deployment_id = request.id;
  operation.write({{"cascade", {}, flag_text(request.cascade)}});
  PROCOS_ASSIGN(const auto definitions,
                find_rows<state::DefinitionRow>(context, {{"deploymentId", {request.id}}}));
  if (request.cascade) {
    for (const state::DefinitionRow& row : definitions)
      PROCOS_TRY(delete_instances(context, row.id, request));
    PROCOS_TRY(erase_all<state::HiJobLogRow>(context, {{"deploymentId", {request.id}}}));
  }
  std::vector<std::string> taken_messages;
  for (const state::DefinitionRow& row : definitions) {
    PROCOS_TRY(delete_definition(context, row, request.cascade, taken_messages));
  }
  PROCOS_TRY(delete_decisions(context, request));
  PROCOS_TRY(erase_all<state::ResourceRow>(context, {{"deploymentId", {request.id}}}));
  PROCOS_TRY(forget_authorizations(context, state::Resource::kDeployment, request.id));
  context.session.erase<state::DeploymentRow>(request.id);
  return {};
}

}  // namespace procos::command
