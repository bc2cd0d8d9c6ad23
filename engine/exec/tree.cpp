#include "exec/tree.h"

#include <algorithm>

#include "base/check.h"
#include "base/ids.h"
#include "exec/compensation.h"
#include "exec/data_property.h"
#include "exec/event.h"
#include "exec/io_mapping.h"
#include "exec/job.h"
#include "exec/run.h"
#include "exec/task.h"
#include "exec/triggers.h"

namespace procos::exec {

bool is_composite(const Node& node) {
  return node.type == NodeType::kSubProcess || node.type == NodeType::kEventSubProcess ||
         node.type == NodeType::kTransaction || node.type == NodeType::kMultiInstanceBody;
}

bool throws_compensation(const Node& node) {
  return (node.type == NodeType::kThrowEvent || node.type == NodeType::kEndEvent) &&
         trigger_row(node).throws_compensation;
}

bool consumes_compensation(const Node& node) { return node.type != NodeType::kEventSubProcess; }

bool is_sub_process_scope(const Node& node) {
  return node.type == NodeType::kProcess || node.type == NodeType::kSubProcess ||
         node.type == NodeType::kEventSubProcess || node.type == NodeType::kTransaction;
}

bool interrupts_flow_scope(const Node& node) {
  return node.type == NodeType::kEndEvent && trigger_row(node).interrupts_flow_scope;
}

// ---- position ----------------------------------------------------------------------------------

void set_node(Context& c, Execution& e, const Node* node) {
  if (e.node == node) return;
  e.node = node;
  if (node != nullptr) {
    e.row.activity_id = node->id;
  } else {
    e.row.activity_id.clear();
  }
  c.session.touch(e);
}

void set_active(Context& c, Execution& e, bool active) {
  if (e.row.active == active) return;
  e.row.active = active;
  c.session.touch(e);
}

void set_activity_instance_id(Context& c, Execution& e, std::string_view id) {
  e.row.activity_instance_id = id;
  c.session.touch(e);
}

const std::string& parent_activity_instance_id(const Execution& e) {
  return e.is_process_instance() ? e.row.id : e.parent->row.activity_instance_id;
}

void leave_activity_instance(Context& c, Execution& e) {
  set_activity_instance_id(c, e, parent_activity_instance_id(e));
  e.phase = ActivityPhase::kDefault;
  e.end_listener_failed = false;
}

Status enter_activity_instance(Context& c, Execution& e) {
  constexpr std::size_t kMaxIdLength = 64;
  const std::string unique = new_id();
  std::string& id = e.row.activity_instance_id;
  id.clear();
  id.reserve(kMaxIdLength);  // at once, for all activities that the execution will be in
  if (e.node->id.size() + 1 + unique.size() <= kMaxIdLength) id.append(e.node->id).append(":");
  id.append(unique);
  c.session.touch(e);
  if (!e.is_process_instance() && !e.skip_io_mappings) PROCOS_TRY(run_input_parameters(c, e));
  if (e.node->is_scope) PROCOS_TRY(initialize_timers(c, e));
  e.end_listener_failed = false;
  return {};
}

namespace {

/// The node whose scope an execution opens; a process instance opens the process whatever it stands
/// in.
const Node& scope_node(const Execution& e) {
  return e.is_process_instance() ? e.instance->definition->graph->process() : *e.node;
}

}  // namespace

Status initialize_scope(Context& c, Execution& e) {
  PROCOS_TRY(initialize_properties(c, e));
  for (const Node* event : scope_node(e).events) PROCOS_TRY(subscribe(c, e, *event));
  return {};
}

Status initialize_timers(Context& c, Execution& e) {
  const Node& scope = scope_node(e);
  for (const Node* event : scope.events) {
    if (event->trigger == Trigger::kTimer) PROCOS_TRY(create_timer(c, e, *event));
  }
  for (const graph::TaskTimeout& timeout : scope.user_task.timeouts) {
    PROCOS_TRY(create_timeout_timer(c, e, scope, timeout));
  }
  return {};
}

// ---- shape -------------------------------------------------------------------------------------

std::vector<Execution*> children_of(const Execution& e, bool event_scopes) {
  std::vector<Execution*> children;
  children.reserve(event_scopes ? e.event_scope_count : e.child_count);
  for (Execution* child = e.first_child; child != nullptr; child = child->next) {
    if (child->row.event_scope == event_scopes) children.push_back(child);
  }
  return children;
}

namespace {

/// That is no event scope; there must be one.
Execution* first_child_of(const Execution& e) {
  Execution* child = e.first_child;
  while (child->row.event_scope) child = child->next;
  return child;
}

void move_concurrent_locals(Context& c, Execution& from, Execution& to) {
  for (std::size_t i = 0; i < from.variables.size();) {
    if (from.variables[i]->row.concurrent_local) {
      c.session.move_variable(from, i, to);
    } else {
      ++i;
    }
  }
}

/// `by` takes over what `old` was doing: its activity instance, tasks, jobs and concurrent-local
/// variables.
void replace(Context& c, Execution& by, Execution& old) {
  c.session.move_tasks(old, by);
  c.session.move_external_tasks(old, by);
  if (!old.row.activity_id.empty()) {
    std::vector<state::Job*> jobs;
    for (const auto& job : old.jobs) {
      if (job->row.activity_id == old.row.activity_id) jobs.push_back(job.get());
    }
    for (state::Job* job : jobs) c.session.move_job(*job, by);
  }
  if (!old.ended) {
    if (old.parent == &by) {
      while (!old.variables.empty()) c.session.move_variable(old, 0, by);
    } else {
      move_concurrent_locals(c, old, by);
    }
  }
  set_activity_instance_id(c, by, old.row.activity_instance_id);
  set_active(c, by, old.row.active);
  by.replaced_by = nullptr;
  old.replaced_by = &by;
  by.transitions_to_take = old.transitions_to_take;
  leave_activity_instance(c, old);
}

void make_concurrent(Context& c, Execution& e) {
  e.row.concurrent = true;
  e.row.scope = false;
  c.session.touch(e);
}

}  // namespace

Execution& create_concurrent_execution(Context& c, Execution& scope) {
  PROCOS_CHECK(scope.row.scope);
  if (scope.child_count == 0) {
    // A compacted tree: a new concurrent child takes over what the scope execution was doing.
    Execution& replacing = c.session.create_execution(scope);
    make_concurrent(c, replacing);
    replace(c, replacing, scope);
    set_active(c, scope, false);
    set_node(c, scope, nullptr);
  } else if (scope.child_count == 1) {
    // One nested scope: a concurrent execution is put between.
    Execution* child = first_child_of(scope);
    if (!child->row.concurrent) {
      Execution& between = c.session.create_execution(scope);
      make_concurrent(c, between);
      set_active(c, between, false);
      move_concurrent_locals(c, scope, between);
      c.session.set_parent(*child, between);
      leave_activity_instance(c, scope);
      set_node(c, scope, nullptr);
    }
  }
  Execution& concurrent = c.session.create_execution(scope);
  make_concurrent(c, concurrent);
  return concurrent;
}

bool try_prune_last_concurrent_child(Context& c, Execution& scope) {
  if (scope.child_count != 1) return false;
  Execution& last = *first_child_of(scope);
  if (!last.row.concurrent) return false;
  set_node(c, scope, last.node);
  scope.transition = last.transition;
  replace(c, scope, last);
  while (last.first_child != nullptr) c.session.set_parent(*last.first_child, scope);
  if (!scope.row.active && last.row.active) set_active(c, scope, true);
  // The last child is replaced by its parent, so nothing that hangs on it is deleted with it.
  PROCOS_CHECK(remove(c, last).has_value());
  return true;
}

namespace {

bool replaced_by_parent(const Execution& e) {
  return e.replaced_by != nullptr && e.replaced_by == e.parent;
}

Status remove_tasks(Context& c, Execution& e, const std::string& reason, bool skip_listeners) {
  if (replaced_by_parent(e)) {
    c.session.move_tasks(e, *e.replaced_by);
    return {};
  }
  while (!e.tasks.empty()) {
    PROCOS_TRY(
        delete_task(c, *e.tasks.back(), reason.empty() ? "deleted" : reason, skip_listeners));
  }
  return {};
}

void remove_jobs(Context& c, Execution& e) {
  while (!e.jobs.empty()) {
    if (replaced_by_parent(e)) {
      c.session.move_job(*e.jobs.front(), *e.replaced_by);
    } else {
      c.session.remove_job(*e.jobs.front());
    }
  }
}

void remove_incidents(Context& c, Execution& e) {
  while (!e.incidents.empty()) {
    if (replaced_by_parent(e)) {
      c.session.move_incident(*e.incidents.front(), *e.replaced_by);
    } else {
      delete_incident(c, *e.incidents.front(), false);
    }
  }
}

Status clear_execution(Context& c, Execution& e) {
  PROCOS_TRY(remove_tasks(c, e, {}, e.skip_listeners));
  remove_external_tasks(c, e);
  c.session.clear_variables(e);
  remove_jobs(c, e);
  remove_incidents(c, e);
  return {};
}

void remove_subscriptions(Context& c, Execution& e, bool keep_compensation) {
  for (std::size_t i = 0; i < e.subscriptions.size();) {
    state::Subscription& subscription = *e.subscriptions[i];
    if (keep_compensation && subscription.row.event_type == "compensate") {
      ++i;
    } else if (!keep_compensation && e.replaced_by != nullptr) {
      c.session.move_subscription(subscription, *e.replaced_by);
    } else {
      c.session.remove_subscription(subscription);
    }
  }
}

}  // namespace

Status remove(Context& c, Execution& e) {
  if (Execution* parent = e.parent) {
    parent->skip_listeners |= e.skip_listeners;
    parent->skip_io_mappings |= e.skip_io_mappings;
    if (parent->replaced_by == &e) parent->replaced_by = nullptr;
  }
  e.row.active = false;
  e.ended = true;
  for (Execution* child : children_of(e, true)) {
    PROCOS_TRY(destroy(c, *child));
    PROCOS_TRY(remove(c, *child));
  }
  PROCOS_TRY(clear_execution(c, e));
  remove_subscriptions(c, e, false);
  Execution* parent = e.parent;
  c.session.remove_execution(e);
  e.parent = parent;  // still asked for by steps that were under way
  return {};
}

Status destroy(Context& c, Execution& e, bool skip_io_mappings) {
  if (e.node != nullptr && !e.skip_io_mappings && !skip_io_mappings) {
    PROCOS_TRY(run_output_parameters(c, e));
  }
  PROCOS_TRY(clear_execution(c, e));
  e.row.scope = false;
  remove_subscriptions(c, e, true);
  c.session.touch(e);
  return {};
}

Status interrupt(Context& c, Execution& e, const std::string& reason, bool skip_listeners,
                 bool skip_io_mappings, bool externally_terminated) {
  if (e.preserve_scope) {
    for (std::size_t i = 0; i < e.jobs.size();) {
      if (e.jobs[i]->row.activity_id == e.row.activity_id) {
        c.session.remove_job(*e.jobs[i]);
      } else {
        ++i;
      }
    }
  } else {
    remove_jobs(c, e);
    remove_subscriptions(c, e, true);
  }
  PROCOS_TRY(remove_tasks(c, e, reason, skip_listeners));
  e.skip_listeners = skip_listeners;
  e.skip_io_mappings = skip_io_mappings;
  const DeleteFlags flags{skip_listeners, skip_io_mappings, externally_terminated, false};
  if (Execution* called = c.session.sub_process_instance(e)) {
    PROCOS_TRY(delete_cascade(c, *called, reason, flags));
  }
  for (Execution* child : children_of(e)) {
    if (child->removed) continue;
    if (Execution* called = c.session.sub_process_instance(*child)) {
      PROCOS_TRY(delete_cascade(c, *called, reason, flags));
    }
    PROCOS_TRY(delete_cascade(c, *child, reason, flags));
  }
  if ((e.row.active || externally_terminated) && e.node != nullptr) {
    if (e.phase != ActivityPhase::kEnding || e.end_listener_failed) {
      e.phase = ActivityPhase::kCanceled;
      PROCOS_TRY(perform(c, Step::kFireActivityEnd, e));
    }
    e.phase = ActivityPhase::kDefault;
  }
  return {};
}

Status delete_cascade(Context& c, Execution& e, const std::string& reason,
                      const DeleteFlags& flags) {
  e.delete_reason = reason;
  e.delete_root = true;
  e.ended = true;
  e.skip_listeners = flags.skip_listeners;
  e.skip_io_mappings = flags.skip_io_mappings;
  e.externally_terminated = flags.externally_terminated;
  e.skip_subprocesses = flags.skip_subprocesses;
  return perform(c, Step::kDeleteCascade, e);
}

namespace {

Execution& first_leaf(Execution& e) {
  Execution* leaf = &e;
  while (leaf->first_child != nullptr) leaf = leaf->first_child;
  return *leaf;
}

}  // namespace

Status delete_cascade_step(Context& c, Execution& root) {
  const DeleteFlags flags{root.skip_listeners, root.skip_io_mappings, root.externally_terminated,
                          root.skip_subprocesses};
  for (;;) {
    Execution& leaf = first_leaf(root);
    if (leaf.delete_root && leaf.removed) return {};
    leaf.skip_listeners = flags.skip_listeners;
    leaf.skip_io_mappings = flags.skip_io_mappings;
    leaf.externally_terminated = flags.externally_terminated;
    if (Execution* called = c.session.sub_process_instance(leaf)) {
      if (flags.skip_subprocesses) {
        c.session.detach_sub_process(*called);
      } else {
        PROCOS_TRY(delete_cascade(c, *called, root.delete_reason, flags));
      }
    }
    const bool last = &leaf == &root;
    PROCOS_TRY(perform(c, Step::kDeleteCascadeFireEnd, leaf));
    if (last || root.removed) return {};
  }
}

std::vector<Execution*> find_inactive_children(const Execution& parent, const Node* node) {
  std::vector<Execution*> found;
  for (Execution* child = parent.first_child; child != nullptr; child = child->next) {
    if (child->node == node && !child->row.active) found.push_back(child);
    if (child->first_child != nullptr) {
      auto nested = find_inactive_children(*child, node);
      found.insert(found.end(), nested.begin(), nested.end());
    }
  }
  return found;
}

std::vector<Execution*> find_inactive_concurrent(Execution& e, const Node* node) {
  if (e.row.concurrent) return find_inactive_children(*e.parent, node);
  if (!e.row.active) return {&e};
  return {};
}

// ---- scopes ------------------------------------------------------------------------------------

namespace {

bool invalid_intermediary_activity(const Execution& e) {
  return e.child_count != 0 && !(e.node != nullptr && throws_compensation(*e.node));
}

bool executes_non_scope_compensation_handler(const Execution& e) {
  return e.row.scope && e.node != nullptr && e.node->for_compensation && !e.node->is_scope;
}

bool async_after_scope_without_transition(const Execution& e) {
  return e.row.activity_instance_id.empty() && e.node != nullptr && e.node->is_scope &&
         !e.row.active;
}

Execution& flow_scope_execution(Execution& e) {
  Execution* at = &e;
  while (at->parent != nullptr && (!at->row.scope || executes_non_scope_compensation_handler(*at) ||
                                   async_after_scope_without_transition(*at))) {
    at = at->parent;
  }
  return *at;
}

const Node& flow_scope_of(const Execution& e) {
  const Node& node = *e.node;
  if (!node.is_scope || e.row.activity_instance_id.empty() ||
      (!e.row.scope && is_composite(node))) {
    return *node.parent;
  }
  return node;
}

/// Adds to `map` the scopes from `scope` up and the scope executions from `e` up that it lacks.
ScopeMap extend(Execution& e, const Node& scope, const ScopeMap& map) {
  auto maps_execution = [&](const Execution* x) {
    return std::any_of(map.begin(), map.end(),
                       [&](const auto& entry) { return entry.second == x; });
  };
  std::vector<Execution*> executions;
  for (Execution* at = &e; at != nullptr && !maps_execution(at); at = at->parent) {
    if (at->row.scope) executions.push_back(at);
  }
  std::vector<const Node*> scopes;
  const Node* node = &scope;
  for (; node != nullptr && lookup(map, node) == nullptr; node = node->parent) {
    if (node->is_scope || node->type == NodeType::kProcess) scopes.push_back(node);
  }
  for (; node != nullptr; node = node->parent) {
    if (!node->is_scope && node->type != NodeType::kProcess) continue;
    scopes.push_back(node);
    Execution* known = lookup(map, node);
    if (known != nullptr &&
        std::find(executions.begin(), executions.end(), known) == executions.end()) {
      executions.push_back(known);
    }
  }
  // Both run from the inside out; should they differ in length, the outermost belong together.
  ScopeMap result;
  const std::size_t common = std::min(scopes.size(), executions.size());
  for (std::size_t i = 0; i < common; ++i) {
    result.emplace_back(scopes[scopes.size() - common + i],
                        executions[executions.size() - common + i]);
  }
  return result;
}

}  // namespace

bool has_own_scope(const Execution& e) {
  int surplus = 0;
  for (const Execution* at = &e; at != nullptr; at = at->parent) surplus += at->row.scope ? 1 : 0;
  for (const Node* node = e.node; node != nullptr; node = node->parent) {
    surplus -= node->is_scope || node->type == NodeType::kProcess ? 1 : 0;
  }
  return surplus >= 0;
}

Execution* lookup(const ScopeMap& map, const Node* scope) {
  for (const auto& [node, execution] : map) {
    if (node == scope) return execution;
  }
  return nullptr;
}

ScopeMap scope_map_from(Execution& scope_execution, const Node& scope) {
  // Compensation throwing events have children without being their scope; each such leaf above
  // extends the map.
  std::vector<Execution*> leaves;
  for (Execution* at = scope_execution.parent; at != nullptr; at = at->parent) {
    if (at->child_count == 0 || (at->node != nullptr && !invalid_intermediary_activity(*at))) {
      leaves.push_back(at);
    }
  }
  ScopeMap map;
  for (auto leaf = leaves.rbegin(); leaf != leaves.rend(); ++leaf) {
    if ((*leaf)->node == nullptr) continue;
    map = extend(flow_scope_execution(**leaf), flow_scope_of(**leaf), map);
  }
  return extend(scope_execution, scope, map);
}

ScopeMap scope_map(Execution& e) {
  return scope_map_from(flow_scope_execution(e), flow_scope_of(e));
}

Execution* find_execution_for_flow_scope(Execution& e, const Node* target) {
  Execution& scope_execution = e.row.scope || e.parent == nullptr ? e : *e.parent;
  const Node& current = e.node->is_scope ? *e.node : *e.node->parent;
  return lookup(scope_map_from(scope_execution, current), target);
}

// ---- moves -------------------------------------------------------------------------------------

Status take(Context& c, Execution& e) {
  PROCOS_CHECK(e.transition != nullptr);
  set_node(c, e, e.transition->source);
  set_activity_instance_id(c, e, {});
  set_active(c, e, true);
  return perform(c, Step::kTransitionTake, e);
}

Status end(Context& c, Execution& e, bool complete_scope) {
  if (complete_scope && !e.canceled()) e.phase = ActivityPhase::kScopeComplete;
  e.row.active = false;
  e.ended = true;
  c.session.touch(e);
  if (e.parent != nullptr && e.parent->replaced_by == &e) e.parent->replaced_by = nullptr;
  return perform(c, Step::kActivityNotifyEnd, e);
}

Status execute_activity(Context& c, Execution& e, const Node& node) {
  e.ended = false;
  set_active(c, e, true);
  switch (node.start) {
    case graph::Start::kConcurrentInFlowScope:
      e.next_node = &node;
      return perform(c, Step::kActivityStartConcurrent, e);
    case graph::Start::kCancelEventScope:
      e.next_node = &node;
      return perform(c, Step::kActivityStartCancelScope, e);
    case graph::Start::kInterruptEventScope:
      e.next_node = &node;
      return perform(c, Step::kActivityStartInterruptScope, e);
    case graph::Start::kDefault: break;
  }
  set_node(c, e, &node);
  set_activity_instance_id(c, e, {});
  set_triggered_payload(c, e, node);
  return perform(c, Step::kActivityStartCreateScope, e);
}

Status execute_event_handler(Context& c, Execution& e, const Node& node) {
  if (node.start == graph::Start::kConcurrentInFlowScope && node.parent != node.event_scope &&
      node.event_scope != nullptr) {
    Execution* scope = lookup(scope_map_from(e, *node.event_scope), node.parent);
    PROCOS_CHECK(scope != nullptr);
    return execute_activity(c, *scope, node);
  }
  return execute_activity(c, e, node);
}

Status end_compensation(Context& c, Execution& e) {
  PROCOS_TRY(perform(c, Step::kFireActivityEnd, e));
  Execution& parent = *e.parent;
  const Node* flow_scope = e.node->parent;
  PROCOS_TRY(remove(c, e));
  if (parent.node == nullptr) set_node(c, parent, flow_scope);
  return compensation_done(c, parent);
}

Status leave_via(Context& c, Execution& e, std::vector<const Flow*> flows,
                 std::vector<Execution*> recyclable) {
  // Joined executions leave as one: the others end here, and local variables of a joined branch are
  // lost.
  if (recyclable.size() > 1) c.session.clear_variables(e);
  for (Execution* joined : recyclable) joined->ended = true;
  std::erase(recyclable, &e);
  for (Execution* joined : recyclable) {
    joined->ignore_async = true;
    PROCOS_TRY(end(c, *joined, flows.empty()));
  }
  Execution& leaving = e.replaced_by != nullptr ? *e.replaced_by : e;
  set_active(c, leaving, true);
  leaving.ended = false;
  if (flows.empty()) return end(c, leaving, !leaving.row.concurrent);
  leaving.transitions_to_take = std::move(flows);
  return perform(c, Step::kTransitionNotifyEnd, leaving);
}

}  // namespace procos::exec
