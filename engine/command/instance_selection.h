// Process instances that a request names by their ids and by queries, for one command on all of
// them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "command/context.h"
#include "store/query.h"

namespace procos::command {

struct InstanceSelection {
  std::optional<std::vector<std::string>> ids;  ///< null items are empty texts
  std::optional<store::Query> instances, historic_instances;

  bool given() const { return ids || instances || historic_instances; }
  /// Each once; those named by id first.
  Result<std::vector<std::string>> resolve(Context& context) const;
};

}  // namespace procos::command
