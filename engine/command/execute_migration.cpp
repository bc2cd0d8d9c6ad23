// Camunda's MigrateProcessInstanceCmd.
#include <algorithm>

#include "command/migration.h"
#include "command/migration_rules.h"
#include "command/operation_log.h"
#include "command/support.h"
#include "exec/scope_executions.h"

namespace procos::command {
namespace {

using graph::Node;
using state::Execution;

/// Reads the instances of a tree off, outer ones first.
class Reader {
 public:
  explicit Reader(const state::Instance& instance) : instance_(instance), executions_(instance) {}

  Result<std::vector<exec::ShownInstance>> read(const ActivityInstance& root) {
    PROCOS_TRY(visit(root));
    return std::move(shown_);
  }

 private:
  Status visit(const ActivityInstance& activity) {
    const Node& process = instance_.definition->graph->process();
    const Node* node = activity.id == instance_.id()
                           ? &process
                           : instance_.definition->graph->find(activity.activity_id);
    Execution* execution = nullptr;
    for (Execution* candidate : executions_.of(*node)) {
      const auto& ids = activity.execution_ids;
      if (std::find(ids.begin(), ids.end(), candidate->row.id) != ids.end()) execution = candidate;
    }
    if (execution == nullptr)
      return fail(ErrorKind::kProcessEngine, "Could not determine execution");
    shown_.push_back({.id = activity.id,
                      .parent_id = activity.parent_id,
                      .node = node,
                      .execution = execution,
                      .leaf = activity.children.empty() && activity.transitions.empty(),
                      .supported = node == &process || supports_migration(*node, true)});
    for (const auto& transition : activity.transitions) {
      shown_.push_back({.id = transition.id,
                        .parent_id = activity.id,
                        .node = instance_.definition->graph->find(transition.activity_id),
                        .execution = instance_.find(transition.execution_id),
                        .transition = true});
    }
    for (const ActivityInstance& child : activity.children) PROCOS_TRY(visit(child));
    return {};
  }

  const state::Instance& instance_;
  const exec::ScopeExecutions executions_;
  std::vector<exec::ShownInstance> shown_;
};

Status check_tenant(const Execution& root, const state::DefinitionRow& target) {
  if (target.tenant_id.empty() || target.tenant_id == root.row.tenant_id) return {};
  const std::string words = "ENGINE-23010 Cannot migrate process instance '" + root.row.id + "' ";
  return fail(ErrorKind::kProcessEngine,
              root.row.tenant_id.empty()
                  ? words + "without tenant to a process definition with a tenant ('" +
                        target.tenant_id + "')"
                  : words + "to a process definition of a different tenant ('" +
                        root.row.tenant_id + "' != '" + target.tenant_id + "')");
}

std::string describe_failures(const exec::MigrationReport& report) {
  std::string text =
      "ENGINE-23004 Cannot migrate process instance '" + report.process_instance_id + "':\n";
  const auto add = [&](const char* what, const std::vector<exec::MigrationReport::Entry>& entries) {
    for (const auto& entry : entries) {
      text += "\tCannot migrate " + std::string(what) + " instance '" + entry.id + "':\n";
      for (const std::string& failure : entry.failures) text += "\t\t" + failure + "\n";
    }
  };
  for (const std::string& failure : report.failures) text += "\t" + failure + "\n";
  add("activity", report.activities);
  add("transition", report.transitions);
  return text;
}

Status migrate_instance(Context& context, const std::string& id, const MigrationPlan& plan,
                        exec::MigrationPlan& how, exec::MigrationReport& report) {
  state::Instance* instance = context.session.find_instance(id);
  if (instance == nullptr) {
    return fail(ErrorKind::kProcessEngine,
                "ENGINE-23003 Process instance '" + id +
                    "' cannot be migrated. The process instance does not exist");
  }
  PROCOS_TRY(check_tenant(*instance->root, how.target->row));
  const std::string& definition_id = instance->definition->row.id;
  if (definition_id != plan.source_definition_id) {
    return fail(ErrorKind::kProcessEngine,
                "ENGINE-23002 Process instance '" + id +
                    "' cannot be migrated. Its process definition '" + definition_id +
                    "' does not match the source process definition of the migration plan '" +
                    plan.source_definition_id + "'");
  }
  PROCOS_ASSIGN(const ActivityTree tree, activity_tree(context, id));
  PROCOS_ASSIGN(how.instances, Reader(*instance).read(tree.root));
  if (auto status = context.interpreter.migrate(*instance, how, report); !status) {
    if (report.has_failures()) return fail(ErrorKind::kBadUserRequest, describe_failures(report));
    return status;
  }
  if (!plan.variables) return {};
  return context.interpreter.set_variables(*instance->root, *plan.variables, false);
}

}  // namespace

void log_migration(Context& context, const state::Definition& source,
                   const ExecuteMigration& request, bool async) {
  PropertyChanges changes{
      {"processDefinitionId", source.row.id, request.plan.target_definition_id},
      {"nrOfInstances", {}, std::to_string(request.instance_ids.size())}};
  if (request.plan.variables) {
    changes.push_back({"nrOfSetVariables", {}, std::to_string(request.plan.variables->size())});
  }
  changes.push_back({"async", {}, flag_text(async)});
  Operation(context, "Migrate", "ProcessInstance", kOperator).in(source.row).write(changes);
}

Status execute_migration(Context& context, const ExecuteMigration& request,
                         exec::MigrationReport& report) {
  const MigrationPlan& plan = request.plan;
  if (request.instance_ids.empty()) {
    return fail(ErrorKind::kBadUserRequest,
                "Process instance ids cannot empty: process instance ids is empty");
  }
  PROCOS_TRY(no_blank_id("Process instance ids", request.instance_ids));
  PROCOS_ASSIGN(const state::DefinitionPtr source,
                require_definition(context, plan.source_definition_id));
  exec::MigrationPlan how;
  PROCOS_ASSIGN(how.target, require_definition(context, plan.target_definition_id));
  PROCOS_TRY(authorize_all(context, Check::kMigrateInstances,
                           {subject_of(source->row), subject_of(how.target->row)}));
  how.skip_listeners = request.skip_custom_listeners;
  how.skip_io_mappings = request.skip_io_mappings;
  for (const MigrationInstruction& instruction : plan.instructions) {
    how.mappings.push_back({source->graph->find(instruction.source_activity_id),
                            how.target->graph->find(instruction.target_activity_id),
                            instruction.update_event_trigger});
  }
  log_migration(context, *source, request, false);
  for (const std::string& id : request.instance_ids) {
    PROCOS_TRY(migrate_instance(context, id, plan, how, report));
  }
  return {};
}

}  // namespace procos::command
