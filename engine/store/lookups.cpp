#include "store/lookups.h"

namespace procos::store {
namespace {

/// SELECT of all columns, oldest row first: ids are ordered by time.
template <class Row>
std::string select_where(std::string_view condition, std::string_view order = "r.id") {
  std::string sql =
      "SELECT " + select_list(table<Row>()) + " FROM " + table<Row>().name + " r WHERE ";
  return sql.append(condition).append(" ORDER BY ").append(order);
}

template <class Row>
std::vector<Row> read_all(Statement& statement) {
  std::vector<Row> rows;
  while (statement.step()) read_row(statement, rows.emplace_back());
  return rows;
}

template <class Row>
void load_rows(Connection& connection, const std::string& process_instance_id,
               std::vector<Row>& rows) {
  // Jobs of a batch may name the instance that they work on, but hang on no execution.
  static const std::string kSql =
      select_where<Row>(std::is_same_v<Row, state::JobRow>
                            ? "r.process_instance_id=? AND r.execution_id IS NOT NULL"
                            : "r.process_instance_id=?");
  Use statement(connection.fixed(kSql));
  statement->bind_id(1, process_instance_id);
  rows = read_all<Row>(*statement);
}

void bind_id_or_null(Statement& statement, int at, const std::string& id) {
  id.empty() ? statement.bind_null(at) : statement.bind_id(at, id);
}

void bind_or_null(Statement& statement, int at, const std::string& text) {
  text.empty() ? statement.bind_null(at) : statement.bind(at, std::string_view(text));
}

}  // namespace

state::InstanceRows load_instance(Connection& connection, const std::string& process_instance_id) {
  state::InstanceRows rows;
  load_rows(connection, process_instance_id, rows.executions);
  if (rows.executions.empty()) return rows;
  load_rows(connection, process_instance_id, rows.variables);
  load_rows(connection, process_instance_id, rows.tasks);
  load_rows(connection, process_instance_id, rows.identity_links);
  load_rows(connection, process_instance_id, rows.external_tasks);
  load_rows(connection, process_instance_id, rows.jobs);
  load_rows(connection, process_instance_id, rows.subscriptions);
  load_rows(connection, process_instance_id, rows.incidents);
  return rows;
}

std::vector<state::VariableRow> find_variables(Connection& connection,
                                               const std::string& process_instance_id) {
  std::vector<state::VariableRow> rows;
  load_rows(connection, process_instance_id, rows);
  return rows;
}

std::vector<state::ExecutionRow> find_executions(Connection& connection,
                                                 const std::string& process_instance_id) {
  std::vector<state::ExecutionRow> rows;
  load_rows(connection, process_instance_id, rows);
  return rows;
}

namespace {

/// The versions of a process or decision that the query means, the highest first.
template <class Row>
std::vector<Row> find_versions(Connection& connection, const state::DefinitionQuery& query) {
  static const std::string kSql = select_where<Row>(
      "r.key=?1 AND r.tenant_id IS ?2 AND (?3 IS NULL OR r.version=?3) "
      "AND (?4 IS NULL OR r.version_tag=?4) AND (?5 IS NULL OR r.deployment_id=?5)",
      "r.version DESC");
  const std::string tenant_id = query.tenant_id.value_or("");  // bound by reference
  Use statement(connection.fixed(kSql));
  statement->bind(1, std::string_view(query.key));
  bind_id_or_null(*statement, 2, tenant_id);
  query.version ? statement->bind(3, *query.version) : statement->bind_null(3);
  bind_or_null(*statement, 4, query.version_tag);
  bind_id_or_null(*statement, 5, query.deployment_id);
  std::vector<Row> rows = read_all<Row>(*statement);
  // Several definitions may carry one tag, which the caller has to see; otherwise the highest
  // version is meant.
  if (query.version_tag.empty() && rows.size() > 1) rows.resize(1);
  return rows;
}

}  // namespace

std::vector<state::DefinitionRow> find_definitions(Connection& connection,
                                                   const state::DefinitionQuery& query) {
  return find_versions<state::DefinitionRow>(connection, query);
}

std::vector<state::DecisionDefinitionRow> find_decisions(Connection& connection,
                                                         const state::DefinitionQuery& query) {
  return find_versions<state::DecisionDefinitionRow>(connection, query);
}

namespace {

std::vector<state::EventSubscriptionRow> subscriptions(Connection& connection,
                                                       const std::string& sql,
                                                       std::string_view event_type,
                                                       std::string_view event_name) {
  Use statement(connection.fixed(sql));
  statement->bind(1, event_type);
  event_name.empty() ? statement->bind_null(2) : statement->bind(2, event_name);
  return read_all<state::EventSubscriptionRow>(*statement);
}

}  // namespace

std::vector<state::EventSubscriptionRow> find_subscriptions(Connection& connection,
                                                            std::string_view event_type,
                                                            std::string_view event_name) {
  static const std::string kSql =
      select_where<state::EventSubscriptionRow>("r.event_type=? AND r.event_name IS ?");
  return subscriptions(connection, kSql, event_type, event_name);
}

std::vector<state::EventSubscriptionRow> find_start_subscriptions(Connection& connection,
                                                                  std::string_view event_type,
                                                                  std::string_view event_name) {
  static const std::string kSql = select_where<state::EventSubscriptionRow>(
      "r.event_type=? AND r.event_name IS ? AND r.process_instance_id IS NULL");
  return subscriptions(connection, kSql, event_type, event_name);
}

std::vector<state::ExecutionRow> find_called_instances(Connection& connection,
                                                       const std::string& super_execution_id) {
  static const std::string kSql = select_where<state::ExecutionRow>("r.super_execution_id=?");
  Use statement(connection.fixed(kSql));
  statement->bind_id(1, super_execution_id);
  return read_all<state::ExecutionRow>(*statement);
}

std::vector<state::IncidentRow> find_incidents_by_cause(Connection& connection,
                                                        const std::string& cause_incident_id) {
  static const std::string kSql = select_where<state::IncidentRow>("r.cause_incident_id=?");
  Use statement(connection.fixed(kSql));
  statement->bind_id(1, cause_incident_id);
  return read_all<state::IncidentRow>(*statement);
}

}  // namespace procos::store
