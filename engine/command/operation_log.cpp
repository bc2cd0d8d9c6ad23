#include "command/operation_log.h"

namespace procos::command {

void add_change(PropertyChanges& changes, std::string_view property, std::string before,
                std::string after) {
  if (before == after) return;
  changes.push_back({std::string(property), std::move(before), std::move(after)});
}

Operation::Operation(Context& context, std::string_view type, std::string_view entity,
                     std::string_view category)
    : context_(context) {
  row_.operation_type = type;
  row_.entity_type = entity;
  row_.category = category;
}

bool Operation::is_logged() const { return context_.session.logs_operations(); }

Operation& Operation::in(const state::DefinitionRow& definition) {
  if (!is_logged()) return *this;
  row_.process_definition_id = definition.id;
  row_.process_definition_key = definition.key;
  row_.deployment_id = definition.deployment_id;
  row_.tenant_id = definition.tenant_id;
  return *this;
}

Operation& Operation::in(const state::Execution& execution) {
  if (!is_logged()) return *this;
  in(execution.instance->definition->row);
  row_.process_instance_id = execution.row.process_instance_id;
  row_.root_process_instance_id = execution.row.root_process_instance_id;
  row_.tenant_id = execution.row.tenant_id;
  return *this;
}

Operation& Operation::in(const state::Task& task) {
  if (!is_logged()) return *this;
  if (state::Execution* execution = context_.session.execution_of(task)) {
    in(*execution);
    row_.tenant_id = execution->instance->definition->row.tenant_id;
  }
  row_.execution_id = task.row.execution_id;
  row_.task_id = task.row.id;
  if (row_.tenant_id.empty()) row_.tenant_id = task.row.tenant_id;
  return *this;
}

Operation& Operation::in_instance(const std::string& process_instance_id) {
  if (!is_logged()) return *this;
  row_.process_instance_id = process_instance_id;
  if (const state::Execution* execution = context_.session.find_execution(process_instance_id)) {
    in(*execution);
  }
  return *this;
}

Operation& Operation::in_definition(const std::string& process_definition_id) {
  if (!is_logged() || process_definition_id.empty()) return *this;
  row_.process_definition_id = process_definition_id;
  if (const state::DefinitionPtr found = context_.session.definitions().find(process_definition_id))
    in(found->row);
  return *this;
}

Operation& Operation::in_key(const std::string& process_definition_key) {
  row_.process_definition_key = process_definition_key;
  return *this;
}

Operation& Operation::in(const state::JobRow& job) {
  if (!is_logged()) return *this;
  row_.job_id = job.id;
  row_.job_definition_id = job.job_definition_id;
  row_.process_instance_id = job.process_instance_id;
  row_.root_process_instance_id = job.root_process_instance_id;
  row_.process_definition_id = job.process_definition_id;
  row_.process_definition_key = job.process_definition_key;
  row_.deployment_id = job.deployment_id;
  row_.tenant_id = job.tenant_id;
  return *this;
}

Operation& Operation::in(const state::JobDefinitionRow& definition) {
  if (!is_logged()) return *this;
  in_definition(definition.process_definition_id);
  row_.job_definition_id = definition.id;
  row_.process_definition_id = definition.process_definition_id;
  row_.process_definition_key = definition.process_definition_key;
  row_.tenant_id = definition.tenant_id;
  return *this;
}

Operation& Operation::in(const state::ExternalTask& task) {
  if (!is_logged()) return *this;
  in_instance(task.row.process_instance_id);
  row_.external_task_id = task.row.id;
  row_.tenant_id = task.row.tenant_id;
  return *this;
}

Operation& Operation::in(const state::HiVariableRow& variable) {
  if (!is_logged()) return *this;
  in_definition(variable.process_definition_id);
  row_.process_instance_id = variable.process_instance_id;
  row_.root_process_instance_id = variable.root_process_instance_id;
  row_.execution_id = variable.execution_id;
  row_.task_id = variable.task_id;
  row_.tenant_id = variable.tenant_id;
  return *this;
}

Operation& Operation::in(const state::HiProcessInstanceRow& instance) {
  if (!is_logged()) return *this;
  in_definition(instance.process_definition_id);
  row_.process_instance_id = instance.id;
  row_.root_process_instance_id = instance.root_process_instance_id;
  return *this;
}

Operation& Operation::in_tenant(const std::string& tenant_id) {
  row_.tenant_id = tenant_id;
  return *this;
}

Operation& Operation::annotated(const std::string& annotation) {
  row_.annotation = annotation;
  return *this;
}

void Operation::write(const PropertyChanges& changes) {
  if (!is_logged()) return;
  const auto tell = [&](const PropertyChange& change) {
    row_.property = change.property;
    row_.org_value = change.before;
    row_.new_value = change.after;
    context_.session.tell({.kind = state::FactKind::kUserOperation, .operation = &row_});
  };
  if (changes.empty()) tell({});
  for (const PropertyChange& change : changes) tell(change);
}

}  // namespace procos::command
