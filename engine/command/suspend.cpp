// Camunda's suspension and activation of process instances and definitions with what belongs to
// them.
#include "command/suspend_later.h"
#include "command/support.h"

namespace procos::command {
namespace {

using state::Execution;
using state::Instance;

void set_suspended(Context& context, Instance& instance, bool suspend) {
  state::Session& session = context.session;
  const auto set = [&](auto& entity) {
    if (entity.row.suspended == suspend) return;
    entity.row.suspended = suspend;
    session.mark(entity);
  };
  for (const auto& [id, execution] : instance.executions) {
    set(*execution);
    for (const auto& task : execution->tasks) set(*task);
    for (const auto& task : execution->external_tasks) set(*task);
    for (const auto& job : execution->jobs) set(*job);
  }
  session.tell({.kind = state::FactKind::kProcessUpdated, .execution = instance.root});
}

/// Restricts a query to the tenant that the request names together with a definition key.
template <class Request>
void add_tenant(const Request& request, std::vector<store::Filter>& filters) {
  if (!request.tenant_id.empty()) {
    filters.push_back({"tenantIdIn", {request.tenant_id}});
  } else if (request.without_tenant) {
    filters.push_back({"withoutTenantId", {}});
  }
}

Status suspend_instances_of(Context& context, const Suspend& request,
                            std::vector<store::Filter> filters) {
  add_tenant(request, filters);
  PROCOS_ASSIGN(const auto rows, find_rows<store::ProcessInstanceRow>(context, std::move(filters)));
  for (const state::ExecutionRow& row : rows) {
    Instance* instance = context.session.find_instance(row.process_instance_id);
    if (instance != nullptr) set_suspended(context, *instance, request.suspend);
  }
  return {};
}

Status suspend_one_definition(Context& context, const Suspend& request,
                              const state::DefinitionRow& row) {
  context.session.change<state::DefinitionRow>(
      row.id, [&](state::DefinitionRow& definition) { definition.suspended = request.suspend; });
  context.session.definitions().forget(row.id);
  PROCOS_ASSIGN(const auto job_definitions,
                find_rows<state::JobDefinitionRow>(context, {{"processDefinitionId", {row.id}}}));
  for (const state::JobDefinitionRow& job_definition : job_definitions) {
    context.session.change<state::JobDefinitionRow>(
        job_definition.id,
        [&](state::JobDefinitionRow& kept) { kept.suspended = request.suspend; });
  }
  // Jobs of instances and of start events.
  PROCOS_TRY(suspend_jobs(context, {{"processDefinitionId", {row.id}}}, request.suspend));
  if (!request.include_instances) return {};
  return suspend_instances_of(context, request, {{"processDefinitionId", {row.id}}});
}

}  // namespace

Status suspend_instance(Context& context, const Suspend& request) {
  switch (request.by) {
    case SuspendBy::kDefinitionId:
      return suspend_instances_of(context, request, {{"processDefinitionId", {request.value}}});
    case SuspendBy::kDefinitionKey:
      return suspend_instances_of(context, request, {{"processDefinitionKey", {request.value}}});
    case SuspendBy::kId: break;
  }
  Instance* instance = context.session.find_instance(request.value);
  if (instance != nullptr) set_suspended(context, *instance, request.suspend);
  return {};
}

Status suspend_definition(Context& context, const Suspend& request) {
  if (request.at) return suspend_definition_later(context, request);
  std::vector<store::Filter> filters;
  if (request.by == SuspendBy::kDefinitionKey) {
    filters.push_back({"key", {request.value}});
    add_tenant(request, filters);
  } else {
    filters.push_back({"processDefinitionId", {request.value}});
  }
  PROCOS_ASSIGN(const auto definitions,
                find_rows<state::DefinitionRow>(context, std::move(filters)));
  for (const state::DefinitionRow& row : definitions) {
    PROCOS_TRY(suspend_one_definition(context, request, row));
  }
  return {};
}

Status suspend_jobs(Context& context, std::vector<store::Filter> filters, bool suspend) {
  PROCOS_ASSIGN(const auto rows, find_rows<state::JobRow>(context, std::move(filters)));
  for (const state::JobRow& row : rows) {
    state::Job* job = context.session.find_job(row.id);
    if (job == nullptr || job->row.suspended == suspend) continue;
    job->row.suspended = suspend;
    context.session.mark(*job);
  }
  return {};
}

Status suspend_job_definitions(Context& context, const SuspendJobDefinitions& request) {
  if (request.at) return suspend_job_definitions_later(context, request);
  std::vector<store::Filter> filters{{request.by, {request.value}}};
  if (request.by == "processDefinitionKey") add_tenant(request, filters);
  PROCOS_ASSIGN(const auto rows,
                find_rows<state::JobDefinitionRow>(context, std::move(filters)));
  for (const state::JobDefinitionRow& row : rows) {
    context.session.change<state::JobDefinitionRow>(
        row.id, [&](state::JobDefinitionRow& kept) { kept.suspended = request.suspend; });
    if (!request.include_jobs) continue;
    PROCOS_TRY(suspend_jobs(context, {{"jobDefinitionId", {row.id}}}, request.suspend));
  }
  return {};
}

}  // namespace procos::command
