// DMN XML -> the decisions that a file defines.
#pragma once

#include <optional>
#include <string_view>

#include "dmn/decision.h"
#include "model/problem.h"

namespace procos::dmn {

/// Any thread. Checks what Camunda checks when it deploys a file; nullopt when something is wrong,
/// which `problems` then says. Decisions with another logic than a table or a literal expression
/// are left out, as Camunda does not know them; each is a warning, and so is each expression that
/// cannot be evaluated.
std::optional<Definitions> read(std::string_view xml, bool require_history_time_to_live,
                                model::Problems& problems);

}  // namespace procos::dmn
