// startInstructions of a process start and instructions of a modification.
#pragma once

#include <vector>

#include "command/commands.h"
#include "rest/json_body.h"

namespace procos::rest {

RestResult<std::vector<command::Instruction>> instructions_of(const JsonObject& body,
                                                              std::string_view property);

}  // namespace procos::rest
