#include "store/reports.h"

#include <nlohmann/json.hpp>

#include "store/compile.h"
#include "store/connection.h"

namespace procos::store {
namespace {

/// Conditions joined by AND, with their parameters.
class Conditions {
 public:
  explicit Conditions(Parameters& parameters) : parameters_(parameters) {}
  template <class T>
  void add(const char* condition, const std::optional<T>& value) {
    if (value) add(std::string(condition) + parameters_.add(Param(*value)));
  }
  void add(const std::string& condition) {
    text_ += (text_.empty() ? " WHERE " : " AND ") + condition;
  }
  void add_ids(const std::string& column, const std::optional<std::vector<std::string>>& ids) {
    if (ids) add(column + " IN " + parameters_.add_ids(*ids));
  }
  const std::string& text() const { return text_; }

 private:
  Parameters& parameters_;
  std::string text_;
};

/// Calls `visit` for every row.
template <class Visit>
void for_each_row(Connection& connection, const std::string& sql, const Parameters& parameters,
                  Visit visit) {
  Use statement(connection.query(sql));
  parameters.bind_to(*statement);
  while (statement->step()) visit(*statement);
}

/// What activities and incidents of a definition have to fulfil; `alias` is their table.
std::string conditions_of(const std::string& alias, const ActivityCountsQuery& query,
                          const std::string& kind, Parameters& parameters) {
  Conditions conditions(parameters);
  conditions.add(alias + ".process_definition_id = " + parameters.add_id(query.definition_id));
  if (!kind.empty()) conditions.add(kind);
  conditions.add("p.start_time <= ", query.started_before);
  conditions.add("p.start_time >= ", query.started_after);
  conditions.add("p.end_time <= ", query.finished_before);
  conditions.add("p.end_time >= ", query.finished_after);
  conditions.add_ids(alias + ".process_instance_id", query.instance_ids);
  return conditions.text();
}

/// " JOIN ..." where the times of the process instance count.
std::string join_of(const std::string& alias, const ActivityCountsQuery& query) {
  const bool with_times = query.started_before || query.started_after || query.finished_before ||
                          query.finished_after;
  return with_times ? " JOIN hi_process_instance p ON p.id = " + alias + ".process_instance_id"
                    : "";
}

std::string period_of(const std::string& column, PeriodUnit unit) {
  const std::string month =
      "CAST(strftime('%m', " + column + " / 1000, 'unixepoch', 'localtime') AS INTEGER)";
  return unit == PeriodUnit::kMonth ? month : "(" + month + " + 2) / 3";
}

template <class Row>
Result<std::vector<DurationReport>> durations(Connection& connection, const Query& query,
                                              const std::string& table, const std::string& column,
                                              PeriodUnit unit) {
  PROCOS_ASSIGN(const Compiled compiled, compile(entity<Row>(), query));
  const std::string duration = "r.end_time - r.start_time";
  const std::string sql = "SELECT " + period_of(column, unit) + " AS period, min(" + duration +
                          "), max(" + duration + "), avg(" + duration + ") FROM " + table + " r" +
                          compiled.where + " GROUP BY period ORDER BY period";
  std::vector<DurationReport> report;
  for_each_row(connection, sql, compiled.parameters, [&](const Statement& row) {
    report.push_back({row.integer(0), row.integer(1), row.integer(2),
                      static_cast<std::int64_t>(row.real(3))});
  });
  return report;
}

}  // namespace

Result<std::vector<DurationReport>> instance_durations(Connection& connection, const Query& query,
                                                       PeriodUnit unit) {
  return durations<state::HiProcessInstanceRow>(connection, query, "hi_process_instance",
                                                "r.start_time", unit);
}

Result<std::vector<DurationReport>> task_durations(Connection& connection, const Query& query,
                                                   PeriodUnit unit) {
  return durations<state::HiTaskRow>(connection, query, "hi_task", "r.end_time", unit);
}

Result<std::vector<TaskCount>> completed_tasks(Connection& connection, const Query& query,
                                               bool by_name) {
  PROCOS_ASSIGN(const Compiled compiled, compile(entity<state::HiTaskRow>(), query));
  const std::string name = by_name ? "r.name" : "NULL";
  const std::string order =
      by_name ? "c.name, c.count DESC" : "d.name, d.key, c.count DESC";
  const std::string sql =
      "SELECT c.count, d.id, d.key, d.name, c.name, d.tenant_id FROM (SELECT count(*) AS count, " +
      name + " AS name, r.process_definition_key AS key, r.tenant_id AS tenant FROM hi_task r" +
      compiled.where +
      " GROUP BY 2, 3, 4) c JOIN process_definition d ON d.key = c.key AND d.tenant_id IS c.tenant "
      "AND d.version = (SELECT max(l.version) FROM process_definition l WHERE l.key = d.key AND "
      "l.tenant_id IS d.tenant_id) " +
      (by_name ? "WHERE c.name IS NOT NULL " : "") + "ORDER BY " + order;
  std::vector<TaskCount> report;
  for_each_row(connection, sql, compiled.parameters, [&](const Statement& row) {
    TaskCount& count = report.emplace_back();
    count.count = row.integer(0);
    count.process_definition_id = row.id(1);
    count.process_definition_key = row.text(2);
    count.process_definition_name = row.text(3);
    count.task_name = row.text(4);
    count.tenant_id = row.id(5);
  });
  return report;
}

std::vector<GroupCount> open_tasks_by_group(Connection& connection) {
  const std::string sql =
      "SELECT l.group_id, count(*) FROM task t LEFT JOIN identity_link l ON l.task_id = t.id "
      "WHERE t.assignee IS NULL GROUP BY l.group_id ORDER BY l.group_id";
  std::vector<GroupCount> report;
  for_each_row(connection, sql, {}, [&](const Statement& row) {
    report.push_back({row.id(0), row.integer(1)});
  });
  return report;
}

std::vector<ActivityCounts> count_activities(Connection& connection,
                                             const ActivityCountsQuery& query) {
  Parameters parameters;
  std::string kind;
  if (!query.finished) {
    kind = "(a.end_time IS NULL";
    if (query.canceled) kind += " OR a.state & 2";
    if (query.complete_scope) kind += " OR a.state & 1";
    kind += ")";
  }
  std::string sql =
      "SELECT id, sum(running), sum(finished), sum(canceled), sum(complete), sum(open), "
      "sum(resolved), sum(deleted) FROM (SELECT a.activity_id AS id, "
      "a.end_time IS NULL AS running, a.end_time IS NOT NULL AS finished, "
      "(a.state & 2) <> 0 AS canceled, "
      "(a.state & 1) <> 0 AS complete, 0 AS open, 0 AS resolved, 0 AS deleted FROM hi_activity a" +
      join_of("a", query) + conditions_of("a", query, kind, parameters);
  if (query.incidents) {
    sql += " UNION ALL SELECT i.activity_id, 0, 0, 0, 0, i.state = 0, i.state = 1, i.state = 2 "
           "FROM hi_incident i" +
           join_of("i", query) + conditions_of("i", query, {}, parameters);
  }
  sql += ") GROUP BY id ORDER BY id";
  std::vector<ActivityCounts> all;
  for_each_row(connection, sql, parameters, [&](const Statement& row) {
    ActivityCounts& counts = all.emplace_back();
    counts.activity_id = row.text(0);
    counts.instances = row.integer(1);
    if (query.finished) counts.finished = row.integer(2);
    if (query.canceled) counts.canceled = row.integer(3);
    if (query.complete_scope) counts.complete_scope = row.integer(4);
    counts.open_incidents = row.integer(5);
    counts.resolved_incidents = row.integer(6);
    counts.deleted_incidents = row.integer(7);
  });
  return all;
}

namespace {

/// `end`: the column that is set once a row's time to live runs.
std::vector<CleanableCounts> count_cleanable(Connection& connection, const std::string& table,
                                             const std::string& column, const std::string& end,
                                             TimeMs now) {
  Parameters parameters;
  const std::string sql = "SELECT " + column + ", sum(" + end + " IS NOT NULL), "
                          "sum(ifnull(removal_time <= " + parameters.add(now) + ", 0)) FROM " +
                          table + " GROUP BY " + column;
  std::vector<CleanableCounts> all;
  for_each_row(connection, sql, parameters, [&](const Statement& row) {
    all.push_back({row.id(0), row.integer(1), row.integer(2)});
  });
  return all;
}

std::string metric_conditions(const MetricsQuery& query, Parameters& parameters) {
  Conditions conditions(parameters);
  conditions.add("name = ", query.name);
  conditions.add("reporter = ", query.reporter);
  conditions.add("time >= ", query.start);
  conditions.add("time < ", query.end);
  return conditions.text();
}

}  // namespace

std::vector<CleanableCounts> count_cleanable_instances(Connection& connection, TimeMs now) {
  return count_cleanable(connection, "hi_process_instance", "process_definition_id",
                         "end_time", now);
}

std::vector<CleanableCounts> count_cleanable_decisions(Connection& connection, TimeMs now) {
  return count_cleanable(connection, "hi_decision_instance", "decision_definition_id",
                         "evaluation_time", now);
}

std::vector<CleanableCounts> count_cleanable_batches(Connection& connection, TimeMs now) {
  return count_cleanable(connection, "hi_batch", "type", "end_time", now);
}

std::int64_t sum_metrics(Connection& connection, const MetricsQuery& query) {
  Parameters parameters;
  std::int64_t sum = 0;
  for_each_row(connection,
               "SELECT ifnull(sum(value), 0) FROM metric" + metric_conditions(query, parameters),
               parameters, [&](const Statement& row) { sum = row.integer(0); });
  return sum;
}

std::vector<MetricInterval> list_metrics(Connection& connection, const MetricsQuery& query) {
  Parameters parameters;
  const std::string interval = parameters.add(query.interval_s * 1000);
  const std::string reporter = query.all_reporters_together ? "NULL" : "reporter";
  std::string sql = "SELECT time / " + interval + " * " + interval + " AS at, name, " + reporter +
                    " AS by, sum(value) FROM metric" + metric_conditions(query, parameters) +
                    " GROUP BY name, by, at ORDER BY at DESC, name, by";
  sql += " LIMIT " + parameters.add(query.max) + " OFFSET " + parameters.add(query.first);
  std::vector<MetricInterval> all;
  for_each_row(connection, sql, parameters, [&](const Statement& row) {
    all.push_back({row.integer(0), std::string(row.text(1)), std::string(row.text(2)),
                   row.integer(3)});
  });
  return all;
}

std::int64_t count_task_workers(Connection& connection, const std::optional<TimeMs>& start,
                                const std::optional<TimeMs>& end) {
  Parameters parameters;
  Conditions conditions(parameters);
  conditions.add("time >= ", start);
  conditions.add("time < ", end);
  std::int64_t count = 0;
  for_each_row(connection,
               "SELECT count(DISTINCT worker) FROM task_meter" + conditions.text(), parameters,
               [&](const Statement& row) { count = row.integer(0); });
  return count;
}

}  // namespace procos::store
