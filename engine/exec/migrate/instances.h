// What moves when an instance is migrated: a tree of instances with what hangs on them. Private to
// exec/.
#pragma once

#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

#include "exec/context.h"
#include "exec/migration.h"

namespace procos::exec::migrate {

/// What hangs on an instance and moves with it.
struct Dependent {
  std::variant<state::Job*, state::Subscription*, state::Task*, state::ExternalTask*,
               state::Variable*, state::Incident*, Execution*>
      entity;                         ///< Execution: the root of a called instance
  const Node* target = nullptr;       ///< jobs, subscriptions, incidents
  bool update_trigger = false;
  bool in_parent = false;  ///< variables: local to the concurrent execution around a scope
  std::string job_definition_id = {}; ///< incidents
};

/// A trigger that the target adds.
struct Emerging {
  const Node* event;
  const graph::TaskTimeout* timeout = nullptr;
};

enum class Kind : std::uint8_t { kActivity, kTransition, kEventScope, kCompensation };

struct Instance {
  Kind kind;
  std::string id;
  const ActivityMapping* mapping = nullptr;
  const Node* source = nullptr;
  const Node* target = nullptr;    ///< null: removed
  const Node* current = nullptr;
  Instance* parent = nullptr;
  std::vector<Instance*> children;
  Execution* execution = nullptr;  ///< null for kCompensation
  bool is_scope = false;           ///< has an execution of its own
  bool active = false;
  bool detached = false;           ///< what hangs on it waits to be attached again
  bool supported = true;           ///< instances of this kind of activity can be migrated
  std::vector<Dependent> dependents;
  std::vector<Dependent> removing;
  std::vector<Emerging> emerging;
  // kEventScope and kCompensation: their subscription and where it goes.
  state::Subscription* subscription = nullptr;
  const ActivityMapping* subscription_mapping = nullptr;
  const Node* handler = nullptr;
  const Node* target_handler = nullptr;
};

/// The node in whose scope the activity's event is registered; null when it has none.
const Node* event_scope_of(const Node& node);
/// The part of a job's configuration that says after which step it goes on, or for which listener
/// it is.
bool is_async_after(const state::Job& job);

class Migration {
 public:
  Migration(Context& c, state::Instance& instance, const MigrationPlan& plan,
            MigrationReport& report)
      : c_(c), instance_(instance), plan_(plan), report_(report) {}

  Status run();

 private:
  // parse.cpp
  void parse();
  Instance& add(Kind kind, const std::string& id, const Node* source, Execution* execution);
  void set_parent(Instance& child, Instance* parent);
  void parse_activity(const ShownInstance& shown);
  void parse_transition(const ShownInstance& shown);
  void parse_work(Instance& owner);
  void parse_variables(Instance& owner, bool of_transition);
  void parse_jobs(Instance& owner);
  void parse_subscriptions(Instance& owner);
  void parse_compensation(Instance& owner);
  void parse_compensation_of(Instance& parent, state::Subscription& subscription);
  void parse_incidents();
  void parse_incident(state::Incident& incident);
  void add_emerging_timers(Instance& owner, const std::vector<const Node*>& kept);
  const ActivityMapping* mapping_of(const Node* source) const;
  const ActivityMapping* mapping_of_id(const std::string& source_id) const;
  const ActivityMapping* mapping_of_handler(const Node& handler) const;
  std::string target_job_definition(const Node& target, const std::string& handler) const;
  void report_left_over();

  // validate.cpp
  void validate();
  std::vector<std::string> failures_of(const Instance& instance) const;
  std::vector<std::string> transition_failures(const Instance& instance) const;
  void add_compensation_failures(const Instance& instance,
                                 std::vector<std::string>& failures) const;

  // move.cpp
  Status remove_unmapped(Instance& instance);
  Status remove_instance(Instance& instance);
  Status detach_children(Instance& instance);
  Status detach(Instance& instance);
  Status attach(Instance& instance, Instance& parent);
  Result<Execution*> create_attachable(Instance& instance);
  Status destroy_attachable(Instance& instance, Execution& execution);
  Status migrate_all(Instance& root);
  using Branch = std::unordered_map<const Node*, Instance*>;
  Status migrate(Instance& instance, Branch& branch);
  Status enter_new_scopes(Instance& instance, Branch& branch);
  Status instantiate(Instance& ancestor, const std::vector<const Node*>& scopes, Branch& branch);
  Status instantiate_event_scopes(Instance& ancestor, const std::vector<const Node*>& scopes,
                                  Branch& branch);
  Status migrate_state(Instance& instance);
  Status become_scope(Instance& instance);
  Status become_non_scope(Instance& instance);
  void tell_migrated(Instance& instance);
  void set_definition(Execution& execution);
  void finish();

  // entities.cpp
  void detach_dependents(Instance& instance);
  void attach_dependents(Instance& instance);
  Status migrate_dependents(Instance& instance);
  Status create_emerging(Instance& instance);
  void remove_unmapped_dependents(Instance& instance);
  void move(const Dependent& dependent, Execution& to);
  Status migrate_job(state::Job& job, const Dependent& dependent);
  Status migrate_subscription(state::Subscription& subscription, const Dependent& dependent,
                              Execution& e);
  void migrate_task(state::Task& task, const Node& target, Execution& e);
  void migrate_incident(state::Incident& incident, const Dependent& dependent, Execution& e);
  Execution& limbo();

  Context& c_;
  state::Instance& instance_;
  const MigrationPlan& plan_;
  MigrationReport& report_;
  std::vector<std::unique_ptr<Instance>> all_;
  std::unordered_map<std::string, Instance*> activities_;  ///< by activity instance id
  std::unordered_map<const state::Job*, Instance*> job_owners_;
  std::unordered_set<const void*> consumed_;
  Execution* limbo_ = nullptr;  ///< keeps what is detached
};

/// The execution that stands for the instance now.
Execution& execution_of(const Instance& instance);

}  // namespace procos::exec::migrate
