// Numbers over many rows that no list of them could answer, summed by the database: reports and
// metrics.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/query.h"

namespace procos::store {

// ---- durations and open work ----

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

// ---- history of activities ----

struct ActivityCounts {
  std::string activity_id;
  std::int64_t instances = 0;  ///< running
  std::int64_t finished = 0, canceled = 0, complete_scope = 0;
  std::int64_t open_incidents = 0, resolved_incidents = 0, deleted_incidents = 0;
};

/// Times are those of the process instances.
struct ActivityCountsQuery {
  std::string definition_id;
  bool finished = false, canceled = false, complete_scope = false, incidents = false;
  std::optional<TimeMs> started_before, started_after, finished_before, finished_after;
  std::optional<std::vector<std::string>> instance_ids;
};
/// In the order of the activities' ids; counts that were not asked for are 0.
std::vector<ActivityCounts> count_activities(Connection& connection,
                                             const ActivityCountsQuery& query);

// ---- what the history cleanup could remove ----

struct CleanableCounts {
  std::string of;  ///< a definition's id, or a batch's type
  std::int64_t finished = 0, cleanable = 0;
};
std::vector<CleanableCounts> count_cleanable_instances(Connection& connection, TimeMs now);
std::vector<CleanableCounts> count_cleanable_decisions(Connection& connection, TimeMs now);
std::vector<CleanableCounts> count_cleanable_batches(Connection& connection, TimeMs now);

// ---- metrics ----

struct MetricsQuery {
  std::optional<std::string> name, reporter;
  std::optional<TimeMs> start, end;  ///< from, and before
  std::int64_t interval_s = 900;
  bool all_reporters_together = false;
  std::int64_t first = 0, max = 200;
};
struct MetricInterval {
  TimeMs time = 0;
  std::string name, reporter;
  std::int64_t value = 0;
};
std::int64_t sum_metrics(Connection& connection, const MetricsQuery& query);
/// Newest first.
std::vector<MetricInterval> list_metrics(Connection& connection, const MetricsQuery& query);
std::int64_t count_task_workers(Connection& connection, const std::optional<TimeMs>& start,
                                const std::optional<TimeMs>& end);

}  // namespace procos::store
