// Camunda's RestartProcessInstancesCmd.
#include "command/operation_log.h"
#include "command/support.h"

namespace procos::command {
namespace {

using state::HiProcessInstanceRow;

Result<HiProcessInstanceRow> require_ended(Context& context, const std::string& id,
                                           const std::string& definition_id) {
  const auto* row = context.session.get<HiProcessInstanceRow>(id);
  if (row == nullptr) {
    return is_null(ErrorKind::kBadUserRequest, "Historic process instance cannot be found",
                   "historicProcessInstanceId");
  }
  const std::string words = "Historic process instance '" + id + "' cannot be restarted. ";
  if (!row->end_time) {
    return fail(ErrorKind::kProcessEngine,
                "ENGINE-13040 " + words + "It is not completed or terminated.");
  }
  if (row->process_definition_id != definition_id) {
    return fail(ErrorKind::kProcessEngine,
                "ENGINE-13039 " + words + "Its process definition '" + row->process_definition_id +
                    "' does not match given process definition '" + definition_id + "'");
  }
  return *row;
}

Result<Variables> variables_of(Context& context, const std::string& id, bool initial) {
  Variables variables;
  if (initial) {
    PROCOS_ASSIGN(const auto details,
                  find_rows<state::HiDetailRow>(
                      context, {{"executionId", {id}}, {"variableUpdates", {}}, {"initial", {}}}));
    for (const auto& row : details) variables.push_back({row.name, row.value, false});
    return variables;
  }
  PROCOS_ASSIGN(const auto rows,
                find_rows<state::HiVariableRow>(context, {{"executionIdIn", {id}}}));
  for (const auto& row : rows) variables.push_back({row.name, row.value, false});
  return variables;
}

}  // namespace

Status check_restart(const RestartInstances& request) {
  if (request.instructions.empty()) {
    return fail(ErrorKind::kBadUserRequest,
                "Restart instructions cannot be empty: instructions is empty");
  }
  if (request.instance_ids.empty()) {
    return fail(ErrorKind::kBadUserRequest, "processInstanceIds is empty");
  }
  return no_blank_id("Process instance ids", request.instance_ids);
}

Status restart_instances(Context& context, const RestartInstances& request) {
  PROCOS_TRY(check_restart(request));
  PROCOS_ASSIGN(const state::DefinitionPtr definition,
                require_definition(context, request.definition_id));
  Operation(context, "RestartProcessInstance", "ProcessInstance", kOperator)
      .in_definition(request.definition_id)
      .write(many_instances(request.instance_ids.size(), false));
  for (const std::string& id : request.instance_ids) {
    PROCOS_ASSIGN(const HiProcessInstanceRow ended,
                  require_ended(context, id, request.definition_id));
    StartInstance start;
    start.definition_id = request.definition_id;
    start.instructions = request.instructions;
    start.skip_custom_listeners = request.skip_custom_listeners;
    start.skip_io_mappings = request.skip_io_mappings;
    if (!request.without_business_key) start.business_key = ended.business_key;
    if (definition->row.tenant_id.empty()) start.tenant_id = ended.tenant_id;
    PROCOS_ASSIGN(start.variables, variables_of(context, id, request.initial_variables));
    PROCOS_TRY(authorize_start(context, definition->row));
    PROCOS_ASSIGN(const Started started, start_instance(context, start));
    context.session.change<HiProcessInstanceRow>(
        started.instance.id,
        [&](HiProcessInstanceRow& row) { row.restarted_process_instance_id = id; });
  }
  return {};
}

}  // namespace procos::command
