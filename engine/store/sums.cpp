#include "store/sums.h"

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
  void add_list(const char* column, const std::optional<std::vector<std::string>>& values) {
    if (!values) return;
    const nlohmann::json list = *values;
    add(std::string(column) + " IN (SELECT value FROM json_each(" +
        parameters_.add(list.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)) +
        "))");
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
  conditions.add((alias + ".process_definition_id = ").c_str(),
                 std::optional<std::string>(query.definition_id));
  if (!kind.empty()) conditions.add(kind);
  conditions.add("p.start_time <= ", query.started_before);
  conditions.add("p.start_time >= ", query.started_after);
  conditions.add("p.end_time <= ", query.finished_before);
  conditions.add("p.end_time >= ", query.finished_after);
  conditions.add_list((alias + ".process_instance_id").c_str(), query.instance_ids);
  return conditions.text();
}

/// " JOIN ..." where the times of the process instance count.
std::string join_of(const std::string& alias, const ActivityCountsQuery& query) {
  const bool with_times = query.started_before || query.started_after || query.finished_before ||
                          query.finished_after;
  return with_times ? " JOIN hi_process_instance p ON p.id = " + alias + ".process_instance_id"
                    : "";
}

}  // namespace

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

std::vector<CleanableCounts> count_cleanable(Connection& connection, const std::string& table,
                                             const std::string& column, TimeMs now) {
  Parameters parameters;
  const std::string sql = "SELECT " + column + ", sum(end_time IS NOT NULL), "
                          "sum(ifnull(removal_time <= " + parameters.add(now) + ", 0)) FROM " +
                          table + " GROUP BY " + column;
  std::vector<CleanableCounts> all;
  for_each_row(connection, sql, parameters, [&](const Statement& row) {
    all.push_back({std::string(row.text(0)), row.integer(1), row.integer(2)});
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
  return count_cleanable(connection, "hi_process_instance", "process_definition_id", now);
}

std::vector<CleanableCounts> count_cleanable_batches(Connection& connection, TimeMs now) {
  return count_cleanable(connection, "hi_batch", "type", now);
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
