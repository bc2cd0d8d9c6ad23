// Reads off an instance what has to move, and where to.
#include <algorithm>

#include "base/check.h"
#include "exec/migrate/instances.h"
#include "exec/run.h"
#include "exec/tree.h"
#include "graph/triggers.h"

namespace procos::exec::migrate {
namespace {

bool is_compensation(const state::Subscription& subscription) {
  return subscription.row.event_type == "compensate";
}

/// The task listener that a timeout job is for; empty for other jobs.
std::string listener_of(const state::Job& job) {
  constexpr std::string_view kPrefix = "$taskListener~";
  const std::size_t at = job.row.configuration.find(kPrefix);
  if (at == std::string::npos) return {};
  const std::string id = job.row.configuration.substr(at + kPrefix.size());
  return id.substr(0, id.find('$'));
}

const graph::TaskTimeout* timeout_of(const Node& node, const std::string& listener_id) {
  for (const graph::TaskTimeout& timeout : node.user_task.timeouts) {
    if (timeout.listener_id == listener_id) return &timeout;
  }
  return nullptr;
}

bool is_timer_declaration(const Node& event) {
  return event.trigger == Trigger::kTimer &&
         (event.type != NodeType::kStartEvent || event.is_event_sub_process_start());
}

bool is_subscription_declaration(const Node& event) {
  if (event.type == NodeType::kStartEvent && !event.is_event_sub_process_start()) return false;
  return !graph::subscription_type(event.trigger).empty();
}

template <class T>
bool contains(const std::vector<T>& list, T item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

}  // namespace

const Node* event_scope_of(const Node& node) {
  if (node.event_scope != nullptr) return node.event_scope;
  return node.user_task.timeouts.empty() ? nullptr : &node;
}

bool is_async_after(const state::Job& job) {
  const std::string& configuration = job.row.configuration;
  const Step step =
      step_from_name(std::string_view(configuration).substr(0, configuration.find('$')));
  return step == Step::kTransitionTake || step == Step::kActivityEnd;
}

Instance& Migration::add(Kind kind, const std::string& id, const Node* source,
                         Execution* execution) {
  all_.push_back(std::make_unique<Instance>());
  Instance& instance = *all_.back();
  instance.kind = kind;
  instance.id = id;
  instance.source = instance.current = source;
  instance.execution = execution;
  return instance;
}

void Migration::set_parent(Instance& child, Instance* parent) {
  if (child.parent != nullptr) std::erase(child.parent->children, &child);
  child.parent = parent;
  if (parent != nullptr) parent->children.push_back(&child);
}

const ActivityMapping* Migration::mapping_of(const Node* source) const {
  for (const ActivityMapping& mapping : plan_.mappings) {
    if (mapping.source == source) return &mapping;
  }
  return nullptr;
}

const ActivityMapping* Migration::mapping_of_id(const std::string& source_id) const {
  return mapping_of(instance_.definition->graph->find(source_id));
}

std::string Migration::target_job_definition(const Node& target, const std::string& handler) const {
  const auto& declarations = plan_.target->graph->job_declarations;
  const auto& ids = plan_.target->job_definition_ids;
  for (std::size_t i = 0; i < declarations.size() && i < ids.size(); ++i) {
    if (declarations[i].node == &target && declarations[i].handler == handler) return ids[i];
  }
  return {};
}

void Migration::parse() {
  for (const ShownInstance& shown : plan_.instances) {
    if (shown.transition) {
      parse_transition(shown);
    } else {
      parse_activity(shown);
    }
  }
  for (std::size_t i = 0, count = all_.size(); i < count; ++i) {
    if (all_[i]->kind == Kind::kActivity && all_[i]->is_scope) parse_compensation(*all_[i]);
  }
  parse_incidents();
  report_left_over();
}

void Migration::parse_activity(const ShownInstance& shown) {
  Instance& instance = add(Kind::kActivity, shown.id, shown.node, shown.execution);
  const bool process = shown.node->type == NodeType::kProcess;
  instance.mapping = mapping_of(shown.node);
  instance.is_scope = process || shown.node->is_scope;
  instance.active = shown.leaf && shown.execution->row.active;
  instance.supported = shown.supported;
  if (process) {
    instance.target = &plan_.target->graph->process();
  } else if (instance.mapping != nullptr) {
    instance.target = instance.mapping->target;
  }
  auto parent = activities_.find(shown.parent_id);
  if (parent != activities_.end()) set_parent(instance, parent->second);
  activities_[shown.id] = &instance;
  parse_work(instance);
  parse_variables(instance, false);
  parse_jobs(instance);
  parse_subscriptions(instance);
}

void Migration::parse_transition(const ShownInstance& shown) {
  Instance* parent = activities_.at(shown.parent_id);
  const auto& jobs = shown.execution->jobs;
  // Inner instances of a multi-instance body that have ended are shown as transitions too, but are
  // none.
  auto job = std::find_if(jobs.begin(), jobs.end(), [](const auto& candidate) {
    return candidate->row.handler == "async-continuation";
  });
  if (job == jobs.end()) return;
  Instance& instance = add(Kind::kTransition, shown.id, shown.node, shown.execution);
  instance.mapping = mapping_of(shown.node);
  instance.target = instance.mapping != nullptr ? instance.mapping->target : nullptr;
  instance.active = shown.execution->row.active;
  set_parent(instance, parent);
  consumed_.insert(job->get());
  job_owners_[job->get()] = &instance;
  instance.dependents.push_back({.entity = job->get(), .target = instance.target});
  parse_variables(instance, true);
}

/// What the activity itself has created: tasks, external tasks, a called instance.
void Migration::parse_work(Instance& owner) {
  Execution& e = *owner.execution;
  if (owner.source->type == NodeType::kUserTask) {
    for (const auto& task : e.tasks) {
      owner.dependents.push_back({.entity = task.get()});
      consumed_.insert(task.get());
    }
  }
  for (const auto& task : e.external_tasks) {
    owner.dependents.push_back({.entity = task.get()});
    consumed_.insert(task.get());
  }
  if (owner.source->type == NodeType::kCallActivity && !owner.source->is_scope) {
    if (Execution* called = c_.session.sub_process_instance(e))
      owner.dependents.push_back({.entity = called});
  }
  if (owner.source->type == NodeType::kMultiInstanceBody && !owner.source->loop.sequential) {
    // Variables of inner instances that have ended go nowhere.
    for (const Node* inner : owner.source->children) {
      for (Execution* ended : find_inactive_children(e, inner)) {
        for (const auto& variable : ended->variables) consumed_.insert(variable.get());
      }
    }
  }
}

void Migration::parse_variables(Instance& owner, bool of_transition) {
  Execution& e = *owner.execution;
  const auto take = [&](Execution& from, bool all) {
    for (const auto& variable : from.variables) {
      if (!all && !variable->row.concurrent_local) continue;
      consumed_.insert(variable.get());
      const bool in_parent =
          (&from == e.parent && variable->row.concurrent_local) || e.row.concurrent;
      owner.dependents.push_back({.entity = variable.get(), .in_parent = in_parent});
    }
  };
  take(e, (!of_transition && owner.is_scope) || e.row.concurrent);
  if (!of_transition && owner.is_scope && e.parent != nullptr)
    take(*e.parent, e.parent->row.concurrent);
}

void Migration::parse_jobs(Instance& owner) {
  std::vector<const Node*> kept;
  for (const auto& job : owner.execution->jobs) {
    // Those of a leaf that is no scope belong to the scope around it.
    if (!owner.is_scope || job->row.type != "timer") continue;
    consumed_.insert(job.get());
    const ActivityMapping* mapping = mapping_of_id(job->row.activity_id);
    const std::string listener = listener_of(*job);
    const graph::TaskTimeout* timeout =
        mapping != nullptr && !listener.empty() ? timeout_of(*mapping->target, listener) : nullptr;
    const bool stays = mapping != nullptr && owner.target != nullptr &&
                       owner.target == event_scope_of(*mapping->target) &&
                       (listener.empty() || timeout != nullptr);
    job_owners_[job.get()] = &owner;
    if (!stays) {
      owner.removing.push_back({.entity = job.get()});
      continue;
    }
    if (timeout == nullptr) kept.push_back(mapping->target);
    owner.dependents.push_back({.entity = job.get(),
                                .target = mapping->target,
                                .update_trigger = mapping->update_event_trigger});
  }
  if (owner.target != nullptr) add_emerging_timers(owner, kept);
}

void Migration::add_emerging_timers(Instance& owner, const std::vector<const Node*>& kept) {
  // A timer that does not interrupt and has no job any more has fired already.
  const auto fired = [&](const Node& event) {
    if (event.interrupting || event.type != NodeType::kBoundaryEvent) return false;
    return std::any_of(owner.source->events.begin(), owner.source->events.end(),
                       [&](const Node* source) {
                         const ActivityMapping* mapping =
                             is_timer_declaration(*source) ? mapping_of(source) : nullptr;
                         return mapping != nullptr && mapping->target == &event;
                       });
  };
  for (const Node* event : owner.target->events) {
    if (is_timer_declaration(*event) && !contains(kept, event) && !fired(*event)) {
      owner.emerging.push_back({event});
    }
  }
  for (const graph::TaskTimeout& timeout : owner.target->user_task.timeouts) {
    const bool is_new = timeout_of(*owner.source, timeout.listener_id) == nullptr;
    if (is_new) owner.emerging.push_back({owner.target, &timeout});
  }
}

void Migration::parse_subscriptions(Instance& owner) {
  std::vector<const Node*> kept;
  for (const auto& subscription : owner.execution->subscriptions) {
    if (!owner.is_scope || is_compensation(*subscription)) continue;
    consumed_.insert(subscription.get());
    const ActivityMapping* mapping = mapping_of_id(subscription->row.activity_id);
    const bool stays = mapping != nullptr && owner.target != nullptr &&
                       owner.target == event_scope_of(*mapping->target);
    if (!stays) {
      owner.removing.push_back({.entity = subscription.get()});
      continue;
    }
    kept.push_back(mapping->target);
    owner.dependents.push_back({.entity = subscription.get(),
                                .target = mapping->target,
                                .update_trigger = mapping->update_event_trigger});
  }
  if (owner.target == nullptr) return;
  for (const Node* event : owner.target->events) {
    if (is_subscription_declaration(*event) && !contains(kept, event))
      owner.emerging.push_back({event});
  }
}

// ---- compensation ------------------------------------------------------------------------------

const ActivityMapping* Migration::mapping_of_handler(const Node& handler) const {
  if (handler.type == NodeType::kEventSubProcess) {
    return handler.initial != nullptr ? mapping_of(handler.initial) : nullptr;
  }
  if (!handler.for_compensation) return mapping_of(&handler);
  for (const auto& node : instance_.definition->graph->nodes) {
    if (node->type == NodeType::kBoundaryEvent && node->trigger == Trigger::kCompensation &&
        node->event_scope != nullptr && node->event_scope->compensation_handler == &handler) {
      return mapping_of(node.get());
    }
  }
  return nullptr;
}

void Migration::parse_compensation(Instance& owner) {
  for (const auto& subscription : owner.execution->subscriptions) {
    if (is_compensation(*subscription)) parse_compensation_of(owner, *subscription);
  }
}

void Migration::parse_compensation_of(Instance& parent, state::Subscription& subscription) {
  consumed_.insert(&subscription);
  const Node* handler = instance_.definition->graph->find(subscription.row.activity_id);
  PROCOS_CHECK(handler != nullptr);
  Execution* scope = subscription.row.configuration.empty()
                         ? nullptr
                         : instance_.find(subscription.row.configuration);
  const ActivityMapping* mapping = mapping_of_handler(*handler);
  const Node* target = nullptr;
  const bool handles = handler->for_compensation || handler->type == NodeType::kEventSubProcess;
  if (mapping != nullptr) {
    target = handles ? event_scope_of(*mapping->target)->compensation_handler : mapping->target;
  }
  Instance& instance = add(scope != nullptr ? Kind::kEventScope : Kind::kCompensation,
                           subscription.row.id, scope != nullptr ? scope->node : handler, scope);
  instance.subscription = &subscription;
  instance.subscription_mapping = mapping;
  instance.handler = handler;
  instance.target_handler = target;
  set_parent(instance, &parent);
  if (scope == nullptr) {
    instance.mapping = mapping;
    instance.target = target;
    return;
  }
  instance.is_scope = true;
  instance.mapping = mapping_of(scope->node);
  instance.target = instance.mapping != nullptr ? instance.mapping->target : nullptr;
  for (const auto& variable : scope->variables) {
    consumed_.insert(variable.get());
    instance.dependents.push_back({.entity = variable.get()});
  }
  parse_compensation(instance);
}

// ---- incidents ---------------------------------------------------------------------------------

void Migration::parse_incidents() {
  for (const auto& [id, execution] : instance_.executions) {
    for (const auto& incident : execution->incidents) parse_incident(*incident);
  }
}

void Migration::parse_incident(state::Incident& incident) {
  const std::string& configuration = incident.row.configuration;
  if (incident.row.type == "failedJob" && !configuration.empty()) {
    for (const auto& [job, owner] : job_owners_) {
      if (job->row.id != configuration) continue;
      consumed_.insert(&incident);
      for (const Dependent& dependent : owner->dependents) {
        auto* const* moved = std::get_if<state::Job*>(&dependent.entity);
        if (moved == nullptr || *moved != job || dependent.target == nullptr) continue;
        owner->dependents.push_back(
            {.entity = &incident,
             .target = dependent.target,
             .job_definition_id = target_job_definition(*dependent.target, job->row.handler)});
        return;
      }
    }
    return;
  }
  const Execution* e = c_.session.execution_of(incident);
  Instance* owner = nullptr;
  for (const auto& [id, candidate] : activities_) {
    const bool has_task = std::any_of(candidate->dependents.begin(), candidate->dependents.end(),
                                      [&](const Dependent& dependent) {
                                        auto* const* task =
                                            std::get_if<state::ExternalTask*>(&dependent.entity);
                                        return task != nullptr && (*task)->row.id == configuration;
                                      });
    const bool is_here = incident.row.type != "failedExternalTask" && e != nullptr &&
                         e->row.activity_instance_id == id;
    if (has_task || is_here) owner = candidate;
  }
  if (owner == nullptr) return;
  consumed_.insert(&incident);
  owner->dependents.push_back({.entity = &incident, .target = owner->target});
}

// ---- what nothing accounts for -----------------------------------------------------------------

namespace {

template <class T>
void collect_left_over(const std::vector<std::unique_ptr<T>>& entities,
                       const std::unordered_set<const void*>& consumed, std::string& ids) {
  for (const auto& entity : entities) {
    if (!consumed.contains(entity.get())) ids += (ids.empty() ? "" : ", ") + entity->row.id;
  }
}

}  // namespace

void Migration::report_left_over() {
  std::string tasks, external_tasks, incidents, jobs, subscriptions, variables;
  for (const auto& [id, e] : instance_.executions) {
    collect_left_over(e->tasks, consumed_, tasks);
    collect_left_over(e->external_tasks, consumed_, external_tasks);
    collect_left_over(e->incidents, consumed_, incidents);
    collect_left_over(e->jobs, consumed_, jobs);
    collect_left_over(e->subscriptions, consumed_, subscriptions);
    collect_left_over(e->variables, consumed_, variables);
  }
  const auto add_failure = [&](const char* what, const std::string& ids) {
    if (ids.empty()) return;
    report_.failures.push_back("Process instance contains not migrated " + std::string(what) +
                               ": [" + ids + "]");
  };
  add_failure("tasks", tasks);
  add_failure("externalTask", external_tasks);
  add_failure("incidents", incidents);
  add_failure("jobs", jobs);
  add_failure("event subscriptions", subscriptions);
  add_failure("variables", variables);
}

}  // namespace procos::exec::migrate
