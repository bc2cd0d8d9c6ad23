// History of variables: the variable as it stands, and at level full each of its updates.
#include "base/ids.h"
#include "history/recorder.h"
#include "history/sources.h"

namespace procos::history {

using state::Execution;
using state::FactKind;
using state::HiDetailRow;
using state::HiVariableRow;

namespace {

void copy_variable(HiVariableRow& row, const state::Fact& fact, TimeMs now) {
  const state::VariableRow& variable = fact.variable->row;
  row.id = variable.id;
  row.name = variable.name;
  row.value = variable.value;
  if (fact.execution != nullptr) {
    copy_place(row, fact.execution->row);
    row.activity_instance_id = variable_activity_instance_id(*fact.execution, variable);
  }
  row.task_id = variable.task_id;
  row.tenant_id = variable.tenant_id;
  row.create_time = now;
}

}  // namespace

void Recorder::variable_created(Session& session, const Fact& fact) {
  HiVariableRow row;
  copy_variable(row, fact, session.now());
  row.state = "CREATED";
  session.insert(std::move(row));
  detail(session, fact);
}

void Recorder::variable_updated(Session& session, const Fact& fact) {
  const std::string& id = fact.variable->row.id;
  if (fact.variable->change == state::Change::kInserted) {
    session.change<HiVariableRow>(id, [&](HiVariableRow& row) {
      row.state = "CREATED";
      copy_variable(row, fact, session.now());
    });
  } else if (fact.execution == nullptr) {
    session.change<HiVariableRow>(id, [&](HiVariableRow& row) {
      row.state = "CREATED";
      row.value = fact.variable->row.value;
    });
  } else {
    // What an earlier command created keeps its place and time: Camunda's UPDATE has only the
    // definition, which a migration may have changed.
    session.change_part<state::HiVariableChange>(id, [&](auto& row) {
      row.state = "CREATED";
      row.value = fact.variable->row.value;
      row.process_definition_id = fact.execution->row.process_definition_id;
      row.process_definition_key = fact.execution->row.process_definition_key;
    });
  }
  detail(session, fact);
}

void Recorder::variable_deleted(Session& session, const Fact& fact) {
  session.change<HiVariableRow>(fact.variable->row.id,
                                [](HiVariableRow& row) { row.state = "DELETED"; });
  detail(session, fact);
}

void Recorder::detail(Session& session, const Fact& fact) {
  if (level_ < Level::kFull) return;
  const state::VariableRow& variable = fact.variable->row;
  HiDetailRow row;
  row.id = new_id();
  row.type = "variableUpdate";
  row.name = variable.name;
  // What is deleted has no value any more, but its type.
  row.value = fact.kind != FactKind::kVariableDeleted
                  ? variable.value
                  : Value::null_of(variable.value.declared_type());
  row.variable_instance_id = variable.id;
  if (fact.execution != nullptr) copy_place(row, fact.execution->row);
  row.task_id = variable.task_id;
  row.tenant_id = variable.tenant_id;
  row.time = session.now();
  row.revision = fact.variable->change == state::Change::kInserted ? 0 : 1;
  row.user_operation_id = session.operation_id();
  if (const Execution* source = fact.source) {
    const bool starting = source->instance->starting;
    row.activity_instance_id = source->row.activity_instance_id;
    row.initial = starting && fact.kind == FactKind::kVariableCreated;
    if (starting && row.activity_instance_id.empty()) {
      row.activity_instance_id = source->row.process_instance_id;
    }
  }
  session.insert(std::move(row));
}

void Recorder::form_field_submitted(Session& session, const Fact& fact) {
  const Execution& execution = *fact.execution;
  HiDetailRow row;
  row.id = new_id();
  row.type = "formField";
  row.name = fact.variable->row.name;
  row.value = fact.variable->row.value;
  copy_place(row, execution.row);
  if (fact.task != nullptr) row.task_id = fact.task->row.id;
  row.activity_instance_id = execution.instance->starting ? execution.row.process_instance_id
                                                          : execution.row.activity_instance_id;
  row.time = session.now();
  session.insert(std::move(row));
}

}  // namespace procos::history
