// A process instance in memory: the execution tree and what hangs on it. Nodes are const,
// executions are state; only the session (state/session.h) changes what is stored.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "state/changes.h"
#include "state/rows.h"

namespace procos::graph {
struct Graph;
struct Node;
struct Flow;
}  // namespace procos::graph

namespace procos::state {

/// A row with its standing against the database.
template <class Row>
struct Entity {
  Row row;
  Change change = Change::kInserted;
  bool listed = false;  ///< the session already knows that it changed
  bool gone = false;    ///< deleted in this session
};

struct Variable : Entity<VariableRow> {
  bool transient = false;  ///< never stored, gone with the command
};

/// Where a task stands in its life; listeners see it as events.
enum class TaskPhase : std::uint8_t { kInit, kCreated, kCompleted, kDeleted };

struct Task : Entity<TaskRow> {
  std::vector<std::unique_ptr<Variable>> variables;  ///< task-local
  std::vector<std::unique_ptr<Entity<IdentityLinkRow>>> links;
  TaskPhase phase = TaskPhase::kCreated;
  std::string event;          ///< listener event under way
  std::string delete_reason;
  std::string listened_assignee;  ///< the assignee that assignment listeners have seen
  bool updated = false;       ///< changed through the API: an update event is due
};

using ExternalTask = Entity<ExternalTaskRow>;
using Job = Entity<JobRow>;
using Subscription = Entity<EventSubscriptionRow>;
using Incident = Entity<IncidentRow>;

/// What the activity instance of an execution is doing (Camunda's ActivityInstanceState).
enum class ActivityPhase : std::uint8_t { kDefault, kScopeComplete, kCanceled, kStarting, kEnding };

struct Definition;
struct Instance;

struct Execution : Entity<ExecutionRow> {
  Instance* instance = nullptr;
  Execution* parent = nullptr;
  // Children in order of arrival; an intrusive list, so that a hundred thousand of them cost
  // nothing to unlink.
  Execution* first_child = nullptr;
  Execution* last_child = nullptr;
  Execution* next = nullptr;
  Execution* previous = nullptr;
  std::size_t child_count = 0;        ///< children that are no event scopes
  std::size_t event_scope_count = 0;

  const graph::Node* node = nullptr;  ///< the activity it is in
  const graph::Flow* transition = nullptr;
  const graph::Node* next_node = nullptr;  ///< the event handler about to start
  std::vector<const graph::Flow*> transitions_to_take;
  Execution* replaced_by = nullptr;

  // Valid during one command only.
  ActivityPhase phase = ActivityPhase::kDefault;
  bool ended = false;
  bool removed = false;
  bool delete_root = false;
  bool externally_terminated = false;
  bool preserve_scope = false;
  bool ignore_async = false;
  bool skip_listeners = false;
  bool skip_io_mappings = false;
  bool skip_subprocesses = false;
  bool end_listener_failed = false;
  std::string delete_reason;
  const graph::Node* joining = nullptr;   ///< the gateway where its children were last counted
  std::size_t arrivals_to_skip = 0;       ///< at `joining`: so many more need no counting

  std::vector<std::unique_ptr<Variable>> variables;
  std::vector<std::unique_ptr<Task>> tasks;
  std::vector<std::unique_ptr<ExternalTask>> external_tasks;
  std::vector<std::unique_ptr<Job>> jobs;
  std::vector<std::unique_ptr<Subscription>> subscriptions;
  std::vector<std::unique_ptr<Incident>> incidents;

  bool is_process_instance() const { return parent == nullptr; }
  bool canceled() const { return phase == ActivityPhase::kCanceled; }
  const std::string& id() const { return row.id; }
  Variable* find_variable(std::string_view name) const;
};

using VariableList = std::vector<std::pair<std::string, Value>>;

struct Instance {
  std::shared_ptr<const Definition> definition;
  Execution* root = nullptr;
  std::unordered_map<std::string_view, std::unique_ptr<Execution>> executions;  ///< keyed by row.id
  std::int64_t last_sequence = 0;
  bool starting = false;     ///< between start and the first activity that is left
  bool is_new = false;       ///< made in this session
  /// Variables that came with a message and go to the scope it triggers.
  std::unique_ptr<VariableList> payload_for_triggered_scope;
  /// When a command sets it: receives the variables of the process scope as they are when the
  /// instance ends.
  std::unique_ptr<VariableList> final_variables;

  const std::string& id() const { return root->row.id; }
  Execution* find(std::string_view execution_id) const;
};

/// A deployed definition as the engine runs it.
struct Definition {
  DefinitionRow row;
  std::shared_ptr<const graph::Graph> graph;
  std::vector<std::string> job_definition_ids;  ///< in the order of graph->job_declarations
  bool has_conditional_events = false;
};

}  // namespace procos::state
