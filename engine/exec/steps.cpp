// Steps that start, execute and end activities.
#include "base/check.h"
#include "exec/behavior.h"
#include "exec/call.h"
#include "exec/event.h"
#include "exec/listener.h"
#include "exec/propagate.h"
#include "exec/run.h"
#include "exec/task.h"
#include "exec/tree.h"
#include "exec/triggers.h"

namespace procos::exec {
namespace {

/// Camunda keeps the activity instance of a scope on the parent too while the scope has children.
void remember_in_parent(Context& c, Execution& e) {
  if (e.parent != nullptr && e.row.scope && e.node->is_scope &&
      (is_composite(*e.node) || throws_compensation(*e.node))) {
    set_activity_instance_id(c, *e.parent, e.row.activity_instance_id);
  }
}

/// Camunda keeps no history of the catching end of a link.
bool leaves_history(const Node& node) {
  return node.type != NodeType::kCatchEvent || !trigger_row(node).leaves_no_history;
}

/// What happens before the start listeners of an activity: it gets its instance, inputs and timers.
Status begin_activity_instance(Context& c, Execution& e) {
  e.phase = ActivityPhase::kStarting;
  PROCOS_TRY(enter_activity_instance(c, e));
  e.transition = nullptr;
  if (leaves_history(*e.node))
    c.session.tell({.kind = FactKind::kActivityStarted, .execution = &e});
  return notify_listeners(c, e, e.node->listeners, "start");
}

/// What happens before the end listeners: a scope takes back the activity instance its parent
/// remembered.
void prepare_end(Context& c, Execution& e) {
  Execution* parent = e.parent;
  if (parent != nullptr && e.row.scope && e.node != nullptr && e.node->is_scope &&
      (is_composite(*e.node) || throws_compensation(*e.node))) {
    set_activity_instance_id(c, e, parent->row.activity_instance_id);
    leave_activity_instance(c, *parent);
  }
  e.transition = nullptr;
}

Status fire_end(Context& c, Execution& e, const Node& node) {
  // What its own end listener broke off has been told, and is not told again when it is cancelled.
  if (e.row.activity_instance_id.empty() || e.end_listener_failed) return {};
  if (node.type == NodeType::kProcess) {
    if (e.is_process_instance()) c.session.tell({.kind = FactKind::kProcessEnded, .execution = &e});
  } else if (leaves_history(node)) {
    c.session.tell({.kind = FactKind::kActivityEnded, .execution = &e});
  }
  Status status = notify_listeners(c, e, node.listeners, "end");
  if (!status) e.end_listener_failed = true;
  return status;
}

/// The execution in which an activity that is a scope runs; the given one stays behind as its flow
/// scope.
Result<Execution*> create_scope(Context& c, Execution& e) {
  if (!e.node->is_scope) return &e;
  set_activity_instance_id(c, e, parent_activity_instance_id(e));
  Execution& scope = c.session.create_execution(e);
  scope.transition = e.transition;
  e.transition = nullptr;
  set_active(c, e, false);
  set_node(c, e, nullptr);
  PROCOS_TRY(initialize_scope(c, scope));
  return &scope;
}

}  // namespace

Status notify_process_start(Context& c, Execution& root) {
  root.instance->starting = true;
  return notify_listeners(c, root, root.instance->definition->graph->process().listeners, "start");
}

Status start_activity_instance(Context& c, Execution& e) {
  PROCOS_TRY(begin_activity_instance(c, e));
  remember_in_parent(c, e);
  return {};
}

Status process_start(Context& c, Execution& e) {
  PROCOS_TRY(notify_process_start(c, e));
  return unless_moved(
      c, e, [&c](Execution& at) { return dispatch_event(c, at, nullptr); },
      [&c](Execution& at) {
        at.ignore_async = true;
        return perform(c, Step::kActivityStartCreateScope, at);
      });
}

Status activity_start_concurrent(Context& c, Execution& e) {
  const Node& node = *e.next_node;
  e.next_node = nullptr;
  Execution& concurrent = create_concurrent_execution(c, e);
  set_node(c, concurrent, &node);
  set_triggered_payload(c, concurrent, node);
  set_activity_instance_id(c, concurrent, {});
  return perform(c, Step::kActivityStartCreateScope, concurrent);
}

Status activity_start_cancel_scope(Context& c, Execution& e) {
  const Node& canceling = *e.next_node;
  e.next_node = nullptr;
  set_active(c, e, true);
  Execution& parent = *e.parent;
  PROCOS_TRY(delete_cascade(c, e, "Cancel scope activity " + canceling.id + " executed."));
  set_node(c, parent, &canceling);
  set_triggered_payload(c, parent, canceling);
  set_active(c, parent, true);
  parent.ended = false;
  set_activity_instance_id(c, parent, {});
  return perform(c, Step::kActivityStartCreateScope, parent);
}

namespace {

/// Cancels all that runs in the scope of `e`; the scope execution goes on in `interrupting`.
Result<Execution*> interrupt_scope(Context& c, Execution& e, const Node& interrupting) {
  Execution& scope = e.row.scope ? e : *e.parent;
  const Flow* transition = e.transition;
  if (&scope != &e) PROCOS_TRY(remove(c, e));
  PROCOS_TRY(interrupt(c, scope, "Interrupting activity " + interrupting.id + " executed."));
  set_node(c, scope, &interrupting);
  set_active(c, scope, true);
  scope.transition = transition;
  return &scope;
}

}  // namespace

Status activity_start_interrupt_scope(Context& c, Execution& e) {
  const Node& interrupting = *e.next_node;
  e.next_node = nullptr;
  PROCOS_ASSIGN(Execution * scope, interrupt_scope(c, e, interrupting));
  set_activity_instance_id(c, *scope, {});
  return perform(c, Step::kActivityStartCreateScope, *scope);
}

Status activity_start_create_scope(Context& c, Execution& e) {
  PROCOS_ASSIGN(Execution * scope, create_scope(c, e));
  scope->ignore_async = false;
  return perform(c, Step::kActivityStart, *scope);
}

Status transition_create_scope(Context& c, Execution& e) {
  PROCOS_ASSIGN(Execution * scope, create_scope(c, e));
  return perform(c, Step::kTransitionNotifyStart, *scope);
}

Status activity_start(Context& c, Execution& e) {
  if (Status begun = start_activity_instance(c, e); !begun)
    return propagate_thrown(c, e, std::move(begun));
  return dispatch_delayed_and(
      c, e, [&c](Execution& at) { return perform(c, Step::kActivityExecute, at); });
}

Status transition_notify_start(Context& c, Execution& e) {
  if (Status begun = start_activity_instance(c, e); !begun)
    return propagate_thrown(c, e, std::move(begun));
  e.instance->starting = false;
  return dispatch_delayed_and(
      c, e, [&c](Execution& at) { return perform(c, Step::kActivityExecute, at); });
}

Status activity_execute(Context& c, Execution& e) {
  e.phase = ActivityPhase::kDefault;
  return unless_moved(
      c, e,
      [&c](Execution& at) -> Status {
        return at.node->is_scope ? dispatch_event(c, at, nullptr) : Status{};
      },
      [&c](Execution& at) { return behavior_of(*at.node).execute(c, at); });
}

Status activity_leave(Context& c, Execution& e) {
  e.phase = ActivityPhase::kEnding;
  return behavior_of(*e.node).leave(c, e);
}

Status fire_activity_end(Context& c, Execution& e) { return fire_end(c, e, *e.node); }

Status activity_notify_end(Context& c, Execution& e) {
  prepare_end(c, e);
  if (Status fired = fire_end(c, e, *e.node); !fired)
    return propagate_thrown(c, e, std::move(fired));
  return dispatch_delayed_and(c, e, [&c](Execution& at) {
    leave_activity_instance(c, at);
    set_activity_instance_id(c, at, {});
    return perform(c, Step::kActivityEnd, at);
  });
}

Status activity_end(Context& c, Execution& e) {
  if (e.row.activity_instance_id.empty())
    set_activity_instance_id(c, e, parent_activity_instance_id(e));
  const Node& node = *e.node;
  Execution* going = &e;
  if (e.row.scope && node.is_scope && has_own_scope(e)) {
    PROCOS_TRY(destroy(c, e));
    if (!e.row.concurrent) {
      Execution* parent = e.parent;
      PROCOS_TRY(remove(c, e));
      going = parent;
      set_node(c, *going, &node);
    }
  }
  const Node& flow_scope = *node.parent;
  if (flow_scope.type == NodeType::kProcess) {
    if (going->row.concurrent) {
      Execution& parent = *going->parent;
      PROCOS_TRY(remove(c, *going));
      try_prune_last_concurrent_child(c, parent);
      return {};
    }
    going->ended = true;
    return going->preserve_scope ? Status{} : perform(c, Step::kProcessEnd, *going);
  }
  const Behavior& composite = behavior_of(flow_scope);
  PROCOS_CHECK(composite.complete != nullptr);
  // A compensation handler runs in a scope execution beside others: it ends as a scope.
  if (going->row.concurrent && !going->row.scope) {
    return composite.concurrent_child_ended(c, *going->parent, *going);
  }
  set_node(c, *going, &flow_scope);
  return composite.complete(c, *going);
}

Status process_end(Context& c, Execution& e) {
  prepare_end(c, e);
  // A process instance is its own activity instance.
  if (e.row.activity_instance_id.empty()) e.row.activity_instance_id = e.row.id;
  PROCOS_TRY(fire_end(c, e, e.instance->definition->graph->process()));
  leave_activity_instance(c, e);
  Execution* caller = c.session.super_execution(e);
  if (caller != nullptr) PROCOS_TRY(pass_output_variables(c, *caller, e));
  PROCOS_TRY(destroy(c, e));
  PROCOS_TRY(remove(c, e));
  return caller != nullptr ? call_completed(c, *caller) : Status{};
}

Status delete_cascade_fire_end(Context& c, Execution& e) {
  e.phase = ActivityPhase::kCanceled;
  prepare_end(c, e);
  const Node* node = e.node;
  const Node* fired = node;
  for (const Execution* at = &e; fired == nullptr && at->parent != nullptr; at = at->parent) {
    fired = at->parent->node;
  }
  if (fired == nullptr) fired = &e.instance->definition->graph->process();
  PROCOS_TRY(fire_end(c, e, *fired));
  const bool executes_non_scope = node != nullptr && !node->is_scope;
  const bool waits_before = node != nullptr && e.row.activity_instance_id.empty();
  const bool non_scope_handler =
      e.row.scope && node != nullptr && node->for_compensation && !node->is_scope;
  auto flow_scope_activity = [](const Node& of) {
    return of.parent->type == NodeType::kProcess ? nullptr : of.parent;
  };
  if (e.row.scope && (executes_non_scope || waits_before) && !non_scope_handler) {
    // The activity in it is gone; next the scope itself ends.
    PROCOS_TRY(remove_all_tasks(c, e));
    leave_activity_instance(c, e);
    set_node(c, e, flow_scope_activity(*node));
    return perform(c, Step::kDeleteCascadeFireEnd, e);
  }
  if (e.row.scope) PROCOS_TRY(destroy(c, e));
  Execution* parent = e.parent;
  const bool root = e.delete_root;
  PROCOS_TRY(remove(c, e));
  if (root || parent == nullptr) return {};
  if (!parent->row.scope && parent->first_child == nullptr) {
    Execution* above = parent->parent;
    const bool parent_is_root = parent->delete_root;
    PROCOS_TRY(remove(c, *parent));
    if (parent_is_root) return {};
    parent = above;
  }
  if (parent != nullptr && parent->node == nullptr && node != nullptr && node->parent != nullptr) {
    set_node(c, *parent, flow_scope_activity(*node));
  }
  return {};
}

// ---- transitions -------------------------------------------------------------------------------

Status transition_notify_end(Context& c, Execution& e) {
  prepare_end(c, e);
  if (Status fired = fire_end(c, e, *e.node); !fired)
    return propagate_thrown(c, e, std::move(fired));
  e.instance->starting = false;
  return dispatch_delayed_and(c, e, [&c](Execution& at) {
    leave_activity_instance(c, at);
    return perform(c, Step::kTransitionDestroyScope, at);
  });
}

namespace {

struct Outgoing {
  Execution* execution;
  const Flow* flow;
};

Status take_outgoing(Context& c, const Outgoing& branch) {
  Execution& e =
      branch.execution->replaced_by != nullptr ? *branch.execution->replaced_by : *branch.execution;
  return e.ended ? Status{} : take(c, e);
}

Outgoing outgoing(Context& c, Execution& e, const Flow* flow) {
  e.transition = flow;
  set_activity_instance_id(c, e, {});
  return {&e, flow};
}

/// One execution for each flow: the leaving one, and new concurrent ones beside it.
std::vector<Outgoing> fork(Context& c, Execution& leaving, const std::vector<const Flow*>& flows) {
  std::vector<Outgoing> branches;
  const bool was_concurrent = leaving.row.concurrent;
  for (std::size_t i = 0; i < flows.size(); ++i) {
    Execution& scope = leaving.row.scope ? leaving : *leaving.parent;
    if (i == 0) {
      branches.push_back(outgoing(c, leaving, flows[0]));
      continue;
    }
    Execution& concurrent = create_concurrent_execution(c, scope);
    if (i == 1 && !was_concurrent) {
      // The scope execution was just expanded: a new child goes on in its place.
      for (Execution* child : children_of(scope)) {
        if (child == &leaving) continue;
        branches[0] = outgoing(c, *child, flows[0]);
        break;
      }
    }
    branches.push_back(outgoing(c, concurrent, flows[i]));
  }
  return branches;
}

}  // namespace

Status transition_destroy_scope(Context& c, Execution& e) {
  Execution* leaving = &e;
  const Node& node = *e.node;
  std::vector<const Flow*> flows = std::move(e.transitions_to_take);
  e.transitions_to_take.clear();
  if (e.row.scope && node.is_scope && has_own_scope(e)) {
    if (e.row.concurrent) {
      PROCOS_TRY(destroy(c, e));
    } else {
      leaving = e.parent;
      PROCOS_TRY(destroy(c, e));
      set_node(c, *leaving, &node);
      leaving->transition = e.transition;
      set_active(c, *leaving, true);
      PROCOS_TRY(remove(c, e));
    }
  }
  PROCOS_CHECK(!flows.empty());
  if (flows.size() == 1) {
    leaving->transition = flows.front();
    return take(c, *leaving);
  }
  set_active(c, *leaving, false);
  std::vector<Outgoing> branches = fork(c, *leaving, flows);
  // Queued steps run last in, first out: taken in reverse, the branches start in the order of the
  // model.
  for (auto next = branches.rbegin(); next != branches.rend(); ++next)
    PROCOS_TRY(take_outgoing(c, *next));
  return {};
}

Status transition_take(Context& c, Execution& e) {
  Status taken = notify_listeners(c, e, e.transition->take_listeners, "take");
  if (!taken) return propagate_thrown(c, e, std::move(taken));
  if (c.settings.flow_taken) {
    c.settings.flow_taken(e.instance->definition->row.id, e.transition->id);
  }
  const Node& target = *e.transition->target;
  Execution* going = &e;
  if (interrupts_flow_scope(target)) {
    set_node(c, e, nullptr);
    PROCOS_ASSIGN(going, interrupt_scope(c, e, target));
  } else {
    set_node(c, e, &target);
  }
  return dispatch_delayed_and(
      c, *going, [&c](Execution& at) { return perform(c, Step::kTransitionCreateScope, at); });
}

}  // namespace procos::exec
