// Reports: numbers over many rows, grouped by the database.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/query.h"

namespace procos::store {

/// By the month or the quarter of a time, in local time.
enum class PeriodUnit : std::uint8_t { kMonth, kQuarter };

struct DurationReport {
  std::int64_t period = 0;  ///< 1 to 12 or 1 to 4
  std::int64_t minimum_ms = 0, maximum_ms = 0, average_ms = 0;
};

/// How long ended process instances ran, by when they started; `query` says which.
Result<std::vector<DurationReport>> instance_durations(Connection& connection, const Query& query,
                                                       PeriodUnit unit);
/// How long ended tasks were open, by when they ended.
Result<std::vector<DurationReport>> task_durations(Connection& connection, const Query& query,
                                                   PeriodUnit unit);

struct TaskCount {
  std::int64_t count = 0;
  std::string process_definition_id, process_definition_key, process_definition_name;  ///< latest
  std::string task_name, tenant_id;
};
/// Ended tasks by process definition key and, if asked for, by their name; for definitions that
/// are still deployed.
Result<std::vector<TaskCount>> completed_tasks(Connection& connection, const Query& query,
                                               bool by_name);

struct GroupCount {
  std::string group_id;  ///< empty: of no group
  std::int64_t count = 0;
};
/// Tasks without assignee by the groups they are offered to.
std::vector<GroupCount> open_tasks_by_group(Connection& connection);

}  // namespace procos::store
