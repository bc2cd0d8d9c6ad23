// DMN XML -> the decisions that a file defines.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/problem.h"

namespace procos::dmn {

struct Decision {
  std::string id, name, version_tag;
  std::optional<int> history_time_to_live;  ///< days
};

/// What a file defines: decisions, and with more than one of them the graph of their requirements.
struct Definitions {
  std::string id, name, target_namespace;
  std::vector<Decision> decisions;
};

/// Any thread. Checks what Camunda checks when it deploys a file; nullopt when something is wrong,
/// which `problems` then says. Decisions with another logic than a table or a literal expression
/// are left out, as Camunda does not know them; each is a warning.
std::optional<Definitions> read(std::string_view xml, bool require_history_time_to_live,
                                model::Problems& problems);

}  // namespace procos::dmn
