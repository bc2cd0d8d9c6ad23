// The unit of work of one command: every change of state goes through here, is remembered as a
// changed row and told as a fact.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "state/authentication.h"
#include "state/facts.h"
#include "state/instance.h"
#include "state/instance_cache.h"
#include "state/repository.h"

namespace procos::dmn {
struct Definitions;
}

namespace procos::state {

/// A file with decisions as it was deployed: its model, and the row of each decision in it.
struct DecisionFile {
  std::shared_ptr<const dmn::Definitions> model;
  std::vector<DecisionDefinitionRow> rows;
};
using DecisionFilePtr = std::shared_ptr<const DecisionFile>;

using DefinitionPtr = std::shared_ptr<const Definition>;

/// Deployed definitions, parsed once and kept. Engine strand only.
class Definitions {
 public:
  virtual ~Definitions() = default;
  /// Null when there is no such definition.
  virtual DefinitionPtr find(const std::string& definition_id) = 0;
  virtual const graph::Node* node(const Definition& definition, std::string_view activity_id) = 0;
  virtual const graph::Flow* flow(const Definition& definition, std::string_view flow_id) = 0;
  /// The text of a file that was deployed with the definition; nullopt: there is none of this name.
  virtual std::optional<std::string> resource(const Definition& /*definition*/,
                                              const std::string& /*name*/) {
    return std::nullopt;
  }
  /// The file that defines the decision; null when it is gone.
  virtual DecisionFilePtr decisions(const DecisionDefinitionRow& /*of*/) { return nullptr; }
  /// Makes a definition known that this command deploys; unknown again when the command fails.
  virtual void add(DefinitionPtr definition) = 0;
  /// The definition, of a process or a decision, is gone or its row changed: read it again when it
  /// is next asked for.
  virtual void forget(const std::string& definition_id) = 0;
};

class Session {
 public:
  struct Ports {
    Repository& repository;
    Definitions& definitions;
    const Clock& clock;
    InstanceCache& cache;
    FactSink& facts;
  };
  explicit Session(const Ports& ports);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  TimeMs now() const { return now_; }
  Repository& repository() { return ports_.repository; }
  Definitions& definitions() { return ports_.definitions; }
  void tell(const Fact& fact) { ports_.facts.on_fact(*this, fact); }

  /// Who the command runs for; null: nobody.
  const AuthenticationPtr& authentication() const { return authentication_; }
  void set_authentication(AuthenticationPtr authentication) {
    authentication_ = std::move(authentication);
  }
  /// The user who signed in; empty: nobody.
  const std::string& user() const;
  /// Whether the user operation log has entries of this command: of what a user does who is logged
  /// in, unless it is part of a greater operation.
  bool logs_operations() const { return !user().empty() && !operation_log_off_; }
  void set_operation_log(bool on) { operation_log_off_ = !on; }
  /// Groups what history says of this command; empty when it is not logged.
  const std::string& operation_id();

  // ---- instances and executions ----
  /// Null when there is no such running instance.
  Instance* find_instance(const std::string& process_instance_id);
  /// Null when there is no such execution. The instance is loaded with it.
  Execution* find_execution(const std::string& execution_id);
  /// Root execution of a new instance; `super` is the calling execution or null.
  Execution& create_instance(DefinitionPtr definition, const std::string& business_key,
                             Execution* super, const std::string& tenant_id);
  /// A child with the parent's node and activity instance id, as Camunda creates them.
  Execution& create_execution(Execution& parent);
  /// Unlinks and deletes the row; the object stays readable until the session ends.
  void remove_execution(Execution& execution);
  void set_parent(Execution& execution, Execution& parent);
  void set_event_scope(Execution& execution, bool event_scope);
  void touch(Execution& execution) { mark(execution); }
  /// The execution that called this instance; null at the top.
  Execution* super_execution(Execution& process_instance);
  /// The instance that this execution called; null if none runs.
  Execution* sub_process_instance(Execution& execution);
  /// Another execution of the calling instance waits for the called one from now on.
  void set_super_execution(Execution& process_instance, Execution& super);
  /// The called instance goes on without its caller.
  void detach_sub_process(Execution& process_instance);

  // ---- variables ----
  /// Creates or overwrites in exactly this scope.
  void set_local(Execution& scope, const std::string& name, const Value& value, Execution& source,
                 bool transient = false);
  void set_local(Task& task, const std::string& name, const Value& value, bool transient = false);
  void remove_local(Execution& scope, Variable& variable, Execution& source);
  void remove_local(Task& task, Variable& variable);
  /// Moves the variable, merging with one of the same name that `to` already has.
  void move_variable(Execution& from, std::size_t index, Execution& to);
  /// Deletes all variables of this scope.
  void clear_variables(Execution& scope);

  // ---- what hangs on an execution ----
  Task& create_task(Execution& execution, TaskRow row);
  /// A task without a process; owned by the session.
  Task& create_standalone_task(TaskRow row);
  /// Null when there is none; loads its instance, or the standalone task.
  Task* find_task(const std::string& task_id);
  void remove_task(Task& task, const std::string& reason);
  Entity<IdentityLinkRow>& add_link(Task& task, IdentityLinkRow row);
  /// Assignee and owner are kept in the task's row; history sees them as links that come and go.
  void tell_user_link(Task& task, const char* type, const std::string& user, bool added);
  void remove_link(Task& task, Entity<IdentityLinkRow>& link);
  ExternalTask& create_external_task(Execution& execution, ExternalTaskRow row);
  /// Null when there is none; its instance is loaded with it.
  ExternalTask* find_external_task(const std::string& task_id);
  /// The external task of a row that was just read. Its instance is not loaded for it: if it is not
  /// in memory, there is no execution_of() the task, and this session must not load it any more.
  /// Null when this command removed the task.
  ExternalTask* external_task_of(ExternalTaskRow row);
  void remove_external_task(ExternalTask& task);
  /// `execution` may be null for jobs of a definition.
  Job& create_job(Execution* execution, JobRow row);
  Job* find_job(const std::string& job_id);
  void remove_job(Job& job, bool told = true);
  Subscription& create_subscription(Execution* execution, EventSubscriptionRow row);
  Subscription* find_subscription(const std::string& subscription_id);
  void remove_subscription(Subscription& subscription);
  Incident& create_incident(Execution* execution, IncidentRow row);
  Incident* find_incident(const std::string& incident_id);
  void remove_incident(Incident& incident, bool resolved);

  Execution* execution_of(const Task& task);
  Execution* execution_of(const ExternalTask& task);
  Execution* execution_of(const Job& job);
  Execution* execution_of(const Subscription& subscription);
  Execution* execution_of(const Incident& incident);

  // Re-homing when the execution tree expands or is compacted.
  void move_tasks(Execution& from, Execution& to);
  void move_external_tasks(Execution& from, Execution& to);
  void move_job(Job& job, Execution& to);
  void move_subscription(Subscription& subscription, Execution& to);
  void move_incident(Incident& incident, Execution& to);

  /// Says that a row was changed in place.
  template <class Row>
  void mark(Entity<Row>& entity) {
    if (entity.change == Change::kClean) entity.change = Change::kUpdated;
    if (!entity.listed) {
      entity.listed = true;
      auto& listed = std::get<std::vector<Entity<Row>*>>(dirty_);
      if (listed.empty()) listed.reserve(kUsualRows);
      listed.push_back(&entity);
    }
  }

  // ---- rows outside instances: definitions and history ----
  template <class Row>
  Row& insert(Row row) {
    auto entity = std::make_unique<Entity<Row>>();
    entity->row = std::move(row);
    Entity<Row>& kept = *entity;
    loose<Row>()[kept.row.id] = std::move(entity);
    mark(kept);
    return kept.row;
  }
  /// The row for reading and changing; null when there is none. Call update() after a change.
  template <class Row>
  Row* get(const std::string& id) {
    auto& known = loose<Row>();
    if (auto it = known.find(id); it != known.end())
      return it->second->gone ? nullptr : &it->second->row;
    auto entity = std::make_unique<Entity<Row>>();
    if (!ports_.repository.find(id, entity->row)) return nullptr;
    entity->change = Change::kClean;
    Entity<Row>& kept = *(known[id] = std::move(entity));
    if constexpr (requires { typename Row::Part; }) take_in_part(kept);
    return &kept.row;
  }
  /// A row that this session holds, and has not erased, for which `passes`; null when there is
  /// none.
  template <class Row, class Passes>
  Row* find_loose(Passes&& passes) {
    for (const auto& [id, entity] : loose<Row>()) {
      if (!entity->gone && passes(entity->row)) return &entity->row;
    }
    return nullptr;
  }
  template <class Row>
  void update(Row& row) { mark(*loose<Row>().at(row.id)); }
  /// get() + change + update() in one; false when there is no such row.
  template <class Row, class Change>
  bool change(const std::string& id, Change&& change) {
    Row* row = get<Row>(id);
    if (row == nullptr) return false;
    change(*row);
    update(*row);
    return true;
  }
  /// Changes what a Part has of a row, which is not read for that if this session does not have it.
  /// Nothing happens when there is no such row.
  template <class Part, class Change>
  void change_part(const std::string& id, Change&& change) {
    auto& wholes = loose<typename Part::Whole>();
    if (const auto known = wholes.find(id); known != wholes.end()) {
      if (known->second->gone) return;
      change(known->second->row);
      return mark(*known->second);
    }
    auto& part = loose<Part>()[id];
    if (part == nullptr) {
      part = std::make_unique<Entity<Part>>();
      part->row.id = id;
      part->change = state::Change::kUpdated;
      mark(*part);
    }
    change(part->row);
  }
  template <class Row>
  void erase(const std::string& id) {
    if (get<Row>(id) == nullptr) return;
    Entity<Row>& entity = *loose<Row>().at(id);
    mark(entity);
    entity.gone = true;
  }
  /// Deletes a row that was just read.
  template <class Row>
  void erase_row(Row row) {
    auto& known = loose<Row>()[row.id];
    if (known == nullptr) {
      known = std::make_unique<Entity<Row>>();
      known->row = std::move(row);
      known->change = Change::kClean;
    }
    mark(*known);
    known->gone = true;
  }
  void erase_history(const std::string& process_instance_id) {
    erased_histories_.push_back(process_instance_id);
  }
  void erase_batch_history(const std::string& batch_id) { erased_batches_.push_back(batch_id); }
  /// The removal time of what has one of its own but goes with a process instance: the instances
  /// that it called, if it is a root instance and `hierarchy` is wanted, and evaluated decisions.
  void set_removal_time(const std::string& process_instance_id, OptTime time, bool hierarchy) {
    removal_times_.push_back({process_instance_id, time, hierarchy});
  }

  /// Runs after the commit, on the engine strand (waking parked requests, the job executor ...).
  void after_commit(std::function<void()> action) { after_commit_.push_back(std::move(action)); }

  // ---- end ----
  /// Whether there is anything to write: not when all that was made is gone again.
  bool has_changes() const;
  /// What to write. Pointers stay valid until done() or discard().
  ChangeList changes();
  /// Written: the instances go (back) into the cache. Returns the after-commit actions.
  std::vector<std::function<void()>> done();
  /// Failed: touched instances are dropped from the cache.
  void discard();

  /// Subscriptions created by this session, for signals thrown in the same command.
  const std::vector<Subscription*>& new_subscriptions() const { return new_subscriptions_; }

 private:
  /// Made with its first row: a command knows few tables.
  template <class Row>
  using Loose = std::unique_ptr<std::unordered_map<std::string, std::unique_ptr<Entity<Row>>>>;
  template <class Row>
  auto& loose() {
    auto& rows = std::get<Loose<Row>>(loose_);
    if (rows == nullptr) rows = std::make_unique<typename Loose<Row>::element_type>();
    return *rows;
  }

  /// A row that is read although a part of it has changed already.
  template <class Row>
  void take_in_part(Entity<Row>& whole) {
    auto& parts = loose<typename Row::Part>();
    const auto part = parts.find(whole.row.id);
    if (part == parts.end()) return;
    part->second->row.copy_to(whole.row);
    std::erase(std::get<std::vector<Entity<typename Row::Part>*>>(dirty_), part->second.get());
    parts.erase(part);
    mark(whole);
  }

  template <class T>
  void bury(std::vector<std::unique_ptr<T>>& owner, T& entity);
  template <class T>
  using Owned = std::vector<std::unique_ptr<T>>;
  /// By id, on an execution of an instance in memory; null: look into the database.
  template <class T>
  T* find_in_memory(const std::string& id, Owned<T> Execution::*list);
  /// What the stored `row` says hangs on an execution; null when this command removed it.
  template <class T, class Row>
  T* find_in_instance(const Row& row, Owned<T> Execution::*list);
  /// By id: among the `loose` ones, which belong to no instance, else on the execution that has it.
  template <class T>
  T* find_attached(const std::string& id, Owned<T>& loose, Owned<T> Execution::*list);
  std::unique_ptr<Instance> build_instance(const std::string& id);
  void link(Execution& child, Execution& parent);
  void unlink(Execution& child);
  template <class Row>
  void collect(ChangeList& list);

  /// So many rows of a table change in a command as a rule.
  static constexpr std::size_t kUsualRows = 8;

  Ports ports_;
  TimeMs now_;
  AuthenticationPtr authentication_;
  std::string operation_id_;
  bool operation_log_off_ = false;
  std::unordered_map<std::string, std::unique_ptr<Instance>> instances_;
  std::unordered_map<std::string, std::string>
      called_;  ///< super execution id -> called instance id
  std::unordered_map<std::string, std::unique_ptr<Task>> standalone_tasks_;
  std::vector<std::unique_ptr<Job>> definition_jobs_;
  std::vector<std::unique_ptr<Subscription>> start_subscriptions_;
  std::vector<std::unique_ptr<Incident>> loose_incidents_;
  std::vector<std::unique_ptr<ExternalTask>> lone_external_tasks_;  ///< without their instances
  /// Of those that belong to no instance: removed, though the database still has them.
  std::unordered_set<std::string> buried_loose_;
  std::vector<Subscription*> new_subscriptions_;
  std::vector<std::string> erased_histories_, erased_batches_;
  std::vector<RemovalTime> removal_times_;
  std::vector<std::function<void()>> after_commit_;

  std::vector<std::unique_ptr<Execution>> buried_executions_;
  std::tuple<std::vector<std::unique_ptr<Variable>>, std::vector<std::unique_ptr<Task>>,
             std::vector<std::unique_ptr<Entity<IdentityLinkRow>>>,
             std::vector<std::unique_ptr<ExternalTask>>, std::vector<std::unique_ptr<Job>>,
             std::vector<std::unique_ptr<Subscription>>, std::vector<std::unique_ptr<Incident>>>
      buried_;
  std::tuple<std::vector<Entity<DeploymentRow>*>, std::vector<Entity<ResourceRow>*>,
             std::vector<Entity<DefinitionRow>*>, std::vector<Entity<JobDefinitionRow>*>,
             std::vector<Entity<DecisionRequirementsDefinitionRow>*>,
             std::vector<Entity<DecisionDefinitionRow>*>,
             std::vector<Entity<HiDecisionInstanceRow>*>, std::vector<Entity<ExecutionRow>*>,
             std::vector<Entity<TaskRow>*>, std::vector<Entity<VariableRow>*>,
             std::vector<Entity<IdentityLinkRow>*>, std::vector<Entity<ExternalTaskRow>*>,
             std::vector<Entity<JobRow>*>, std::vector<Entity<EventSubscriptionRow>*>,
             std::vector<Entity<IncidentRow>*>, std::vector<Entity<HiProcessInstanceRow>*>,
             std::vector<Entity<HiActivityRow>*>, std::vector<Entity<HiTaskRow>*>,
             std::vector<Entity<HiVariableRow>*>, std::vector<Entity<HiIncidentRow>*>,
             std::vector<Entity<HiDetailRow>*>, std::vector<Entity<HiJobLogRow>*>,
             std::vector<Entity<HiExternalTaskLogRow>*>, std::vector<Entity<HiIdentityLinkRow>*>,
             std::vector<Entity<UserRow>*>, std::vector<Entity<GroupRow>*>,
             std::vector<Entity<TenantRow>*>, std::vector<Entity<MembershipRow>*>,
             std::vector<Entity<TenantMembershipRow>*>, std::vector<Entity<AuthorizationRow>*>,
             std::vector<Entity<BatchRow>*>, std::vector<Entity<BatchChunkRow>*>,
             std::vector<Entity<HiBatchRow>*>, std::vector<Entity<MetricRow>*>,
             std::vector<Entity<TaskMeterRow>*>, std::vector<Entity<HiCommentRow>*>,
             std::vector<Entity<HiAttachmentRow>*>, std::vector<Entity<HiAttachmentContentRow>*>,
             std::vector<Entity<FilterRow>*>, std::vector<Entity<HiUserOperationRow>*>,
             std::vector<Entity<HiProcessInstanceEnd>*>, std::vector<Entity<HiActivityEnd>*>,
             std::vector<Entity<HiVariableChange>*>, std::vector<Entity<HiTaskEnd>*>>
      dirty_;
  std::tuple<Loose<DeploymentRow>, Loose<ResourceRow>, Loose<DefinitionRow>,
             Loose<JobDefinitionRow>, Loose<HiProcessInstanceRow>, Loose<HiActivityRow>,
             Loose<HiTaskRow>, Loose<HiVariableRow>, Loose<HiIncidentRow>, Loose<HiDetailRow>,
             Loose<HiJobLogRow>, Loose<HiExternalTaskLogRow>, Loose<HiIdentityLinkRow>,
             Loose<IdentityLinkRow>, Loose<UserRow>, Loose<GroupRow>, Loose<TenantRow>,
             Loose<MembershipRow>, Loose<TenantMembershipRow>, Loose<AuthorizationRow>,
             Loose<VariableRow>, Loose<BatchRow>, Loose<BatchChunkRow>, Loose<HiBatchRow>,
             Loose<MetricRow>, Loose<TaskMeterRow>, Loose<HiCommentRow>, Loose<HiAttachmentRow>,
             Loose<HiAttachmentContentRow>, Loose<FilterRow>, Loose<HiUserOperationRow>,
             Loose<DecisionRequirementsDefinitionRow>, Loose<DecisionDefinitionRow>,
             Loose<HiDecisionInstanceRow>, Loose<HiProcessInstanceEnd>, Loose<HiActivityEnd>,
             Loose<HiVariableChange>, Loose<HiTaskEnd>>
      loose_;
};

}  // namespace procos::state
