// startInstructions of a process start, instructions of a modification or restart.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "command/commands.h"
#include "rest/json_body.h"

namespace procos::rest {

/// What the instructions are for: Camunda ignores what makes no sense there.
enum class InstructionUse : std::uint8_t {
  kModify,      ///< one instance: all of an instruction counts
  kModifyMany,  ///< several instances: no ids of instances, no variables
  kStart,       ///< no cancellations
  kRestart,     ///< neither cancellations nor variables
};

/// Nothing when the property is absent or null.
RestResult<std::optional<std::vector<command::Instruction>>> instructions_of(
    const JsonObject& body, std::string_view property, InstructionUse use);

}  // namespace procos::rest
