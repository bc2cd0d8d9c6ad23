// Camunda's ModifyProcessInstanceCmd and ProcessInstanceModificationCmd.
#include "command/instructions.h"
#include "command/operation_log.h"
#include "command/support.h"

namespace procos::command {
namespace {

Result<state::Instance*> require_modifiable(Context& context, const std::string& id) {
  state::Instance* instance = context.session.find_instance(id);
  if (instance == nullptr) {
    return fail(ErrorKind::kProcessEngine,
                "ENGINE-13036 Process instance '" + id +
                    "' cannot be modified. The process instance does not exist");
  }
  return instance;
}

Status modify(Context& context, state::Instance& instance,
              const std::vector<Instruction>& instructions, InstructionOptions options) {
  state::Execution& root = *instance.root;
  remember_transitions(instance, instructions, options);
  context.interpreter.begin_modification(root);
  for (const Instruction& instruction : instructions) {
    PROCOS_TRY(carry_out(context, instance, instruction, options));
  }
  exec::Interpreter::DeleteOptions end;
  end.skip_listeners = options.skip_custom_listeners;
  end.skip_io_mappings = options.skip_io_mappings;
  end.externally_terminated = options.externally_terminated;
  return context.interpreter.end_modification(root, end);
}

/// Where only the instances that an activity has now are meant, they are named one by one.
Result<std::vector<Instruction>> resolve_current(Context& context, const state::Instance& instance,
                                                 const std::vector<Instruction>& instructions) {
  std::vector<Instruction> resolved;
  for (const Instruction& instruction : instructions) {
    if (instruction.kind != Instruction::Kind::kCancel || !instruction.cancel_current_active_only) {
      resolved.push_back(instruction);
      continue;
    }
    PROCOS_ASSIGN(const auto current, cancellations_of(context, instance, instruction.activity_id));
    resolved.insert(resolved.end(), current.begin(), current.end());
  }
  return resolved;
}

}  // namespace

Status modify_instance(Context& context, const ModifyInstance& request) {
  PROCOS_ASSIGN(state::Instance * instance, require_modifiable(context, request.id));
  Operation(context, "ModifyProcessInstance", "ProcessInstance", kOperator)
      .in(*instance->root)
      .annotated(request.annotation)
      .write();
  return modify(context, *instance, request.instructions,
                {request.skip_custom_listeners, request.skip_io_mappings, true});
}

Status check_modification(const ModifyInstances& request) {
  if (request.instructions.empty()) {
    return fail(ErrorKind::kBadUserRequest, "Modification instructions cannot be empty is empty");
  }
  if (request.instance_ids.empty()) {
    return fail(ErrorKind::kBadUserRequest,
                "Process instance ids cannot be empty: Process instance ids is empty");
  }
  return no_blank_id("Process instance ids", request.instance_ids);
}

Status modify_instances(Context& context, const ModifyInstances& request) {
  PROCOS_TRY(check_modification(request));
  PROCOS_TRY(require_definition(context, request.definition_id));
  Operation(context, "ModifyProcessInstance", "ProcessInstance", kOperator)
      .in_definition(request.definition_id)
      .annotated(request.annotation)
      .write(many_instances(request.instance_ids.size(), false));
  for (const std::string& id : request.instance_ids) {
    PROCOS_ASSIGN(state::Instance * instance, require_modifiable(context, id));
    PROCOS_TRY(authorize(context, Check::kUpdateInstance, subject_of(instance->root->row)));
    const std::string& definition_id = instance->definition->row.id;
    if (definition_id != request.definition_id) {
      return fail(ErrorKind::kProcessEngine,
                  "ENGINE-13037 Process instance '" + id +
                      "' cannot be modified. Its process definition '" + definition_id +
                      "' does not match given process definition '" + request.definition_id + "'");
    }
    PROCOS_ASSIGN(const auto instructions,
                  resolve_current(context, *instance, request.instructions));
    PROCOS_TRY(modify(context, *instance, instructions,
                      {request.skip_custom_listeners, request.skip_io_mappings, false}));
  }
  return {};
}

}  // namespace procos::command
