// What rows do not hold themselves but Camunda shows with them.
#pragma once

#include <vector>

#include "rest/error_map.h"
#include "state/rows.h"

namespace procos::service {
class Engine;
}

namespace procos::rest {

/// When history is to be removed, by the root process instance it belongs to: kept in one row only,
/// so that the end of an instance does not rewrite all of its history.
using RemovalTimes = std::vector<std::pair<std::string, state::OptTime>>;
RestResult<RemovalTimes> removal_times(service::Engine& engine, std::vector<std::string> root_ids);
state::OptTime removal_time_of(const RemovalTimes& times, const std::string& root_id);

/// History that belongs to a root instance takes its removal time from there.
template <class Row>
RestStatus complete_rows(service::Engine& engine, std::vector<Row>& rows) {
  if constexpr (requires(Row & row) {
                  row.removal_time = row.removal_time;
                  row.root_process_instance_id;
                }) {
    std::vector<std::string> roots;
    for (const Row& row : rows) {
      if (!row.removal_time && !row.root_process_instance_id.empty()) {
        roots.push_back(row.root_process_instance_id);
      }
    }
    if (roots.empty()) return {};
    PROCOS_ASSIGN(const RemovalTimes times, removal_times(engine, std::move(roots)));
    for (Row& row : rows) {
      if (!row.removal_time) {
        row.removal_time = removal_time_of(times, row.root_process_instance_id);
      }
    }
  }
  return {};
}

}  // namespace procos::rest
