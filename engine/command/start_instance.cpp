// Camunda's StartProcessInstanceCmd.
#include "command/support.h"

namespace procos::command {

Result<Started> start_instance(Context& context, const StartInstance& request) {
  if (request.definition_id.empty()) {
    return is_null(ErrorKind::kNullValue, "Invalid process definition id", "processDefinitionId");
  }
  PROCOS_ASSIGN(state::DefinitionPtr definition,
                require_definition(context, request.definition_id));
  if (definition->row.suspended) return suspended("Process Definition", definition->row.id);
  if (!request.instructions.empty()) {
    return fail(ErrorKind::kUnsupported,
                "Starting a process instance by instructions (startInstructions) is not supported; "
                "start it at "
                "its start event.");
  }
  if (request.skip_custom_listeners || request.skip_io_mappings) {
    return fail(ErrorKind::kBadUserRequest,
                "ENGINE-13024 Cannot skip custom listeners or input/output mappings when start a "
                "process instance "
                "at default start activity.");
  }
  const std::string tenant_id = definition->row.tenant_id;
  state::Execution& root = context.session.create_instance(
      std::move(definition), request.business_key, nullptr, tenant_id);
  state::Instance& instance = *root.instance;
  instance.final_variables = std::make_unique<state::VariableList>();
  PROCOS_TRY(context.interpreter.start(root, nullptr, request.variables));
  Started started;
  started.instance = root.row;
  started.ended = root.removed || root.ended;
  if (started.ended) {
    started.variables = std::move(*instance.final_variables);
  } else {
    for (const auto& variable : root.variables) {
      started.variables.emplace_back(variable->row.name, variable->row.value);
    }
  }
  return started;
}

}  // namespace procos::command
