// What keeps a running instance from being migrated although its plan is valid.
#include <algorithm>
#include <map>

#include "exec/migrate/instances.h"
#include "exec/run.h"

namespace procos::exec::migrate {
namespace {

constexpr const char* kNoInstruction =
    "There is no migration instruction for this instance's activity";

/// A scope that becomes none puts its variables beside those of the execution around it.
void add_variable_conflicts(const Instance& instance, std::vector<std::string>& failures) {
  const bool loses_scope = instance.target != nullptr && instance.is_scope &&
                           instance.target->type != NodeType::kProcess &&
                           !instance.target->is_scope;
  if (!loses_scope) return;
  std::map<std::string, int> count;
  for (const Dependent& dependent : instance.dependents) {
    if (auto* const* variable = std::get_if<state::Variable*>(&dependent.entity))
      ++count[(*variable)->row.name];
  }
  for (const auto& [name, times] : count) {
    if (times < 2) continue;
    failures.push_back(
        "The variable '" + name +
        "' exists in both, this scope and concurrent local in the "
        "parent scope. Migrating to a non-scope activity would overwrite one of them.");
  }
}

const state::Job* job_of(const Instance& transition) {
  for (const Dependent& dependent : transition.dependents) {
    if (auto* const* job = std::get_if<state::Job*>(&dependent.entity)) return *job;
  }
  return nullptr;
}

/// The flow that a job after an activity goes on with.
std::string flow_of(const state::Job& job) {
  const std::size_t at = job.row.configuration.find('$');
  return at == std::string::npos ? std::string() : job.row.configuration.substr(at + 1);
}

}  // namespace

std::vector<std::string> Migration::failures_of(const Instance& instance) const {
  std::vector<std::string> failures;
  const bool process = instance.source->type == NodeType::kProcess;
  if (instance.mapping == nullptr && instance.children.empty()) failures.push_back(kNoInstruction);
  add_variable_conflicts(instance, failures);
  if (!process && !instance.supported) {
    failures.push_back(
        "The type of the source activity is not supported for activity instance migration");
  }
  return failures;
}

std::vector<std::string> Migration::transition_failures(const Instance& instance) const {
  std::vector<std::string> failures;
  if (instance.mapping == nullptr) failures.push_back(kNoInstruction);
  const state::Job* job = job_of(instance);
  if (instance.target == nullptr || job == nullptr) return failures;
  const auto& outgoing = instance.target->outgoing;
  const bool after = is_async_after(*job);
  if (after && outgoing.size() > 1) {
    const std::string flow = flow_of(*job);
    const bool matches = std::any_of(outgoing.begin(), outgoing.end(),
                                     [&](const Flow* candidate) { return candidate->id == flow; });
    if (flow.empty()) {
      failures.push_back(
          "Transition instance is assigned to no sequence flow and target activity has more "
          "than one outgoing sequence flow");
    } else if (!matches) {
      failures.push_back(
          "Transition instance is assigned to a sequence flow that cannot be matched in the "
          "target activity");
    }
  }
  const bool starts_process = job->row.configuration.starts_with(step_name(Step::kProcessStart));
  if (starts_process && instance.target->parent->type != NodeType::kProcess) {
    failures.push_back(
        "A transition instance that instantiates the process can only be migrated to a "
        "process-level flow node");
  }
  if (after && !instance.target->async_after)
    failures.push_back("Target activity is not asyncAfter");
  if (!after && !instance.target->async_before)
    failures.push_back("Target activity is not asyncBefore");
  return failures;
}

void Migration::add_compensation_failures(const Instance& instance,
                                          std::vector<std::string>& failures) const {
  for (const Instance* child : instance.children) {
    if (child->kind != Kind::kEventScope && child->kind != Kind::kCompensation) continue;
    const std::string words = "Cannot migrate subscription for compensation handler '" +
                              child->handler->id +
                              "'. There is no migration instruction for the compensation ";
    const bool mapped = child->subscription_mapping != nullptr;
    if (child->kind == Kind::kCompensation) {
      if (!mapped) failures.push_back(words + "boundary event");
      continue;
    }
    const bool leaf = child->children.empty();
    const bool by_event = child->handler->type == NodeType::kEventSubProcess;
    if ((!mapped && leaf) || (by_event && child->target_handler == nullptr && !leaf)) {
      failures.push_back(words + "start event");
    }
    add_compensation_failures(*child, failures);
  }
}

void Migration::validate() {
  for (const auto& instance : all_) {
    MigrationReport::Entry entry{instance->id, instance->source->id, std::nullopt, {}};
    if (instance->source->type == NodeType::kProcess)
      entry.source_scope_id = instance_.definition->row.id;
    if (instance->mapping != nullptr) entry.mapping = *instance->mapping;
    if (instance->kind == Kind::kActivity) {
      entry.failures = failures_of(*instance);
      add_compensation_failures(*instance, entry.failures);
      if (!entry.failures.empty()) report_.activities.push_back(std::move(entry));
    } else if (instance->kind == Kind::kTransition) {
      entry.failures = transition_failures(*instance);
      if (!entry.failures.empty()) report_.transitions.push_back(std::move(entry));
    }
  }
}

}  // namespace procos::exec::migrate
