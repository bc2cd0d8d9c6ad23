// Changes the execution tree: first unmapped scopes go, from the inside out, then every instance
// moves to its target, from the outside in, with new scopes around it where the target has some.
#include <deque>

#include "base/check.h"
#include "exec/behavior.h"
#include "exec/migrate/instances.h"
#include "exec/tree.h"

namespace procos::exec {

Status Interpreter::migrate(Instance& instance, const MigrationPlan& plan,
                            MigrationReport& report) {
  return migrate::Migration(*context_, instance, plan, report).run();
}

namespace migrate {
namespace {

bool is_body(const Instance& instance) {
  return instance.current->type == NodeType::kMultiInstanceBody;
}
bool is_running(const Instance& instance) {
  return instance.kind == Kind::kActivity || instance.kind == Kind::kTransition;
}

}  // namespace

Execution& execution_of(const Instance& instance) {
  Execution* e = instance.execution;
  if (!instance.is_scope) {
    while (e->replaced_by != nullptr) e = e->replaced_by;
  }
  return *e;
}

Status Migration::run() {
  report_.process_instance_id = instance_.id();
  parse();
  validate();
  if (report_.has_failures())
    return fail(ErrorKind::kBadUserRequest, "The process instance cannot be migrated.");
  // Executions keep pointing into the source until they have moved.
  const state::DefinitionPtr source = instance_.definition;
  Instance& root = *all_.front();
  PROCOS_TRY(remove_unmapped(root));
  instance_.definition = plan_.target;
  PROCOS_TRY(migrate_all(root));
  finish();
  return {};
}

// ---- removing ----------------------------------------------------------------------------------

Status Migration::remove_unmapped(Instance& instance) {
  const std::vector<Instance*> children = instance.children;
  for (Instance* child : children) {
    if (child->kind == Kind::kActivity || child->kind == Kind::kEventScope)
      PROCOS_TRY(remove_unmapped(*child));
  }
  if (instance.target != nullptr) {
    remove_unmapped_dependents(instance);
    return {};
  }
  return remove_instance(instance);
}

Status Migration::remove_instance(Instance& instance) {
  const std::vector<Instance*> children = instance.children;
  Instance& parent = *instance.parent;
  PROCOS_TRY(detach_children(instance));
  if (instance.kind == Kind::kEventScope) {
    PROCOS_TRY(remove(c_, *instance.execution));
    c_.session.remove_subscription(*instance.subscription);
  } else if (instance.is_scope) {
    Execution& e = *instance.execution;
    Execution& around = *e.parent;
    set_node(c_, e, instance.source);
    set_activity_instance_id(c_, e, instance.id);
    PROCOS_TRY(delete_cascade(
        c_, e, "migration",
        {.skip_listeners = plan_.skip_listeners, .skip_io_mappings = plan_.skip_io_mappings}));
    PROCOS_TRY(destroy_attachable(parent, around));
  }
  set_parent(instance, nullptr);
  for (Instance* child : children) PROCOS_TRY(attach(*child, parent));
  return {};
}

/// First all that hangs on the children, then they themselves: the tree may be compacted in
/// between, which would merge variables.
Status Migration::detach_children(Instance& instance) {
  const std::vector<Instance*> children = instance.children;
  for (Instance* child : children) {
    if (child->kind == Kind::kActivity) detach_dependents(*child);
  }
  for (Instance* child : children) PROCOS_TRY(detach(*child));
  return {};
}

Status Migration::detach(Instance& instance) {
  Instance& parent = *instance.parent;
  detach_dependents(instance);
  if (instance.kind == Kind::kEventScope) {
    c_.session.set_parent(*instance.execution, limbo());
  } else if (instance.kind == Kind::kActivity && instance.is_scope) {
    Execution& e = *instance.execution;
    Execution& around = *e.parent;
    c_.session.set_parent(e, limbo());
    if (is_composite(*instance.source)) leave_activity_instance(c_, around);
    PROCOS_TRY(destroy_attachable(parent, around));
  } else if (is_running(instance)) {
    Execution& e = execution_of(instance);
    if (instance.kind == Kind::kActivity) {
      set_node(c_, e, nullptr);
      leave_activity_instance(c_, e);
    }
    set_active(c_, e, false);
    PROCOS_TRY(destroy_attachable(parent, e));
  }
  set_parent(instance, nullptr);
  return {};
}

Status Migration::attach(Instance& instance, Instance& parent) {
  set_parent(instance, &parent);
  if (instance.subscription != nullptr)
    c_.session.move_subscription(*instance.subscription, execution_of(parent));
  if (instance.kind == Kind::kCompensation) {
    instance.detached = false;
    return {};
  }
  if (instance.kind == Kind::kEventScope) {
    c_.session.set_parent(*instance.execution, execution_of(parent));
    attach_dependents(instance);
    return {};
  }
  PROCOS_ASSIGN(Execution * around, create_attachable(parent));
  if (instance.is_scope) {
    c_.session.set_parent(*instance.execution, *around);
    if (is_composite(*instance.source)) set_activity_instance_id(c_, *around, instance.id);
  } else {
    instance.execution = around;
    if (instance.kind == Kind::kActivity) set_node(c_, *around, instance.source);
    set_activity_instance_id(c_, *around,
                             instance.kind == Kind::kActivity ? instance.id : std::string());
    set_active(c_, *around, instance.active);
  }
  attach_dependents(instance);
  return {};
}

Result<Execution*> Migration::create_attachable(Instance& instance) {
  Execution& scope = execution_of(instance);
  if (is_body(instance)) return add_inner_instance(c_, scope, *instance.current);
  if (scope.child_count == 0 && scope.node == nullptr) return &scope;
  Execution& concurrent = create_concurrent_execution(c_, scope);
  set_active(c_, concurrent, false);
  return &concurrent;
}

Status Migration::destroy_attachable(Instance& instance, Execution& execution) {
  if (is_body(instance)) return remove_inner_instance(c_, execution, *instance.current);
  if (!execution.row.concurrent) return {};
  Execution& scope = *execution.parent;
  PROCOS_TRY(remove(c_, execution));
  try_prune_last_concurrent_child(c_, scope);
  return {};
}

// ---- moving ------------------------------------------------------------------------------------

Status Migration::migrate_all(Instance& root) {
  // Children of one parent share their new scopes; compensation has new scopes of its own.
  std::deque<std::pair<Instance*, std::shared_ptr<Branch>>> waiting{
      {&root, std::make_shared<Branch>()}};
  while (!waiting.empty()) {
    const auto [instance, branch] = waiting.front();
    waiting.pop_front();
    PROCOS_TRY(migrate(*instance, *branch));
    if (instance->children.empty()) continue;
    auto running = std::make_shared<Branch>(*branch);
    if (instance->target->is_scope || instance->target->type == NodeType::kProcess) {
      running->insert_or_assign(instance->target, instance);
    }
    auto compensation = std::make_shared<Branch>(*running);
    for (Instance* child : instance->children) {
      waiting.emplace_back(child, is_running(*child) ? running : compensation);
    }
  }
  return {};
}

Status Migration::migrate(Instance& instance, Branch& branch) {
  const bool process = instance.source->type == NodeType::kProcess;
  const Node* around = instance.parent != nullptr ? instance.parent->target : nullptr;
  if (!process && instance.target->parent != around) PROCOS_TRY(enter_new_scopes(instance, branch));
  PROCOS_TRY(migrate_state(instance));
  return migrate_dependents(instance);
}

Status Migration::enter_new_scopes(Instance& instance, Branch& branch) {
  const Node* flow_scope = instance.target->parent;
  std::vector<const Node*> missing;
  const Node* existing = flow_scope;
  for (; !branch.contains(existing); existing = existing->parent)
    missing.insert(missing.begin(), existing);
  if (!missing.empty()) {
    Instance& ancestor = *branch.at(existing);
    PROCOS_TRY(is_running(instance) ? instantiate(ancestor, missing, branch)
                                    : instantiate_event_scopes(ancestor, missing, branch));
  }
  Instance& parent = *branch.at(flow_scope);
  PROCOS_TRY(detach(instance));
  return attach(instance, parent);
}

Status Migration::instantiate(Instance& ancestor, const std::vector<const Node*>& scopes,
                              Branch& branch) {
  PROCOS_ASSIGN(Execution * at, create_attachable(ancestor));
  at->skip_listeners = plan_.skip_listeners;
  at->skip_io_mappings = plan_.skip_io_mappings;
  PROCOS_TRY(enter_scopes(c_, *at, scopes));
  for (const Node* scope : scopes) {
    at = children_of(*at).front();
    if (at->row.concurrent) at = children_of(*at).front();
    set_node(c_, *at, nullptr);
    set_active(c_, *at, false);
    Instance& entered = add(Kind::kActivity, parent_activity_instance_id(*at), scope, at);
    entered.target = scope;
    entered.is_scope = true;
    branch.insert_or_assign(scope, &entered);
  }
  return {};
}

Status Migration::instantiate_event_scopes(Instance& ancestor,
                                           const std::vector<const Node*>& scopes, Branch& branch) {
  Execution* parent = &execution_of(ancestor);
  for (const Node* scope : scopes) {
    Execution& kept = c_.session.create_execution(*parent);
    set_node(c_, kept, scope);
    set_active(c_, kept, false);
    kept.phase = ActivityPhase::kStarting;
    PROCOS_TRY(enter_activity_instance(c_, kept));
    c_.session.set_event_scope(kept, true);
    state::EventSubscriptionRow row;
    row.event_type = "compensate";
    row.activity_id = scope->id;
    row.execution_id = parent->row.id;
    row.process_instance_id = parent->row.process_instance_id;
    row.process_definition_id = plan_.target->row.id;
    row.tenant_id = parent->row.tenant_id;
    row.configuration = kept.row.id;
    Instance& entered = add(Kind::kEventScope, kept.row.activity_instance_id, scope, &kept);
    entered.subscription = &c_.session.create_subscription(parent, std::move(row));
    entered.target = scope;
    entered.is_scope = true;
    branch.insert_or_assign(scope, &entered);
    parent = &kept;
  }
  return {};
}

Status Migration::migrate_state(Instance& instance) {
  if (instance.subscription != nullptr) {
    state::Subscription& subscription = *instance.subscription;
    subscription.row.activity_id =
        instance.target_handler != nullptr ? instance.target_handler->id : instance.target->id;
    subscription.row.process_definition_id = plan_.target->row.id;
    c_.session.mark(subscription);
  }
  instance.current = instance.target;
  if (instance.kind == Kind::kCompensation) return {};
  Execution& e = execution_of(instance);
  set_definition(e);
  if (instance.kind == Kind::kEventScope || !instance.is_scope) set_node(c_, e, instance.target);
  if (instance.kind != Kind::kActivity) return {};
  const bool process = instance.target->type == NodeType::kProcess;
  if (!instance.is_scope) {
    if (instance.target->is_scope) PROCOS_TRY(become_scope(instance));
  } else {
    if (e.parent != nullptr && e.parent->row.concurrent) set_definition(*e.parent);
    if (!process && !instance.target->is_scope) PROCOS_TRY(become_non_scope(instance));
    if (!process && instance.target->children.empty())
      set_node(c_, execution_of(instance), instance.target);
  }
  tell_migrated(instance);
  return {};
}

Status Migration::become_scope(Instance& instance) {
  detach_dependents(instance);
  Execution& around = execution_of(instance);
  Execution& scope = c_.session.create_execution(around);
  set_node(c_, around, nullptr);
  if (!around.row.concurrent) leave_activity_instance(c_, around);
  instance.execution = &scope;
  instance.is_scope = true;
  attach_dependents(instance);
  return {};
}

Status Migration::become_non_scope(Instance& instance) {
  detach_dependents(instance);
  Execution& scope = *instance.execution;
  Execution& around = *scope.parent;
  set_node(c_, around, scope.node);
  set_activity_instance_id(c_, around, scope.row.activity_instance_id);
  set_active(c_, around, scope.row.active);
  PROCOS_TRY(remove(c_, scope));
  instance.execution = &around;
  instance.is_scope = false;
  attach_dependents(instance);
  return {};
}

void Migration::tell_migrated(Instance& instance) {
  Execution& e = execution_of(instance);
  if (instance.target->type == NodeType::kProcess) {
    c_.session.tell({.kind = FactKind::kProcessMigrated, .execution = &e});
    return;
  }
  const std::string& parent_id = instance.parent->id;
  c_.session.tell({.kind = FactKind::kActivityMigrated,
                   .execution = &e,
                   .node = instance.target,
                   .activity_instance_id = &instance.id,
                   .parent_activity_instance_id = &parent_id});
}

void Migration::set_definition(Execution& execution) {
  execution.row.process_definition_id = plan_.target->row.id;
  execution.row.process_definition_key = plan_.target->row.key;
  c_.session.touch(execution);
}

/// What no instance stands for follows: inner instances that have ended, and their variables.
void Migration::finish() {
  if (limbo_ != nullptr) c_.session.remove_execution(*limbo_);
  const std::string& id = plan_.target->row.id;
  for (const auto& [execution_id, e] : instance_.executions) {
    e->transition = nullptr;
    e->next_node = nullptr;
    if (e->row.process_definition_id != id) {
      if (e->node != nullptr) {
        const ActivityMapping* mapping = mapping_of(e->node);
        set_node(c_, *e,
                 mapping != nullptr ? mapping->target : plan_.target->graph->find(e->node->id));
      }
      set_definition(*e);
    }
    for (const auto& variable : e->variables) {
      if (variable->row.process_definition_id == id) continue;
      variable->row.process_definition_id = id;
      if (!variable->transient) c_.session.mark(*variable);
    }
  }
}

}  // namespace migrate
}  // namespace procos::exec
