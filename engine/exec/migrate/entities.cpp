// Moves what hangs on instances: tasks, jobs, subscriptions, variables, incidents, called
// instances.
#include <algorithm>

#include "base/check.h"
#include "exec/event.h"
#include "exec/job.h"
#include "exec/migrate/instances.h"
#include "exec/run.h"
#include "exec/tree.h"
#include "exec/variables.h"

namespace procos::exec::migrate {
namespace {

/// Moves the entity between two lists of executions.
template <class T>
void rehome(std::vector<std::unique_ptr<T>>& from, T& entity, std::vector<std::unique_ptr<T>>& to) {
  auto found = std::find_if(from.begin(), from.end(),
                            [&](const auto& owned) { return owned.get() == &entity; });
  PROCOS_CHECK(found != from.end());
  to.push_back(std::move(*found));
  from.erase(found);
}

template <class Row>
void set_definition_of(Row& row, const state::DefinitionRow& definition) {
  row.process_definition_id = definition.id;
  row.process_definition_key = definition.key;
}

/// A job's configuration names an element and, behind a '$', what stays the same.
void replace_element(std::string& configuration, const std::string& id) {
  configuration.replace(0, std::min(configuration.find('$'), configuration.size()), id);
}

}  // namespace

/// An execution outside the tree of scopes; it never reaches the database.
Execution& Migration::limbo() {
  if (limbo_ == nullptr) {
    limbo_ = &c_.session.create_execution(*instance_.root);
    c_.session.set_event_scope(*limbo_, true);
  }
  return *limbo_;
}

void Migration::move(const Dependent& dependent, Execution& to) {
  struct Mover {
    Session& session;
    state::Instance& instance;
    Execution& to;

    void operator()(state::Job* job) const { session.move_job(*job, to); }
    void operator()(state::Subscription* subscription) const {
      session.move_subscription(*subscription, to);
    }
    void operator()(state::Incident* incident) const { session.move_incident(*incident, to); }
    void operator()(state::Task* task) const {
      rehome(instance.find(task->row.execution_id)->tasks, *task, to.tasks);
      task->row.execution_id = to.row.id;
      session.mark(*task);
      for (const auto& variable : task->variables) {
        variable->row.execution_id = to.row.id;
        if (!variable->transient) session.mark(*variable);
      }
    }
    void operator()(state::ExternalTask* task) const {
      rehome(instance.find(task->row.execution_id)->external_tasks, *task, to.external_tasks);
      task->row.execution_id = to.row.id;
      session.mark(*task);
    }
    void operator()(state::Variable* variable) const {
      rehome(instance.find(variable->row.execution_id)->variables, *variable, to.variables);
      variable->row.execution_id = variable->row.scope_id = to.row.id;
      if (!variable->transient) session.mark(*variable);
    }
    void operator()(Execution* called) const { session.set_super_execution(*called, to); }
  };
  std::visit(Mover{c_.session, instance_, to}, dependent.entity);
}

void Migration::detach_dependents(Instance& instance) {
  if (instance.detached) return;
  instance.detached = true;
  for (const Dependent& dependent : instance.dependents) move(dependent, limbo());
  if (instance.subscription != nullptr)
    c_.session.move_subscription(*instance.subscription, limbo());
}

void Migration::attach_dependents(Instance& instance) {
  instance.detached = false;
  Execution& e = execution_of(instance);
  const bool scope = instance.current->is_scope || instance.current->type == NodeType::kProcess;
  for (const Dependent& dependent : instance.dependents) {
    const bool beside = dependent.in_parent && scope && instance.kind == Kind::kActivity;
    move(dependent, beside && e.parent != nullptr ? *e.parent : e);
  }
}

void Migration::remove_unmapped_dependents(Instance& instance) {
  for (const Dependent& dependent : instance.removing) {
    if (auto* const* subscription = std::get_if<state::Subscription*>(&dependent.entity)) {
      c_.session.remove_subscription(**subscription);
      continue;
    }
    state::Job& job = *std::get<state::Job*>(dependent.entity);
    std::vector<state::Incident*> caused;
    for (const auto& incident : c_.session.execution_of(job)->incidents) {
      if (incident->row.configuration == job.row.id) caused.push_back(incident.get());
    }
    for (state::Incident* incident : caused) delete_incident(c_, *incident, false);
    c_.session.remove_job(job);
  }
}

Status Migration::migrate_dependents(Instance& instance) {
  if (instance.kind == Kind::kCompensation) return {};
  Execution& e = execution_of(instance);
  for (Dependent& dependent : instance.dependents) {
    if (auto* const* job = std::get_if<state::Job*>(&dependent.entity)) {
      PROCOS_TRY(migrate_job(**job, dependent));
    } else if (auto* const* subscription = std::get_if<state::Subscription*>(&dependent.entity)) {
      PROCOS_TRY(migrate_subscription(**subscription, dependent, e));
    } else if (auto* const* task = std::get_if<state::Task*>(&dependent.entity)) {
      migrate_task(**task, *instance.target, e);
    } else if (auto* const* work = std::get_if<state::ExternalTask*>(&dependent.entity)) {
      (*work)->row.activity_id = instance.target->id;
      set_definition_of((*work)->row, plan_.target->row);
      c_.session.mark(**work);
    } else if (auto* const* variable = std::get_if<state::Variable*>(&dependent.entity)) {
      (*variable)->row.process_definition_id = plan_.target->row.id;
      if ((*variable)->transient) continue;
      c_.session.mark(**variable);
      Execution* owner = instance_.find((*variable)->row.execution_id);
      c_.session.tell(
          {.kind = FactKind::kVariableMigrated, .execution = owner, .variable = *variable});
    } else if (auto* const* incident = std::get_if<state::Incident*>(&dependent.entity)) {
      migrate_incident(**incident, dependent, e);
    }
  }
  return create_emerging(instance);
}

Status Migration::create_emerging(Instance& instance) {
  Execution& e = execution_of(instance);
  for (const Emerging& emerging : instance.emerging) {
    if (emerging.timeout != nullptr) {
      PROCOS_TRY(create_timeout_timer(c_, e, *emerging.event, *emerging.timeout));
    } else if (emerging.event->trigger == Trigger::kTimer) {
      PROCOS_TRY(create_timer(c_, e, *emerging.event));
    } else {
      PROCOS_TRY(subscribe(c_, e, *emerging.event));
    }
  }
  return {};
}

Status Migration::migrate_job(state::Job& job, const Dependent& dependent) {
  const Node& target = *dependent.target;
  Execution& e = *c_.session.execution_of(job);
  std::string& configuration = job.row.configuration;
  if (job.row.handler == "async-continuation") {
    const std::string flow =
        configuration.substr(std::min(configuration.find('$'), configuration.size()));
    if (is_async_after(job)) {
      configuration =
          step_name(target.outgoing.empty() ? Step::kActivityEnd : Step::kTransitionTake);
      if (target.outgoing.size() == 1) configuration += "$" + target.outgoing.front()->id;
      if (target.outgoing.size() > 1) configuration += flow;
    } else if (!configuration.starts_with(step_name(Step::kProcessStart))) {
      configuration = step_name(target.incoming.empty() ? Step::kActivityStartCreateScope
                                                        : Step::kTransitionCreateScope);
    }
  } else {
    replace_element(configuration, job.row.handler == "timer-start-event-subprocess"
                                       ? target.parent->id
                                       : target.id);
  }
  job.row.activity_id = target.id;
  const std::string job_definition = target_job_definition(target, job.row.handler);
  if (!job_definition.empty()) job.row.job_definition_id = job_definition;
  set_definition_of(job.row, plan_.target->row);
  job.row.deployment_id = plan_.target->row.deployment_id;
  c_.session.mark(job);
  if (!dependent.update_trigger) return {};
  if (target.event.timer) return renew_timer(c_, job, e, *target.event.timer, target);
  for (const graph::TaskTimeout& timeout : target.user_task.timeouts) {
    if (configuration.find("$taskListener~" + timeout.listener_id) == std::string::npos) continue;
    return renew_timer(c_, job, e, timeout.timer, target);
  }
  return {};
}

Status Migration::migrate_subscription(state::Subscription& subscription,
                                       const Dependent& dependent, Execution& e) {
  if (dependent.update_trigger) {
    PROCOS_ASSIGN(subscription.row.event_name, evaluate_text(c_, dependent.target->event.name, e));
  }
  subscription.row.activity_id = dependent.target->id;
  subscription.row.process_definition_id = plan_.target->row.id;
  c_.session.mark(subscription);
  return {};
}

void Migration::migrate_task(state::Task& task, const Node& target, Execution& e) {
  task.row.process_definition_id = plan_.target->row.id;
  task.row.task_definition_key = target.id;
  c_.session.mark(task);
  for (const auto& variable : task.variables) {
    variable->row.process_definition_id = plan_.target->row.id;
    if (!variable->transient) c_.session.mark(*variable);
  }
  c_.session.tell({.kind = FactKind::kTaskMigrated, .execution = &e, .task = &task});
}

void Migration::migrate_incident(state::Incident& incident, const Dependent& dependent,
                                 Execution& e) {
  const bool process = dependent.target->type == NodeType::kProcess;
  incident.row.activity_id = process ? plan_.target->row.id : dependent.target->id;
  incident.row.job_definition_id = dependent.job_definition_id;
  set_definition_of(incident.row, plan_.target->row);
  c_.session.mark(incident);
  c_.session.tell({.kind = FactKind::kIncidentMigrated, .execution = &e, .incident = &incident});
}

}  // namespace procos::exec::migrate
