// What history learns when an instance moves to another definition: running rows follow it, ended
// ones stay.
#include "graph/graph.h"
#include "history/recorder.h"

namespace procos::history {

using state::Execution;

namespace {

template <class Row>
void copy_definition(Row& row, const Execution& execution) {
  row.process_definition_id = execution.row.process_definition_id;
  row.process_definition_key = execution.row.process_definition_key;
}

}  // namespace

void Recorder::process_migrated(Session& session, const Fact& fact) {
  const state::DefinitionRow& definition = fact.execution->instance->definition->row;
  session.change<state::HiProcessInstanceRow>(
      fact.execution->row.id, [&](state::HiProcessInstanceRow& row) {
        copy_definition(row, *fact.execution);
        row.process_definition_name = definition.name;
        row.process_definition_version = definition.version;
      });
}

void Recorder::activity_migrated(Session& session, const Fact& fact) {
  session.change<state::HiActivityRow>(*fact.activity_instance_id, [&](state::HiActivityRow& row) {
    copy_definition(row, *fact.execution);
    row.execution_id = fact.execution->row.id;
    row.activity_id = fact.node->id;
    row.activity_name = fact.node->name;
    row.activity_type = fact.node->activity_type;
    row.parent_activity_instance_id = *fact.parent_activity_instance_id;
  });
}

void Recorder::task_migrated(Session& session, const Fact& fact) {
  const state::TaskRow& task = fact.task->row;
  session.change<state::HiTaskRow>(task.id, [&](state::HiTaskRow& row) {
    copy_definition(row, *fact.execution);
    row.execution_id = fact.execution->row.id;
    row.task_definition_key = task.task_definition_key;
  });
}

void Recorder::variable_migrated(Session& session, const Fact& fact) {
  session.change<state::HiVariableRow>(
      fact.variable->row.id,
      [&](state::HiVariableRow& row) { copy_definition(row, *fact.execution); });
}

void Recorder::incident_migrated(Session& session, const Fact& fact) {
  const state::IncidentRow& incident = fact.incident->row;
  session.change<state::HiIncidentRow>(incident.id, [&](state::HiIncidentRow& row) {
    copy_definition(row, *fact.execution);
    row.execution_id = incident.execution_id;
    row.activity_id = incident.activity_id;
    row.job_definition_id = incident.job_definition_id;
  });
}

}  // namespace procos::history
