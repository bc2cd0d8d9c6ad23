// Camunda's FetchExternalTasksCmd.
#include <algorithm>
#include <map>
#include <set>

#include "command/external_task_support.h"

namespace procos::command {
namespace {

using state::ExternalTaskRow;

struct Found {
  ExternalTaskRow row;
  const FetchTopic* topic;
};

std::vector<store::Param> params(const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

store::Query query_of(const FetchTopic& topic) {
  store::Query query;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) query.filters.push_back({name, {value}});
  };
  const auto add_list = [&](const char* name, const std::vector<std::string>& values) {
    if (!values.empty()) query.filters.push_back({name, params(values)});
  };
  add("topicName", topic.topic);
  if (topic.business_key) query.filters.push_back({"businessKey", {*topic.business_key}});
  add("processDefinitionId", topic.process_definition_id);
  add_list("processDefinitionIdIn", topic.process_definition_ids);
  add("processDefinitionKey", topic.process_definition_key);
  add_list("processDefinitionKeyIn", topic.process_definition_keys);
  if (topic.process_definition_version_tag) {
    query.filters.push_back(
        {"processDefinitionVersionTag", {*topic.process_definition_version_tag}});
  }
  if (topic.without_tenant) query.filters.push_back({"withoutTenantId", {}});
  add_list("tenantIdIn", topic.tenant_ids);
  // Camunda's processVariables hold when any of them does.
  store::Query any;
  for (const auto& [name, value] : topic.process_variables) {
    store::VariableFilter filter;
    filter.name = "processVariables";
    filter.variable = name;
    filter.op = "eq";
    filter.value = value;
    any.variable_filters.push_back(std::move(filter));
  }
  if (!any.variable_filters.empty()) query.any_of.push_back(std::move(any));
  return query;
}

Status check_fetch(const FetchAndLock& request) {
  if (request.worker_id.empty()) return is_null(ErrorKind::kNullValue, "", "workerId");
  if (request.max_tasks < 0) {
    return fail(ErrorKind::kProcessEngine, "maxResults is not greater than or equal to 0");
  }
  for (const FetchTopic& topic : request.topics) {
    if (topic.topic.empty()) return is_null(ErrorKind::kNullValue, "", "topicName");
    PROCOS_TRY(check_positive(ErrorKind::kProcessEngine, "lockTime", topic.lock_duration_ms));
  }
  return {};
}

bool named_again(const std::vector<FetchTopic>& topics, std::size_t index) {
  return std::any_of(topics.begin() + static_cast<std::ptrdiff_t>(index) + 1, topics.end(),
                     [&](const FetchTopic& later) { return later.topic == topics[index].topic; });
}

Result<std::vector<Found>> find_tasks(Context& context, const FetchAndLock& request) {
  std::vector<Found> found;
  for (std::size_t i = 0; i < request.topics.size(); ++i) {
    if (named_again(request.topics, i)) continue;
    const FetchTopic& topic = request.topics[i];
    store::Query query = query_of(topic);
    query.now_ms = context.session.now();
    query.viewer = context.session.authentication();
    query.for_work = true;
    query.max = request.max_tasks;
    PROCOS_ASSIGN(auto rows, store::list_fetchable(context.store.writer(), query, request.order));
    for (ExternalTaskRow& row : rows) found.push_back({std::move(row), &topic});
  }
  std::stable_sort(found.begin(), found.end(), [&](const Found& a, const Found& b) {
    return request.order(a.row, b.row);
  });
  const auto limit = static_cast<std::size_t>(request.max_tasks);
  if (found.size() > limit)
    found.erase(found.begin() + static_cast<std::ptrdiff_t>(limit), found.end());
  return found;
}

bool wants(const FetchTopic& topic, const std::string& name) {
  return !topic.variables || std::find(topic.variables->begin(), topic.variables->end(), name) !=
                                 topic.variables->end();
}

/// Where a task's instance is in memory.
void collect_variables(state::Execution& execution, const FetchTopic& topic, FetchedTask& fetched) {
  const auto add = [&](const state::Variable& variable) {
    if (wants(topic, variable.row.name))
      fetched.variables.emplace_back(variable.row.name, variable.row.value);
  };
  if (topic.local_variables) {
    for (const auto& variable : execution.variables) add(*variable);
  } else {
    for (const state::Variable* variable : exec::visible_variables(execution)) add(*variable);
  }
}

/// The executions whose variables the task sees, the nearest first; of those that have any.
std::vector<std::string> scopes_of(Context& context, const ExternalTaskRow& task,
                                   const std::vector<state::VariableRow>& variables) {
  const auto at_either_end = [&](const state::VariableRow& variable) {
    return variable.execution_id == task.execution_id ||
           variable.execution_id == task.process_instance_id;
  };
  if (std::all_of(variables.begin(), variables.end(), at_either_end)) {
    if (task.execution_id == task.process_instance_id) return {task.execution_id};
    return {task.execution_id, task.process_instance_id};
  }
  std::map<std::string, std::string> parents;
  for (auto& row : context.session.repository().find_executions(task.process_instance_id))
    parents.emplace(std::move(row.id), std::move(row.parent_id));
  std::vector<std::string> scopes;
  for (std::string id = task.execution_id; !id.empty(); id = parents[id]) scopes.push_back(id);
  return scopes;
}

/// Where it is not: a fetch takes tasks of many instances, and needs little of each.
void collect_variables(Context& context, const FetchTopic& topic, FetchedTask& fetched) {
  if (topic.variables && topic.variables->empty()) return;
  const ExternalTaskRow& task = fetched.task;
  auto variables = context.session.repository().find_variables(task.process_instance_id);
  std::erase_if(variables, [](const state::VariableRow& row) { return !row.task_id.empty(); });
  std::vector<std::string> scopes{task.execution_id};
  if (!topic.local_variables) scopes = scopes_of(context, task, variables);
  std::set<std::string> seen;
  for (const std::string& scope : scopes) {
    for (const state::VariableRow& row : variables) {
      if (row.execution_id != scope || !seen.insert(row.name).second) continue;
      if (wants(topic, row.name)) fetched.variables.emplace_back(row.name, row.value);
    }
  }
}

/// Of the activity that the task is for.
void collect_definition(Context& context, const FetchTopic& topic, FetchedTask& fetched) {
  const state::DefinitionPtr definition =
      context.session.definitions().find(fetched.task.process_definition_id);
  if (definition == nullptr) return;
  fetched.process_definition_version_tag = definition->row.version_tag;
  if (!topic.include_extension_properties) return;
  const graph::Node* node =
      context.session.definitions().node(*definition, fetched.task.activity_id);
  if (node != nullptr) fetched.extension_properties = node->properties;
}

}  // namespace

Result<std::vector<FetchedTask>> fetch_and_lock(Context& context, const FetchAndLock& request) {
  PROCOS_TRY(check_fetch(request));
  PROCOS_ASSIGN(std::vector<Found> found, find_tasks(context, request));
  std::vector<FetchedTask> fetched;
  for (Found& one : found) {
    state::ExternalTask* task = context.session.external_task_of(std::move(one.row));
    if (task == nullptr) continue;
    lock_for(context, *task, request.worker_id, one.topic->lock_duration_ms);
    FetchedTask& result = fetched.emplace_back();
    result.task = task->row;
    collect_definition(context, *one.topic, result);
    state::Execution* execution = context.session.execution_of(*task);
    execution != nullptr ? collect_variables(*execution, *one.topic, result)
                         : collect_variables(context, *one.topic, result);
  }
  return fetched;
}

void give_back(Context& context, const std::vector<FetchedTask>& tasks) {
  for (const FetchedTask& fetched : tasks) {
    state::ExternalTask* task = context.session.find_external_task(fetched.task.id);
    if (task == nullptr || task->row.worker_id != fetched.task.worker_id ||
        task->row.lock_expiration != fetched.task.lock_expiration) {
      continue;
    }
    task->row.worker_id.clear();
    task->row.lock_expiration.reset();
    context.session.mark(*task);
  }
}

}  // namespace procos::command
