// The execution tree: how it expands for concurrency, is compacted again, and which execution
// stands for which scope. The shape follows Camunda 7, because clients see it (execution ids,
// activity instances, variable scopes). Private to exec/.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "exec/context.h"

namespace procos::exec {

// ---- kinds of nodes ----
bool is_composite(const Node& node);  ///< has children: subprocess kinds, multi-instance body
bool throws_compensation(const Node& node);      ///< compensation throw/end event, cancel end event
bool consumes_compensation(const Node& node);    ///< compensation thrown inside stops here
bool is_sub_process_scope(const Node& node);
bool interrupts_flow_scope(const Node& node);    ///< terminate and cancel end events

// ---- position ----
void set_node(Context& c, Execution& e, const Node* node);
void set_active(Context& c, Execution& e, bool active);
void set_activity_instance_id(Context& c, Execution& e, std::string_view id);
const std::string& parent_activity_instance_id(const Execution& e);
void leave_activity_instance(Context& c, Execution& e);
/// New activity instance for the node: id, input parameters, timers.
Status enter_activity_instance(Context& c, Execution& e);
/// Event subscriptions of a scope that an execution was created for.
Status initialize_scope(Context& c, Execution& e);
Status initialize_timers(Context& c, Execution& e);

// ---- shape ----
std::vector<Execution*> children_of(const Execution& e, bool event_scopes = false);
Execution& create_concurrent_execution(Context& c, Execution& scope);
bool try_prune_last_concurrent_child(Context& c, Execution& scope);
Status remove(Context& c, Execution& e);
/// Ends a scope: output parameters, then everything that hangs on it.
Status destroy(Context& c, Execution& e, bool skip_io_mappings = false);
Status interrupt(Context& c, Execution& e, const std::string& reason, bool skip_listeners = false,
                 bool skip_io_mappings = false, bool externally_terminated = false);
struct DeleteFlags {
  bool skip_listeners = false, skip_io_mappings = false, externally_terminated = false;
  bool skip_subprocesses = false;
};
Status delete_cascade(Context& c, Execution& e, const std::string& reason,
                      const DeleteFlags& flags = {});
std::vector<Execution*> find_inactive_children(const Execution& parent, const Node* node);
/// Executions waiting in the node to be joined with this one (itself included).
std::vector<Execution*> find_inactive_concurrent(Execution& e, const Node* node);

// ---- which execution stands for which scope ----
using ScopeMap = std::vector<std::pair<const Node*, Execution*>>;
ScopeMap scope_map(Execution& e);
ScopeMap scope_map_from(Execution& scope_execution, const Node& scope);
Execution* lookup(const ScopeMap& map, const Node* scope);
/// False for a scope execution that was put into a scope activity without one of its own: it was
/// interrupted by an event subprocess that it threw the event for itself.
bool has_own_scope(const Execution& e);
Execution* find_execution_for_flow_scope(Execution& e, const Node* target);

// ---- moves ----
Status take(Context& c, Execution& e);
Status end(Context& c, Execution& e, bool complete_scope);
Status end_compensation(Context& c, Execution& e);
Status execute_activity(Context& c, Execution& e, const Node& node);
Status execute_event_handler(Context& c, Execution& e, const Node& node);
Status leave_via(Context& c, Execution& e, std::vector<const Flow*> flows,
                 std::vector<Execution*> recyclable = {});

}  // namespace procos::exec
