#include "store/schema.h"

#include <vector>

#include "store/connection.h"

namespace procos::store {
namespace {

constexpr std::int64_t kApplicationId = 0x50726f63;  // "Proc"

std::vector<std::string> texts(Connection& connection, const std::string& sql) {
  std::vector<std::string> all;
  Use statement(connection.query(sql));
  while (statement->step()) all.emplace_back(statement->text(0));
  return all;
}

/// The columns that two tables have both, between commas.
std::string shared_columns(Connection& connection, const std::string& one,
                           const std::string& other) {
  std::string list;
  for (const std::string& column :
       texts(connection, "SELECT name FROM pragma_table_info('" + one +
                             "') WHERE name IN (SELECT name FROM pragma_table_info('" + other +
                             "'))")) {
    list += (list.empty() ? "" : ", ") + column;
  }
  return list;
}

/// The tables as the schema has them, filled from those that are there.
void make_anew(Connection& connection, const Schema& schema) {
  const auto run = [&connection](const std::string& sql) { connection.exec(sql.c_str()); };
  for (const std::string& index : texts(
           connection, "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")) {
    run("DROP INDEX " + index);
  }
  const std::vector<std::string> tables =
      texts(connection,
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'");
  for (const std::string& table : tables) run("ALTER TABLE " + table + " RENAME TO old_" + table);
  run(std::string(schema.sql));
  for (const std::string& table : tables) {
    const std::string columns = shared_columns(connection, "old_" + table, table);
    if (!columns.empty()) {
      run("DELETE FROM " + table);
      run("INSERT INTO " + table + " (" + columns + ") SELECT " + columns + " FROM old_" + table);
    }
    run("DROP TABLE old_" + table);
  }
}

}  // namespace

Result<int> schema_version(Connection& connection, const std::string& path,
                           const Schema& schema) {
  const std::int64_t version = connection.integer("PRAGMA user_version");
  const bool empty = connection.integer("SELECT count(*) FROM sqlite_schema") == 0;
  if (!empty && connection.integer("PRAGMA application_id") != kApplicationId) {
    return fail(ErrorKind::kProcessEngine,
                path + " is a database of another program; name another file");
  }
  if (version > schema.version) {
    return fail(ErrorKind::kProcessEngine,
                path + " has schema version " + std::to_string(version) +
                    ", but this program knows only " + std::to_string(schema.version) +
                    "; use the newer ProcOS that wrote it, or another file");
  }
  return static_cast<int>(version);
}

Status bring_up_to_date(Connection& connection, const std::string& path, const Schema& schema) {
  // Both without effect inside a transaction. A table that is renamed stays what others refer to by
  // its old name.
  connection.exec("PRAGMA foreign_keys = 0; PRAGMA legacy_alter_table = 1");
  // The version is read inside the transaction, so that two programs cannot both decide to change
  // it.
  connection.exec("BEGIN IMMEDIATE");
  try {
    const Result<int> version = schema_version(connection, path, schema);
    if (!version) {
      connection.exec("ROLLBACK");
      return std::unexpected(version.error());
    }
    if (*version != schema.version) {
      *version == 0 ? connection.exec(std::string(schema.sql).c_str())
                    : make_anew(connection, schema);
      const std::string mark = "PRAGMA application_id = " + std::to_string(kApplicationId) +
                               "; PRAGMA user_version = " + std::to_string(schema.version);
      connection.exec(mark.c_str());
    }
    connection.exec("COMMIT");
  } catch (...) {
    if (connection.in_transaction()) connection.exec("ROLLBACK");
    throw;
  }
  connection.exec(kChecksReferences ? "PRAGMA foreign_keys = 1" : "PRAGMA foreign_keys = 0");
  connection.exec("PRAGMA legacy_alter_table = 0");
  return {};
}

}  // namespace procos::store
