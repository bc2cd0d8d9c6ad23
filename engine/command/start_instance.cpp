// Camunda's StartProcessInstanceCmd and StartProcessInstanceAtActivitiesCmd.
#include "command/form_values.h"
#include "command/instructions.h"
#include "command/operation_log.h"
#include "command/support.h"

namespace procos::command {
namespace {

/// History names the activity of the first instruction as the one that the instance starts with.
Result<const graph::Node*> first_activity(const state::Definition& definition,
                                          const Instruction& instruction) {
  auto entry = entry_of(definition, instruction);
  if (entry) return entry->activity != nullptr ? entry->activity : entry->flow->target;
  const bool by_flow = instruction.kind == Instruction::Kind::kStartTransition;
  if (entry.error().kind != ErrorKind::kNotValid ||
      instruction.kind == Instruction::Kind::kStartAfterActivity) {
    return std::unexpected(entry.error());
  }
  return is_null(ErrorKind::kNotValid,
                 "Element '" + (by_flow ? instruction.transition_id : instruction.activity_id) +
                     "' does not exist in process " + definition.row.id,
                 "targetElement");
}

Status start_at_activities(Context& context, state::Execution& root, const StartInstance& request) {
  state::Instance& instance = *root.instance;
  PROCOS_ASSIGN(const graph::Node* first,
                first_activity(*instance.definition, request.instructions.front()));
  PROCOS_TRY(context.interpreter.start_without_executing(root, *first, request.variables,
                                                         request.skip_custom_listeners));
  context.interpreter.begin_modification(root);
  // Only a single start activity has initial variables.
  instance.starting = request.instructions.size() == 1;
  for (const Instruction& instruction : request.instructions) {
    PROCOS_TRY(carry_out(context, instance, instruction,
                         {request.skip_custom_listeners, request.skip_io_mappings, false}));
  }
  return root.ended ? context.interpreter.end_modification(root, {}) : Status{};
}

Status start_at_initial(Context& context, state::Execution& root, const StartInstance& request) {
  const graph::Node* initial = root.instance->definition->graph->process().initial;
  if (!request.form || initial == nullptr) {
    return context.interpreter.start(root, nullptr, request.variables);
  }
  PROCOS_ASSIGN(const Variables submitted, submitted_variables(context, initial->form, root,
                                                               nullptr, request.variables));
  return context.interpreter.start(root, nullptr, submitted);
}

}  // namespace

Result<Started> start_instance(Context& context, const StartInstance& request) {
  if (request.definition_id.empty()) {
    return is_null(ErrorKind::kNullValue, "Invalid process definition id", "processDefinitionId");
  }
  PROCOS_ASSIGN(state::DefinitionPtr definition,
                require_definition(context, request.definition_id));
  if (definition->row.suspended) return suspended("Process Definition", definition->row.id);
  if (request.instructions.empty() && (request.skip_custom_listeners || request.skip_io_mappings)) {
    return fail(ErrorKind::kBadUserRequest,
                "ENGINE-13024 Cannot skip custom listeners or input/output mappings when start a "
                "process instance "
                "at default start activity.");
  }
  const std::string tenant_id =
      request.tenant_id.empty() ? definition->row.tenant_id : request.tenant_id;
  state::Execution& root = context.session.create_instance(
      std::move(definition), request.business_key, nullptr, tenant_id);
  root.row.case_instance_id = request.case_instance_id;
  state::Instance& instance = *root.instance;
  if (request.returns_variables) instance.final_variables = std::make_unique<state::VariableList>();
  PROCOS_TRY(request.instructions.empty() ? start_at_initial(context, root, request)
                                          : start_at_activities(context, root, request));
  if (context.session.logs_operations()) {
    Operation(context, "Create", "ProcessInstance", kOperator).in(root).write();
  }
  Started started;
  started.instance = root.row;
  started.ended = root.removed || root.ended;
  if (!request.returns_variables) return started;
  if (started.ended) {
    for (auto& [name, value] : *instance.final_variables) {
      started.variables.push_back({name, std::move(value), false});
    }
  } else {
    for (const auto& variable : root.variables) {
      started.variables.push_back({variable->row.name, variable->row.value, variable->transient});
    }
  }
  return started;
}

}  // namespace procos::command
