// What rows do not hold themselves but Camunda shows with them.
#pragma once

#include <type_traits>
#include <vector>

#include "rest/error_map.h"
#include "state/rows.h"

namespace procos::service {
class Engine;
}

namespace procos::rest {

/// When history is to be removed, by the process instance it belongs to: kept in the instance's row
/// only, so that the end of an instance does not rewrite all of its history.
using RemovalTimes = std::vector<std::pair<std::string, state::OptTime>>;
RestResult<RemovalTimes> removal_times(service::Engine& engine,
                                       std::vector<std::string> instance_ids);
state::OptTime removal_time_of(const RemovalTimes& times, const std::string& instance_id);

/// History that belongs to a process instance takes its removal time from there; of a task's
/// identity links only the root instance is known.
template <class Row>
RestStatus complete_rows(service::Engine& engine, std::vector<Row>& rows) {
  if constexpr (requires(Row & row) {
                  row.removal_time = row.removal_time;
                  row.root_process_instance_id;
                } && !std::is_same_v<Row, state::HiProcessInstanceRow>) {
    const auto instance_of = [](const Row& row) -> const std::string& {
      if constexpr (requires { row.process_instance_id; }) {
        return row.process_instance_id;
      } else {
        return row.root_process_instance_id;
      }
    };
    // A job of a batch may name an instance without being part of it: then it has no root.
    const auto is_open = [](const Row& row) {
      return !row.removal_time && !row.root_process_instance_id.empty();
    };
    std::vector<std::string> instances;
    for (const Row& row : rows) {
      if (is_open(row)) instances.push_back(instance_of(row));
    }
    if (instances.empty()) return {};
    PROCOS_ASSIGN(const RemovalTimes times, removal_times(engine, std::move(instances)));
    for (Row& row : rows) {
      if (is_open(row)) row.removal_time = removal_time_of(times, instance_of(row));
    }
  }
  return {};
}

}  // namespace procos::rest
