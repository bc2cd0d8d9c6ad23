#include "store/apply.h"

#include <algorithm>
#include <array>
#include <bit>
#include <stdexcept>

#include "store/connection.h"
#include "store/tables.h"

namespace procos::store {
namespace {

template <class Row>
void insert_rows(Connection& connection, const state::RowChanges<Row>& rows) {
  // Several at a time: a statement costs as much as a row.
  const auto& sql = table<Row>().insert;
  for (std::size_t at = 0, left; (left = rows.inserted.size() - at) > 0;) {
    const std::size_t size = std::min<std::size_t>(std::bit_width(left), sql.size()) - 1;
    Statement& statement = connection.fixed(sql[size]);
    int parameter = 1;
    for (const std::size_t end = at + (std::size_t{1} << size); at < end; ++at) {
      parameter = bind_insert(statement, *rows.inserted[at], parameter);
    }
    statement.run();
  }
}

/// False: what is in indices has changed as well.
template <class Row>
bool update_beside_indices(Connection& connection, const Row& row) {
  const std::string& sql = table<Row>().update_beside_indices;
  if (sql.empty()) return false;
  Statement& statement = connection.fixed(sql);
  bind_update_beside_indices(statement, row);
  statement.run();
  return connection.changes() != 0;
}

template <class Row>
void update_rows(Connection& connection, const state::RowChanges<Row>& rows) {
  if (rows.updated.empty()) return;
  Statement& statement = connection.fixed(table<Row>().update);
  for (const Row* row : rows.updated) {
    if (update_beside_indices(connection, *row)) continue;
    bind_update(statement, *row);
    statement.run();
    if constexpr (requires { typename Row::Whole; }) continue;  // nobody has seen the whole row
    // The session works on a row that is no longer there: what it decided must not be half written.
    if (connection.changes() == 0) {
      throw std::runtime_error("no row " + row->id + " to update in table " + table<Row>().name);
    }
  }
}

template <class Row>
void delete_rows(Connection& connection, const state::RowChanges<Row>& rows) {
  if (rows.deleted.empty()) return;
  Statement& statement = connection.fixed(table<Row>().remove);
  // Backward, so that rows which refer to earlier ones of their own table go first.
  for (auto id = rows.deleted.rbegin(); id != rows.deleted.rend(); ++id) {
    statement.bind_id(1, *id);
    statement.run();
  }
}

void run_with(Connection& connection, const std::string& sql, const std::string& id) {
  Statement& statement = connection.fixed(sql);
  statement.bind_id(1, id);
  statement.run();
}

void erase_history(Connection& connection, const std::string& process_instance_id) {
  // Identity links, comments and attachments may know only their task, so they go before the tasks.
  // Evaluations of decisions stay, as in Camunda, until their own removal time.
  static const std::array<std::string, 12> kErase{
      "DELETE FROM hi_comment WHERE process_instance_id=?1 OR task_id IN "
      "(SELECT id FROM hi_task WHERE process_instance_id=?1)",
      "DELETE FROM hi_attachment_content WHERE id IN (SELECT id FROM hi_attachment WHERE "
      "process_instance_id=?1 OR task_id IN (SELECT id FROM hi_task WHERE process_instance_id=?1))",
      "DELETE FROM hi_attachment WHERE process_instance_id=?1 OR task_id IN "
      "(SELECT id FROM hi_task WHERE process_instance_id=?1)",
      "DELETE FROM hi_identity_link WHERE task_id IN "
      "(SELECT id FROM hi_task WHERE process_instance_id=?)",
      "DELETE FROM hi_external_task_log WHERE process_instance_id=?",
      "DELETE FROM hi_job_log WHERE process_instance_id=?",
      "DELETE FROM hi_detail WHERE process_instance_id=?",
      "DELETE FROM hi_incident WHERE process_instance_id=?",
      "DELETE FROM hi_variable WHERE process_instance_id=?",
      "DELETE FROM hi_task WHERE process_instance_id=?",
      "DELETE FROM hi_activity WHERE process_instance_id=?",
      "DELETE FROM hi_process_instance WHERE id=?",
  };
  for (const std::string& sql : kErase) run_with(connection, sql, process_instance_id);
}

void erase_batch(Connection& connection, const std::string& batch_id) {
  // Incidents know only the log entry of the failure, so they go before the log.
  static const std::array<std::string, 3> kErase{
      "DELETE FROM hi_incident WHERE process_instance_id IS NULL AND history_configuration IN "
      "(SELECT id FROM hi_job_log WHERE batch_id=? AND state=1)",
      "DELETE FROM hi_job_log WHERE batch_id=?",
      "DELETE FROM hi_batch WHERE id=?",
  };
  for (const std::string& sql : kErase) run_with(connection, sql, batch_id);
}

void set_removal_time(Connection& connection, const state::RemovalTime& removal) {
  static const std::string kInstances =
      "UPDATE hi_process_instance SET removal_time=?1 "
      "WHERE root_process_instance_id=?2 AND root_process_instance_id<>id";
  static const std::string kDecisions =
      "UPDATE hi_decision_instance SET removal_time=?1 WHERE root_process_instance_id=?2";
  static const std::string kOwnDecisions =
      "UPDATE hi_decision_instance SET removal_time=?1 WHERE process_instance_id=?2";
  const auto set = [&](const std::string& sql) {
    Statement& statement = connection.fixed(sql);
    removal.time ? statement.bind(1, *removal.time) : statement.bind_null(1);
    statement.bind_id(2, removal.process_instance_id);
    statement.run();
  };
  if (removal.hierarchy) set(kInstances);
  set(removal.hierarchy ? kDecisions : kOwnDecisions);
}

template <std::size_t... I>
void delete_backward(Connection& connection, const state::ChangeList& changes,
                     std::index_sequence<I...>) {
  (delete_rows(connection, std::get<sizeof...(I) - 1 - I>(changes.tables)), ...);
}

}  // namespace

void apply_changes(Connection& connection, const state::ChangeList& changes) {
  std::apply([&](const auto&... rows) { (insert_rows(connection, rows), ...); }, changes.tables);
  std::apply([&](const auto&... rows) { (update_rows(connection, rows), ...); }, changes.tables);
  delete_backward(connection, changes,
                  std::make_index_sequence<std::tuple_size_v<decltype(changes.tables)>>());
  for (const auto& removal : changes.removal_times) set_removal_time(connection, removal);
  for (const std::string& id : changes.erased_histories) erase_history(connection, id);
  for (const std::string& id : changes.erased_batches) erase_batch(connection, id);
}

}  // namespace procos::store
