// Which decisions (DMN 1.3) models can refer to. Until they are evaluated this only tells a model whose decisions are at
// least there from one that can never work.
#pragma once

#include <string>
#include <vector>

#include "command/commands.h"

namespace procos::command {

/// Whether a DMN file among `resources`, or one that was deployed before, has a decision of this id.
bool has_decision(Context& context, const std::vector<Resource>& resources, const std::string& id);

}  // namespace procos::command
