#include "state/session.h"

#include <algorithm>

#include "base/check.h"
#include "base/ids.h"

namespace procos::state {

Session::Session(const Ports& ports) : ports_(ports), now_(ports.clock.now_ms()) {}
Session::~Session() {
  ports_.cache.spare_executions().keep(buried_executions_);
  ports_.cache.spare_variables().keep(std::get<std::vector<std::unique_ptr<Variable>>>(buried_));
}

const std::string& Session::user() const {
  static const std::string kNobody;
  return authentication_ != nullptr ? authentication_->user_id : kNobody;
}

template <class T>
void Session::bury(std::vector<std::unique_ptr<T>>& owner, T& entity) {
  auto it =
      std::find_if(owner.begin(), owner.end(), [&](const auto& p) { return p.get() == &entity; });
  PROCOS_CHECK(it != owner.end());
  mark(entity);
  entity.gone = true;
  std::get<std::vector<std::unique_ptr<T>>>(buried_).push_back(std::move(*it));
  owner.erase(it);
}

namespace {

template <class T>
T* find_by_id(const std::vector<std::unique_ptr<T>>& entities, const std::string& id) {
  for (const auto& entity : entities) {
    if (entity->row.id == id) return entity.get();
  }
  return nullptr;
}

template <class T, class Row>
std::unique_ptr<T> stored(Row row) {
  auto entity = std::make_unique<T>();
  entity->row = std::move(row);
  entity->change = Change::kClean;
  return entity;
}

}  // namespace

template <class T>
T* Session::find_in_memory(const std::string& id, Owned<T> Execution::*list) {
  const Execution* holder = ports_.cache.holder(id);
  if (holder == nullptr) return nullptr;
  find_instance(holder->row.process_instance_id);  // this session's from now on
  return find_by_id(holder->*list, id);
}

template <class T, class Row>
T* Session::find_in_instance(const Row& row, Owned<T> Execution::*list) {
  Instance* instance = find_instance(row.process_instance_id);
  if (instance == nullptr) return nullptr;
  if (const Execution* execution = instance->find(row.execution_id)) {
    if (T* found = find_by_id(execution->*list, row.id)) return found;
  }
  // The tree may have changed its shape in this command, so it may hang elsewhere now.
  for (const auto& [id, execution] : instance->executions) {
    if (T* found = find_by_id((*execution).*list, row.id)) return found;
  }
  return nullptr;
}

template <class T>
T* Session::find_attached(const std::string& id, Owned<T>& loose, Owned<T> Execution::*list) {
  if (T* found = find_by_id(loose, id)) return found;
  if (T* found = find_in_memory(id, list)) return found;
  decltype(T::row) row;
  if (!ports_.repository.find(id, row)) return nullptr;
  if (!row.execution_id.empty()) return find_in_instance(row, list);
  if (buried_loose_.contains(id)) return nullptr;
  loose.push_back(stored<T>(std::move(row)));
  return loose.back().get();
}

// ---- the tree --------------------------------------------------------------------------------

void Session::link(Execution& child, Execution& parent) {
  child.parent = &parent;
  child.row.parent_id = parent.row.id;
  child.previous = parent.last_child;
  child.next = nullptr;
  (parent.last_child != nullptr ? parent.last_child->next : parent.first_child) = &child;
  parent.last_child = &child;
  ++(child.row.event_scope ? parent.event_scope_count : parent.child_count);
}

void Session::unlink(Execution& child) {
  Execution& parent = *child.parent;
  (child.previous != nullptr ? child.previous->next : parent.first_child) = child.next;
  (child.next != nullptr ? child.next->previous : parent.last_child) = child.previous;
  child.next = child.previous = nullptr;
  --(child.row.event_scope ? parent.event_scope_count : parent.child_count);
}

Execution& Session::create_instance(DefinitionPtr definition, const std::string& business_key,
                                    Execution* super, const std::string& tenant_id) {
  auto instance = std::make_unique<Instance>();
  auto root = ports_.cache.spare_executions().take();
  Execution& execution = *root;
  execution.row.id = new_id();
  execution.row.process_instance_id = execution.row.id;
  execution.row.process_definition_id = definition->row.id;
  execution.row.process_definition_key = definition->row.key;
  execution.row.business_key = business_key;
  execution.row.tenant_id = tenant_id;
  execution.row.root_process_instance_id =
      super != nullptr ? super->row.root_process_instance_id : execution.row.id;
  if (super != nullptr) {
    execution.row.super_execution_id = super->row.id;
    execution.row.case_instance_id = super->row.case_instance_id;
    called_[super->row.id] = execution.row.id;
  }
  execution.instance = instance.get();
  instance->definition = std::move(definition);
  instance->root = &execution;
  instance->is_new = true;
  instance->starting = super == nullptr;
  instance->executions.emplace(execution.row.id, std::move(root));
  instances_[execution.row.id] = std::move(instance);
  mark(execution);
  return execution;
}

Execution& Session::create_execution(Execution& parent) {
  auto created = ports_.cache.spare_executions().take();
  Execution& execution = *created;
  Instance& instance = *parent.instance;
  execution.row.id = new_id();
  execution.row.process_instance_id = parent.row.process_instance_id;
  execution.row.root_process_instance_id = parent.row.root_process_instance_id;
  execution.row.process_definition_id = parent.row.process_definition_id;
  execution.row.process_definition_key = parent.row.process_definition_key;
  execution.row.tenant_id = parent.row.tenant_id;
  execution.row.activity_id = parent.row.activity_id;
  execution.row.activity_instance_id = parent.row.activity_instance_id;
  execution.row.case_instance_id = parent.row.case_instance_id;
  execution.row.suspended = parent.row.suspended;
  execution.row.sequence = ++instance.last_sequence;
  execution.instance = &instance;
  execution.node = parent.node;
  execution.skip_listeners = parent.skip_listeners;
  execution.skip_io_mappings = parent.skip_io_mappings;
  link(execution, parent);
  instance.executions.emplace(execution.row.id, std::move(created));
  mark(execution);
  return execution;
}

void Session::remove_execution(Execution& execution) {
  mark(execution);
  execution.gone = true;
  execution.removed = true;
  Instance& instance = *execution.instance;
  if (execution.parent != nullptr) unlink(execution);
  auto it = instance.executions.find(execution.row.id);
  PROCOS_CHECK(it != instance.executions.end());
  buried_executions_.push_back(std::move(it->second));
  instance.executions.erase(it);
}

void Session::set_parent(Execution& execution, Execution& parent) {
  if (execution.parent != nullptr) unlink(execution);
  execution.row.sequence = ++execution.instance->last_sequence;
  link(execution, parent);
  mark(execution);
}

void Session::set_event_scope(Execution& execution, bool event_scope) {
  if (execution.row.event_scope == event_scope) return;
  if (execution.parent != nullptr) {
    --(execution.row.event_scope ? execution.parent->event_scope_count
                                 : execution.parent->child_count);
    ++(event_scope ? execution.parent->event_scope_count : execution.parent->child_count);
  }
  execution.row.event_scope = event_scope;
  mark(execution);
}

Execution* Session::super_execution(Execution& process_instance) {
  const std::string& id = process_instance.instance->root->row.super_execution_id;
  return id.empty() ? nullptr : find_execution(id);
}

Execution* Session::sub_process_instance(Execution& execution) {
  auto known = called_.find(execution.row.id);
  if (known != called_.end()) {
    auto it = instances_.find(known->second);
    if (it == instances_.end() || it->second->root->removed) return nullptr;
    return it->second->root;
  }
  if (execution.change == Change::kInserted) return nullptr;
  for (const ExecutionRow& row : ports_.repository.find_called_instances(execution.row.id)) {
    Instance* instance = find_instance(row.id);
    if (instance == nullptr || instance->root->row.super_execution_id != execution.row.id) continue;
    called_[execution.row.id] = row.id;
    return instance->root;
  }
  return nullptr;
}

void Session::set_super_execution(Execution& process_instance, Execution& super) {
  called_.erase(process_instance.row.super_execution_id);
  process_instance.row.super_execution_id = super.row.id;
  called_[super.row.id] = process_instance.row.id;
  mark(process_instance);
}

void Session::detach_sub_process(Execution& process_instance) {
  called_.erase(process_instance.row.super_execution_id);
  process_instance.row.super_execution_id.clear();
  mark(process_instance);
}

// ---- variables -------------------------------------------------------------------------------

namespace {

/// Of an execution or a task, whose row `owner` is.
template <class OwnerRow>
void fill_variable(Variable& variable, const std::string& name, const Value& value, bool transient,
                   const OwnerRow& owner) {
  variable.transient = transient;
  VariableRow& row = variable.row;
  row.id = new_id();
  row.name = name;
  row.value = value;
  row.scope_id = owner.id;
  row.process_instance_id = owner.process_instance_id;
  row.process_definition_id = owner.process_definition_id;
  row.tenant_id = owner.tenant_id;
}

}  // namespace

void Session::set_local(Execution& scope, const std::string& name, const Value& value,
                        Execution& source, bool transient) {
  if (Variable* existing = scope.find_variable(name)) {
    existing->row.value = value;
    if (existing->transient) return;
    mark(*existing);
    tell({.kind = FactKind::kVariableUpdated,
          .execution = &scope,
          .source = &source,
          .variable = existing});
    return;
  }
  auto created = ports_.cache.spare_variables().take();
  Variable& variable = *created;
  fill_variable(variable, name, value, transient, scope.row);
  variable.row.execution_id = scope.row.id;
  variable.row.concurrent_local = !scope.row.scope;
  // A process instance is its own activity instance whatever activity its execution stands in.
  variable.row.activity_instance_id =
      scope.is_process_instance() ? scope.row.id : scope.row.activity_instance_id;
  scope.variables.push_back(std::move(created));
  if (transient) return;
  mark(variable);
  tell({.kind = FactKind::kVariableCreated,
        .execution = &scope,
        .source = &source,
        .variable = &variable});
}

void Session::set_local(Task& task, const std::string& name, const Value& value, bool transient) {
  Execution* execution = execution_of(task);
  for (const auto& existing : task.variables) {
    if (existing->row.name != name) continue;
    existing->row.value = value;
    if (existing->transient) return;
    mark(*existing);
    tell({.kind = FactKind::kVariableUpdated, .execution = execution, .source = execution,
          .variable = existing.get(), .task = &task});
    return;
  }
  auto created = ports_.cache.spare_variables().take();
  Variable& variable = *created;
  fill_variable(variable, name, value, transient, task.row);
  variable.row.execution_id = task.row.execution_id;
  variable.row.task_id = task.row.id;
  if (execution != nullptr) variable.row.activity_instance_id = execution->row.activity_instance_id;
  task.variables.push_back(std::move(created));
  if (transient) return;
  mark(variable);
  tell({.kind = FactKind::kVariableCreated, .execution = execution, .source = execution,
        .variable = &variable, .task = &task});
}

void Session::remove_local(Execution& scope, Variable& variable, Execution& source) {
  if (!variable.transient) {
    tell({.kind = FactKind::kVariableDeleted,
          .execution = &scope,
          .source = &source,
          .variable = &variable});
  }
  bury(scope.variables, variable);
}

void Session::remove_local(Task& task, Variable& variable) {
  if (!variable.transient) {
    Execution* execution = execution_of(task);
    tell({.kind = FactKind::kVariableDeleted, .execution = execution, .source = execution,
          .variable = &variable, .task = &task});
  }
  bury(task.variables, variable);
}

void Session::move_variable(Execution& from, std::size_t index, Execution& to) {
  Variable& variable = *from.variables[index];
  if (Variable* existing = to.find_variable(variable.row.name)) {
    existing->row.value = variable.row.value;
    mark(*existing);
    tell({.kind = FactKind::kVariableUpdated,
          .execution = &to,
          .source = &from,
          .variable = existing});
    bury(from.variables, variable);  // no fact: Camunda leaves the merged one in history as it was
    return;
  }
  variable.row.execution_id = to.row.id;
  variable.row.scope_id = to.row.id;
  if (!variable.transient) mark(variable);
  to.variables.push_back(std::move(from.variables[index]));
  from.variables.erase(from.variables.begin() + static_cast<std::ptrdiff_t>(index));
  if (!variable.transient) {
    tell({.kind = FactKind::kVariableMoved,
          .execution = &to,
          .source = &from,
          .variable = &variable});
  }
}

void Session::clear_variables(Execution& scope) {
  if (scope.is_process_instance() && scope.instance->final_variables != nullptr) {
    for (const auto& variable : scope.variables) {
      scope.instance->final_variables->emplace_back(variable->row.name, variable->row.value);
    }
  }
  while (!scope.variables.empty()) {
    // The facts carry no deletion here: a scope that ends leaves its variables in history as they
    // were.
    Variable& variable = *scope.variables.back();
    if (!variable.transient) mark(variable);
    variable.gone = true;
    std::get<std::vector<std::unique_ptr<Variable>>>(buried_).push_back(
        std::move(scope.variables.back()));
    scope.variables.pop_back();
  }
}

const std::string& Session::operation_id() {
  static const std::string kNone;
  if (!logs_operations()) return kNone;
  if (operation_id_.empty()) operation_id_ = new_id();
  return operation_id_;
}

// ---- tasks -----------------------------------------------------------------------------------

Task& Session::create_task(Execution& execution, TaskRow row) {
  auto created = std::make_unique<Task>();
  Task& task = *created;
  task.phase = TaskPhase::kInit;
  task.row = std::move(row);
  if (task.row.id.empty()) task.row.id = new_id();
  execution.tasks.push_back(std::move(created));
  mark(task);
  return task;
}

Task& Session::create_standalone_task(TaskRow row) {
  auto created = std::make_unique<Task>();
  Task& task = *created;
  task.phase = TaskPhase::kInit;
  task.row = std::move(row);
  if (task.row.id.empty()) task.row.id = new_id();
  standalone_tasks_[task.row.id] = std::move(created);
  mark(task);
  return task;
}

Task* Session::find_task(const std::string& task_id) {
  if (auto it = standalone_tasks_.find(task_id); it != standalone_tasks_.end()) {
    return it->second->gone ? nullptr : it->second.get();
  }
  if (Task* found = find_in_memory(task_id, &Execution::tasks)) return found;
  TaskRow row;
  if (!ports_.repository.find(task_id, row)) return nullptr;
  if (!row.execution_id.empty()) return find_in_instance(row, &Execution::tasks);
  std::unique_ptr<Task> loaded = stored<Task>(std::move(row));
  loaded->listened_assignee = loaded->row.assignee;
  return (standalone_tasks_[task_id] = std::move(loaded)).get();
}

void Session::remove_task(Task& task, const std::string& reason) {
  Execution* execution = execution_of(task);
  task.delete_reason = reason;
  while (!task.variables.empty()) {
    Variable& variable = *task.variables.back();
    if (!variable.transient) mark(variable);
    variable.gone = true;
    std::get<std::vector<std::unique_ptr<Variable>>>(buried_).push_back(
        std::move(task.variables.back()));
    task.variables.pop_back();
  }
  // History does not see them go: only what the API takes away is told.
  while (!task.links.empty()) bury(task.links, *task.links.back());
  tell({.kind = FactKind::kTaskEnded, .execution = execution, .task = &task});
  if (execution != nullptr) {
    bury(execution->tasks, task);
  } else {
    mark(task);
    task.gone = true;
  }
}

Entity<IdentityLinkRow>& Session::add_link(Task& task, IdentityLinkRow row) {
  auto created = std::make_unique<Entity<IdentityLinkRow>>();
  Entity<IdentityLinkRow>& link = *created;
  link.row = std::move(row);
  link.row.id = new_id();
  link.row.task_id = task.row.id;
  link.row.process_instance_id = task.row.process_instance_id;
  link.row.tenant_id = task.row.tenant_id;
  task.links.push_back(std::move(created));
  mark(link);
  tell({.kind = FactKind::kLinkAdded,
        .execution = execution_of(task),
        .task = &task,
        .link = &link.row});
  return link;
}

void Session::tell_user_link(Task& task, const char* type, const std::string& user, bool added) {
  if (user.empty()) return;
  IdentityLinkRow link;
  link.type = type;
  link.user_id = user;
  link.task_id = task.row.id;
  link.process_instance_id = task.row.process_instance_id;
  link.tenant_id = task.row.tenant_id;
  tell({.kind = added ? FactKind::kLinkAdded : FactKind::kLinkRemoved,
        .execution = execution_of(task),
        .task = &task,
        .link = &link});
}

void Session::remove_link(Task& task, Entity<IdentityLinkRow>& link) {
  tell({.kind = FactKind::kLinkRemoved,
        .execution = execution_of(task),
        .task = &task,
        .link = &link.row});
  bury(task.links, link);
}

// ---- external tasks, jobs, subscriptions, incidents --------------------------------------------

ExternalTask& Session::create_external_task(Execution& execution, ExternalTaskRow row) {
  auto created = std::make_unique<ExternalTask>();
  ExternalTask& task = *created;
  task.row = std::move(row);
  task.row.id = new_id();
  execution.external_tasks.push_back(std::move(created));
  mark(task);
  tell({.kind = FactKind::kExternalTaskCreated, .execution = &execution, .external_task = &task});
  return task;
}

ExternalTask* Session::find_external_task(const std::string& task_id) {
  if (ExternalTask* found = find_in_memory(task_id, &Execution::external_tasks)) return found;
  ExternalTaskRow row;
  if (!ports_.repository.find(task_id, row)) return nullptr;
  return find_in_instance(row, &Execution::external_tasks);
}

ExternalTask* Session::external_task_of(ExternalTaskRow row) {
  const std::string& instance_id = row.process_instance_id;
  if (instances_.contains(instance_id) || ports_.cache.has(instance_id))
    return find_in_instance(row, &Execution::external_tasks);
  lone_external_tasks_.push_back(stored<ExternalTask>(std::move(row)));
  return lone_external_tasks_.back().get();
}

void Session::remove_external_task(ExternalTask& task) {
  Execution* execution = execution_of(task);
  PROCOS_CHECK(execution != nullptr);
  bury(execution->external_tasks, task);
}

Job& Session::create_job(Execution* execution, JobRow row) {
  auto created = std::make_unique<Job>();
  Job& job = *created;
  job.row = std::move(row);
  job.row.id = new_id();
  if (job.row.create_time == 0) job.row.create_time = now_;
  (execution != nullptr ? execution->jobs : definition_jobs_).push_back(std::move(created));
  mark(job);
  tell({.kind = FactKind::kJobCreated, .execution = execution, .job = &job});
  return job;
}

Job* Session::find_job(const std::string& job_id) {
  return find_attached(job_id, definition_jobs_, &Execution::jobs);
}

void Session::remove_job(Job& job, bool told) {
  Execution* execution = execution_of(job);
  if (told) tell({.kind = FactKind::kJobDeleted, .execution = execution, .job = &job});
  if (execution == nullptr) buried_loose_.insert(job.row.id);
  bury(execution != nullptr ? execution->jobs : definition_jobs_, job);
}

Subscription& Session::create_subscription(Execution* execution, EventSubscriptionRow row) {
  auto created = std::make_unique<Subscription>();
  Subscription& subscription = *created;
  subscription.row = std::move(row);
  subscription.row.id = new_id();
  if (subscription.row.created == 0) subscription.row.created = now_;
  (execution != nullptr ? execution->subscriptions : start_subscriptions_)
      .push_back(std::move(created));
  mark(subscription);
  if (subscription.row.event_type == "signal") new_subscriptions_.push_back(&subscription);
  return subscription;
}

Subscription* Session::find_subscription(const std::string& subscription_id) {
  return find_attached(subscription_id, start_subscriptions_, &Execution::subscriptions);
}

void Session::remove_subscription(Subscription& subscription) {
  Execution* execution = execution_of(subscription);
  if (execution == nullptr) buried_loose_.insert(subscription.row.id);
  bury(execution != nullptr ? execution->subscriptions : start_subscriptions_, subscription);
}

Incident& Session::create_incident(Execution* execution, IncidentRow row) {
  auto created = std::make_unique<Incident>();
  Incident& incident = *created;
  incident.row = std::move(row);
  incident.row.id = new_id();
  // One that nothing else caused is its own cause.
  if (incident.row.cause_incident_id.empty()) {
    incident.row.cause_incident_id = incident.row.root_cause_incident_id = incident.row.id;
  }
  if (incident.row.created == 0) incident.row.created = now_;
  (execution != nullptr ? execution->incidents : loose_incidents_).push_back(std::move(created));
  mark(incident);
  tell({.kind = FactKind::kIncidentCreated, .execution = execution, .incident = &incident});
  return incident;
}

Incident* Session::find_incident(const std::string& incident_id) {
  return find_attached(incident_id, loose_incidents_, &Execution::incidents);
}

void Session::remove_incident(Incident& incident, bool resolved) {
  Execution* execution = execution_of(incident);
  tell({.kind = resolved ? FactKind::kIncidentResolved : FactKind::kIncidentDeleted,
        .execution = execution, .incident = &incident});
  if (execution == nullptr) buried_loose_.insert(incident.row.id);
  bury(execution != nullptr ? execution->incidents : loose_incidents_, incident);
}

void Session::move_tasks(Execution& from, Execution& to) {
  for (auto& task : from.tasks) {
    task->row.execution_id = to.row.id;
    mark(*task);
    for (const auto& variable : task->variables) {
      variable->row.execution_id = to.row.id;
      if (!variable->transient) mark(*variable);
    }
    tell({.kind = FactKind::kTaskUpdated, .execution = &to, .task = task.get()});
    to.tasks.push_back(std::move(task));
  }
  from.tasks.clear();
}

void Session::move_external_tasks(Execution& from, Execution& to) {
  for (auto& task : from.external_tasks) {
    task->row.execution_id = to.row.id;
    mark(*task);
    to.external_tasks.push_back(std::move(task));
  }
  from.external_tasks.clear();
}

namespace {

template <class T>
void rehome(Session& session, std::vector<std::unique_ptr<T>>& owner, T& entity,
            std::vector<std::unique_ptr<T>>& target, const std::string& execution_id) {
  auto it =
      std::find_if(owner.begin(), owner.end(), [&](const auto& p) { return p.get() == &entity; });
  PROCOS_CHECK(it != owner.end());
  entity.row.execution_id = execution_id;
  session.mark(entity);
  target.push_back(std::move(*it));
  owner.erase(it);
}

}  // namespace

void Session::move_job(Job& job, Execution& to) {
  rehome(*this, execution_of(job)->jobs, job, to.jobs, to.row.id);
}
void Session::move_subscription(Subscription& subscription, Execution& to) {
  rehome(*this, execution_of(subscription)->subscriptions, subscription, to.subscriptions,
         to.row.id);
}
void Session::move_incident(Incident& incident, Execution& to) {
  rehome(*this, execution_of(incident)->incidents, incident, to.incidents, to.row.id);
}

}  // namespace procos::state
