#include "history/recorder.h"

#include "base/ids.h"
#include "base/local_time.h"
#include "base/machine.h"
#include "graph/graph.h"
#include "history/sources.h"

namespace procos::history {

using state::Execution;
using state::FactKind;
using state::HiActivityRow;
using state::HiProcessInstanceRow;
using state::HiTaskRow;

namespace {

/// The lowest level at which a fact becomes history.
constexpr Level level_of(FactKind kind) {
  switch (kind) {
    case FactKind::kProcessStarted:
    case FactKind::kProcessUpdated:
    case FactKind::kProcessEnded:
    case FactKind::kActivityStarted:
    case FactKind::kActivityUpdated:
    case FactKind::kActivityEnded:
    case FactKind::kProcessMigrated:
    case FactKind::kActivityMigrated:
    case FactKind::kTaskMigrated:
    case FactKind::kTaskCreated:
    case FactKind::kTaskUpdated:
    case FactKind::kTaskEnded: return Level::kActivity;
    case FactKind::kVariableCreated:
    case FactKind::kVariableUpdated:
    case FactKind::kVariableMoved:
    case FactKind::kVariableMigrated:
    case FactKind::kVariableDeleted: return Level::kAudit;
    default: return Level::kFull;
  }
}

}  // namespace

Recorder::Recorder(Level level, std::int64_t first_sequence)
    : level_(level), sequence_(first_sequence), hostname_(machine_name()) {}

void Recorder::on_fact(Session& session, const Fact& fact) {
  if (level_of(fact.kind) > level_) return;
  switch (fact.kind) {
    case FactKind::kProcessStarted: return process_started(session, fact);
    case FactKind::kProcessUpdated: return process_updated(session, fact);
    case FactKind::kProcessEnded: return process_ended(session, fact);
    case FactKind::kActivityStarted: return activity_started(session, fact);
    case FactKind::kActivityUpdated: return activity_updated(session, fact);
    case FactKind::kActivityEnded: return activity_ended(session, fact);
    case FactKind::kProcessMigrated: return process_migrated(session, fact);
    case FactKind::kActivityMigrated: return activity_migrated(session, fact);
    case FactKind::kTaskMigrated: return task_migrated(session, fact);
    case FactKind::kVariableMigrated: return variable_migrated(session, fact);
    case FactKind::kIncidentMigrated: return incident_migrated(session, fact);
    case FactKind::kVariableCreated: return variable_created(session, fact);
    case FactKind::kVariableUpdated: return variable_updated(session, fact);
    case FactKind::kVariableMoved: return;  // Camunda leaves history where the variable was created
    case FactKind::kVariableDeleted: return variable_deleted(session, fact);
    case FactKind::kTaskCreated: return task_created(session, fact);
    case FactKind::kTaskAssigned: return;  // the update says it
    case FactKind::kTaskUpdated:
    case FactKind::kTaskEnded: return task_changed(session, fact);
    case FactKind::kLinkAdded:
    case FactKind::kLinkRemoved: return link_changed(session, fact);
    case FactKind::kFormFieldSubmitted: return form_field_submitted(session, fact);
    case FactKind::kIncidentCreated: return incident_created(session, fact);
    case FactKind::kIncidentResolved:
    case FactKind::kIncidentDeleted: return incident_ended(session, fact);
    case FactKind::kJobCreated:
    case FactKind::kJobFailed:
    case FactKind::kJobSucceeded:
    case FactKind::kJobDeleted: return job_logged(session, fact);
    case FactKind::kExternalTaskCreated:
    case FactKind::kExternalTaskFailed:
    case FactKind::kExternalTaskSucceeded:
    case FactKind::kExternalTaskDeleted: return external_task_logged(session, fact);
    case FactKind::kExternalTaskLockExpired: return;
    case FactKind::kBatchCreated: return batch_created(session, fact);
    case FactKind::kBatchUpdated:
    case FactKind::kBatchEnded: return batch_changed(session, fact);
    case FactKind::kUserOperation: return user_operation(session, fact);
    case FactKind::kDecisionEvaluated: return decision_evaluated(session, fact);
  }
}

// ---- process instances -------------------------------------------------------------------------

void Recorder::process_started(Session& session, const Fact& fact) {
  const Execution& execution = *fact.execution;
  const state::DefinitionRow& definition = execution.instance->definition->row;
  HiProcessInstanceRow row;
  row.id = execution.row.id;
  row.business_key = execution.row.business_key;
  row.case_instance_id = execution.row.case_instance_id;
  row.process_definition_id = definition.id;
  row.process_definition_key = definition.key;
  row.process_definition_name = definition.name;
  row.process_definition_version = definition.version;
  row.start_user_id = session.user();
  row.start_activity_id = execution.row.activity_id;
  row.root_process_instance_id = execution.row.root_process_instance_id;
  row.tenant_id = execution.row.tenant_id;
  row.state = "ACTIVE";
  row.start_time = session.now();
  if (Execution* super = session.super_execution(*fact.execution)) {
    row.super_process_instance_id = super->row.process_instance_id;
  }
  session.insert(std::move(row));
}

void Recorder::process_updated(Session& session, const Fact& fact) {
  const Execution& execution = *fact.execution;
  session.change<HiProcessInstanceRow>(
      execution.row.process_instance_id, [&](HiProcessInstanceRow& row) {
        row.business_key = execution.row.business_key;
        if (execution.row.super_execution_id.empty()) row.super_process_instance_id.clear();
        row.state = execution.row.suspended ? "SUSPENDED" : "ACTIVE";
      });
}

void Recorder::process_ended(Session& session, const Fact& fact) {
  const Execution& execution = *fact.execution;
  const auto& time_to_live = execution.instance->definition->row.history_time_to_live;
  const bool is_root = execution.row.root_process_instance_id == execution.row.id;
  const auto end = [&](auto& row) {
    if (execution.node != nullptr) {
      row.state = "COMPLETED";
      row.end_activity_id = execution.row.activity_id;
    } else {
      row.state =
          execution.externally_terminated ? "EXTERNALLY_TERMINATED" : "INTERNALLY_TERMINATED";
    }
    row.end_time = session.now();
    row.delete_reason = execution.delete_reason;
    if (!is_root || !time_to_live) return;  // another may have been set
    row.removal_time = days_after(session.now(), *time_to_live);
    session.set_removal_time(row.id, row.removal_time, true);
  };
  if (is_root && time_to_live)
    return session.change_part<state::HiProcessInstanceEnd>(execution.row.id, end);
  session.change<HiProcessInstanceRow>(execution.row.id, [&](HiProcessInstanceRow& row) {
    row.business_key = execution.row.business_key;
    if (execution.row.super_execution_id.empty()) row.super_process_instance_id.clear();
    end(row);
  });
}

// ---- activity instances
// --------------------------------------------------------------------------

void Recorder::activity_started(Session& session, const Fact& fact) {
  const Execution& execution = *fact.execution;
  HiActivityRow row;
  row.id = execution.row.activity_instance_id;
  row.parent_activity_instance_id = parent_activity_instance_id(execution);
  copy_place(row, execution.row);
  row.activity_id = execution.node->id;
  row.activity_name = execution.node->name;
  row.activity_type = execution.node->activity_type;
  row.start_time = session.now();
  row.sequence = ++sequence_;
  if (last_called_.first == execution.row.id) last_called_ = {};
  session.insert(std::move(row));
}

void Recorder::activity_updated(Session& session, const Fact& fact) {
  const Execution& execution = *fact.execution;
  session.change<HiActivityRow>(execution.row.activity_instance_id, [&](HiActivityRow& row) {
    row.execution_id = execution.row.id;
    row.parent_activity_instance_id = parent_activity_instance_id(execution);
    if (fact.called_instance_id != nullptr)
      row.called_process_instance_id = *fact.called_instance_id;
    if (fact.task != nullptr) {
      row.task_id = fact.task->row.id;
      row.assignee = fact.task->row.assignee;
    }
  });
}

void Recorder::activity_ended(Session& session, const Fact& fact) {
  const Execution& execution = *fact.execution;
  const std::string& id = execution.row.activity_instance_id;
  const auto end = [&](auto& row) {
    row.execution_id = execution.row.id;
    row.parent_activity_instance_id = parent_activity_instance_id(execution);
    row.end_time = session.now();
    row.state = static_cast<std::int64_t>(execution.phase);
  };
  const bool may_have_called = execution.node == nullptr ||
                               execution.node->type == graph::NodeType::kCallActivity ||
                               last_called_.first == execution.row.id;
  if (!may_have_called) return session.change_part<state::HiActivityEnd>(id, end);
  session.change<HiActivityRow>(id, [&](HiActivityRow& row) {
    end(row);
    // One execution may stand for a call activity and the multi-instance body around it: what it
    // called is recorded with both when they are cancelled.
    if (execution.canceled() && last_called_.first == execution.row.id) {
      row.called_process_instance_id = last_called_.second;
    }
    if (!row.called_process_instance_id.empty()) {
      last_called_ = {execution.row.id, row.called_process_instance_id};
    }
  });
}

// ---- tasks
// -----------------------------------------------------------------------------------------

namespace {

void copy_task(HiTaskRow& row, const state::TaskRow& task, const Execution* execution) {
  row.id = task.id;
  row.name = task.name;
  row.description = task.description;
  row.owner = task.owner;
  row.assignee = task.assignee;
  row.parent_task_id = task.parent_task_id;
  row.task_definition_key = task.task_definition_key;
  row.task_state = task.task_state;
  row.priority = task.priority;
  row.due_date = task.due_date;
  row.follow_up_date = task.follow_up_date;
  row.tenant_id = task.tenant_id;
  if (execution == nullptr) return;
  copy_place(row, execution->row);
  row.tenant_id = task.tenant_id;
}

}  // namespace

void Recorder::task_created(Session& session, const Fact& fact) {
  HiTaskRow row;
  copy_task(row, fact.task->row, fact.execution);
  if (fact.execution != nullptr)
    row.activity_instance_id = fact.execution->row.activity_instance_id;
  row.start_time = session.now();
  session.insert(std::move(row));
  task_of_activity(session, fact);
}

void Recorder::task_changed(Session& session, const Fact& fact) {
  const state::Task& task = *fact.task;
  const auto end = [&](auto& row) {
    row.end_time = session.now();
    row.delete_reason = task.delete_reason;
    if (task.delete_reason != "completed") {
      row.task_state = "Deleted";
    } else if (task.phase == state::TaskPhase::kCompleted) {
      row.task_state = "Completed";
    } else {
      row.task_state = task.row.task_state;  // one below the completed one keeps its state
    }
  };
  // A task that this command has not changed before has its end to be recorded, and nothing else.
  if (fact.kind == FactKind::kTaskEnded && !task.listed)
    return session.change_part<state::HiTaskEnd>(task.row.id, end);
  bool reassigned = false;
  session.change<HiTaskRow>(task.row.id, [&](HiTaskRow& row) {
    reassigned = row.assignee != task.row.assignee;
    copy_task(row, task.row, fact.execution);
    if (fact.kind == FactKind::kTaskEnded) end(row);
  });
  if (reassigned) task_of_activity(session, fact);
}

// The user task's activity instance names its task and assignee.
void Recorder::task_of_activity(Session& session, const Fact& fact) {
  const std::string& id = fact.task->row.activity_instance_id;
  if (fact.execution == nullptr || id.empty()) return;
  session.change<HiActivityRow>(id, [&](HiActivityRow& row) {
    row.task_id = fact.task->row.id;
    row.assignee = fact.task->row.assignee;
  });
}

}  // namespace procos::history
