#include "rest/resource/instructions.h"

#include <nlohmann/json.hpp>

#include "rest/resource/variables.h"

namespace procos::rest {
namespace {

using Kind = command::Instruction::Kind;

struct InstructionType {
  std::string_view type;
  Kind kind;
};
constexpr InstructionType kInstructionTypes[] = {
    {"startBeforeActivity", Kind::kStartBeforeActivity},
    {"startAfterActivity", Kind::kStartAfterActivity},
    {"startTransition", Kind::kStartTransition},
    {"cancel", Kind::kCancel},
};

RestResult<Kind> kind_of(const std::optional<std::string>& type) {
  for (const InstructionType& row : kInstructionTypes) {
    if (type == row.type) return row.kind;
  }
  return wrong_shape("Unknown instruction type '" + type.value_or("null") + "'");
}

RestStatus check(const command::Instruction& instruction, const std::string& type,
                 InstructionUse use) {
  const auto refuse = [&](const char* message) -> RestStatus {
    return invalid_request(400, "For instruction type '" + type + "': " + message);
  };
  switch (instruction.kind) {
    case Kind::kStartBeforeActivity:
    case Kind::kStartAfterActivity:
      if (instruction.activity_id.empty()) return refuse("'activityId' must be set");
      return {};
    case Kind::kStartTransition:
      if (instruction.transition_id.empty()) return refuse("'transitionId' must be set");
      return {};
    case Kind::kCancel: break;
  }
  if (use == InstructionUse::kModifyMany && instruction.activity_id.empty()) {
    return refuse("'activityId' must be set");
  }
  if (use != InstructionUse::kModify) return {};
  const int named = (instruction.activity_id.empty() ? 0 : 1) +
                    (instruction.activity_instance_id.empty() ? 0 : 1) +
                    (instruction.transition_instance_id.empty() ? 0 : 1);
  if (named != 1) {
    return refuse(
        "exactly one, 'activityId', 'activityInstanceId', or 'transitionInstanceId', is required");
  }
  return {};
}

/// Each variable says whether it is local to the activity.
RestStatus read_instruction_variables(const JsonObject& body, command::Instruction& instruction) {
  PROCOS_ASSIGN(const auto variables, body.object("variables"));
  if (!variables) return {};
  for (const auto& [name, json] : variables->json().items()) {
    PROCOS_ASSIGN(const auto dto, JsonObject::from(json));
    PROCOS_ASSIGN(auto variable, variable_of(dto, name));
    PROCOS_ASSIGN(const bool local, dto.boolean_or("local", false));
    (local ? instruction.local_variables : instruction.variables).push_back(std::move(variable));
  }
  return {};
}

RestResult<command::Instruction> instruction_of(const JsonObject& body, InstructionUse use) {
  command::Instruction instruction;
  PROCOS_ASSIGN(const auto type, body.string("type"));
  PROCOS_ASSIGN(instruction.kind, kind_of(type));
  PROCOS_ASSIGN(auto activity, body.string("activityId"));
  PROCOS_ASSIGN(auto transition, body.string("transitionId"));
  PROCOS_ASSIGN(auto activity_instance, body.string("activityInstanceId"));
  PROCOS_ASSIGN(auto ancestor, body.string("ancestorActivityInstanceId"));
  PROCOS_ASSIGN(auto transition_instance, body.string("transitionInstanceId"));
  PROCOS_ASSIGN(instruction.cancel_current_active_only,
                body.boolean_or("cancelCurrentActiveActivityInstances", false));
  instruction.activity_id = std::move(activity).value_or("");
  instruction.transition_id = std::move(transition).value_or("");
  const bool cancel = instruction.kind == Kind::kCancel;
  if (use == InstructionUse::kModify) {
    instruction.activity_instance_id =
        std::move(cancel ? activity_instance : ancestor).value_or("");
    instruction.transition_instance_id = std::move(transition_instance).value_or("");
  }
  PROCOS_TRY(check(instruction, *type, use));
  PROCOS_TRY(check_variable_maps(body, {"variables"}));
  const bool with_variables = use == InstructionUse::kModify || use == InstructionUse::kStart;
  if (with_variables && !cancel) PROCOS_TRY(read_instruction_variables(body, instruction));
  return instruction;
}

}  // namespace

RestResult<std::optional<std::vector<command::Instruction>>> instructions_of(
    const JsonObject& body, std::string_view property, InstructionUse use) {
  PROCOS_ASSIGN(const auto objects, body.objects(property));
  if (!objects) return std::nullopt;
  const bool starts = use == InstructionUse::kStart || use == InstructionUse::kRestart;
  std::vector<command::Instruction> instructions;
  for (const JsonObject& object : *objects) {
    PROCOS_ASSIGN(auto instruction, instruction_of(object, use));
    if (starts && instruction.kind == Kind::kCancel) continue;
    instructions.push_back(std::move(instruction));
  }
  return instructions;
}

}  // namespace procos::rest
