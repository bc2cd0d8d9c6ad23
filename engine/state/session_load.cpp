// Finding instances, in this session, in the cache, in the database, and what hangs on them.
#include <algorithm>

#include "base/check.h"
#include "state/session.h"

namespace procos::state {
namespace {

template <class T, class Row>
std::unique_ptr<T> loaded_entity(Row&& row) {
  auto entity = std::make_unique<T>();
  entity->row = std::forward<Row>(row);
  entity->change = Change::kClean;
  return entity;
}

/// Hangs every row on the execution its execution_id names.
template <class T, class Row>
void attach(Instance& instance, std::vector<Row>& rows,
            std::vector<std::unique_ptr<T>> Execution::*list) {
  for (Row& row : rows) {
    Execution* execution = instance.find(row.execution_id);
    PROCOS_CHECK(execution != nullptr);
    (execution->*list).push_back(loaded_entity<T>(std::move(row)));
  }
}

void attach_tasks(Instance& instance, InstanceRows& rows) {
  std::unordered_map<std::string_view, Task*> tasks;
  for (TaskRow& row : rows.tasks) {
    Execution* execution = instance.find(row.execution_id);
    PROCOS_CHECK(execution != nullptr);
    auto task = loaded_entity<Task>(std::move(row));
    task->listened_assignee = task->row.assignee;
    tasks[task->row.id] = task.get();
    execution->tasks.push_back(std::move(task));
  }
  for (IdentityLinkRow& row : rows.identity_links) {
    if (auto it = tasks.find(row.task_id); it != tasks.end()) {
      it->second->links.push_back(loaded_entity<Entity<IdentityLinkRow>>(std::move(row)));
    }
  }
  for (VariableRow& row : rows.variables) {
    if (!row.task_id.empty()) {
      if (auto it = tasks.find(row.task_id); it != tasks.end()) {
        it->second->variables.push_back(loaded_entity<Variable>(std::move(row)));
      }
      continue;
    }
    Execution* execution = instance.find(row.execution_id);
    PROCOS_CHECK(execution != nullptr);
    execution->variables.push_back(loaded_entity<Variable>(std::move(row)));
  }
}

}  // namespace

std::unique_ptr<Instance> Session::build_instance(const std::string& id) {
  for (const auto& task : lone_external_tasks_) PROCOS_CHECK(task->row.process_instance_id != id);
  InstanceRows rows = ports_.repository.load_instance(id);
  if (rows.executions.empty()) return nullptr;
  auto instance = std::make_unique<Instance>();
  std::stable_sort(rows.executions.begin(), rows.executions.end(),
                   [](const auto& a, const auto& b) { return a.sequence < b.sequence; });
  std::vector<Execution*> in_order;
  for (ExecutionRow& row : rows.executions) {
    auto execution = std::make_unique<Execution>();
    execution->row = std::move(row);
    execution->change = Change::kClean;
    execution->instance = instance.get();
    instance->last_sequence = std::max(instance->last_sequence, execution->row.sequence);
    in_order.push_back(execution.get());
    if (execution->row.parent_id.empty()) instance->root = execution.get();
    instance->executions.emplace(execution->row.id, std::move(execution));
  }
  PROCOS_CHECK(instance->root != nullptr);
  instance->definition = ports_.definitions.find(instance->root->row.process_definition_id);
  PROCOS_CHECK(instance->definition != nullptr);
  for (Execution* execution : in_order) {
    if (!execution->row.parent_id.empty()) {
      Execution* parent = instance->find(execution->row.parent_id);
      PROCOS_CHECK(parent != nullptr);
      link(*execution, *parent);
    }
    const Definition& definition = *instance->definition;
    if (!execution->row.activity_id.empty()) {
      execution->node = ports_.definitions.node(definition, execution->row.activity_id);
    }
  }
  attach_tasks(*instance, rows);
  attach(*instance, rows.external_tasks, &Execution::external_tasks);
  attach(*instance, rows.jobs, &Execution::jobs);
  attach(*instance, rows.subscriptions, &Execution::subscriptions);
  attach(*instance, rows.incidents, &Execution::incidents);
  return instance;
}

Instance* Session::find_instance(const std::string& process_instance_id) {
  if (auto it = instances_.find(process_instance_id); it != instances_.end()) {
    return it->second->root->removed ? nullptr : it->second.get();
  }
  std::unique_ptr<Instance> instance = ports_.cache.take(process_instance_id);
  if (instance == nullptr) instance = build_instance(process_instance_id);
  if (instance == nullptr) return nullptr;
  Instance* found = instance.get();
  instances_[process_instance_id] = std::move(instance);
  return found;
}

Execution* Session::find_execution(const std::string& execution_id) {
  if (Instance* instance =
          instances_.contains(execution_id) ? find_instance(execution_id) : nullptr) {
    return instance->root;
  }
  for (const auto& [id, instance] : instances_) {
    if (instance->root->removed) continue;
    if (Execution* execution = instance->find(execution_id)) return execution;
  }
  ExecutionRow row;
  if (!ports_.repository.find(execution_id, row)) return nullptr;
  Instance* instance = find_instance(row.process_instance_id);
  return instance == nullptr ? nullptr : instance->find(execution_id);
}

namespace {

Execution* lookup(const std::unordered_map<std::string, std::unique_ptr<Instance>>& instances,
                  const std::string& instance_id, const std::string& execution_id) {
  if (execution_id.empty()) return nullptr;
  auto it = instances.find(instance_id);
  return it == instances.end() ? nullptr : it->second->find(execution_id);
}

}  // namespace

Execution* Session::execution_of(const Task& task) {
  return lookup(instances_, task.row.process_instance_id, task.row.execution_id);
}
Execution* Session::execution_of(const ExternalTask& task) {
  return lookup(instances_, task.row.process_instance_id, task.row.execution_id);
}
Execution* Session::execution_of(const Job& job) {
  return lookup(instances_, job.row.process_instance_id, job.row.execution_id);
}
Execution* Session::execution_of(const Subscription& subscription) {
  return lookup(instances_, subscription.row.process_instance_id, subscription.row.execution_id);
}
Execution* Session::execution_of(const Incident& incident) {
  return lookup(instances_, incident.row.process_instance_id, incident.row.execution_id);
}

}  // namespace procos::state
