#include "store/reports.h"

#include "store/compile.h"
#include "store/connection.h"

namespace procos::store {
namespace {

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
  Use statement(connection.query("SELECT " + period_of(column, unit) + " AS period, min(" +
                                 duration + "), max(" + duration + "), avg(" + duration +
                                 ") FROM " + table + " r" + compiled.where +
                                 " GROUP BY period ORDER BY period"));
  compiled.parameters.bind_to(*statement);
  std::vector<DurationReport> report;
  while (statement->step()) {
    report.push_back({statement->integer(0), statement->integer(1), statement->integer(2),
                      static_cast<std::int64_t>(statement->real(3))});
  }
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
  Use statement(connection.query(
      "SELECT c.count, d.id, d.key, d.name, c.name, d.tenant_id FROM (SELECT count(*) AS count, " +
      name + " AS name, r.process_definition_key AS key, r.tenant_id AS tenant FROM hi_task r" +
      compiled.where +
      " GROUP BY 2, 3, 4) c JOIN process_definition d ON d.key = c.key AND d.tenant_id IS c.tenant "
      "AND d.version = (SELECT max(l.version) FROM process_definition l WHERE l.key = d.key AND "
      "l.tenant_id IS d.tenant_id) " +
      (by_name ? "WHERE c.name IS NOT NULL " : "") + "ORDER BY " + order));
  compiled.parameters.bind_to(*statement);
  std::vector<TaskCount> report;
  while (statement->step()) {
    TaskCount& row = report.emplace_back();
    row.count = statement->integer(0);
    row.process_definition_id = statement->text(1);
    row.process_definition_key = statement->text(2);
    row.process_definition_name = statement->text(3);
    row.task_name = statement->text(4);
    row.tenant_id = statement->text(5);
  }
  return report;
}

std::vector<GroupCount> open_tasks_by_group(Connection& connection) {
  static const std::string kSql =
      "SELECT l.group_id, count(*) FROM task t LEFT JOIN identity_link l ON l.task_id = t.id "
      "WHERE t.assignee IS NULL GROUP BY l.group_id ORDER BY l.group_id";
  Use statement(connection.fixed(kSql));
  std::vector<GroupCount> report;
  while (statement->step()) {
    report.push_back({std::string(statement->text(0)), statement->integer(1)});
  }
  return report;
}

}  // namespace procos::store
