#include "store/migrations.h"

#include "store/connection.h"

namespace procos::store {
namespace {

constexpr std::int64_t kApplicationId = 0x50726f63;  // "Proc"

}  // namespace

Result<int> schema_version(Connection& connection, const std::string& path,
                           std::span<const Migration> steps) {
  const int newest = steps.back().version;
  const std::int64_t version = connection.integer("PRAGMA user_version");
  const bool empty = connection.integer("SELECT count(*) FROM sqlite_schema") == 0;
  if (!empty && connection.integer("PRAGMA application_id") != kApplicationId) {
    return fail(ErrorKind::kProcessEngine,
                path + " is a database of another program; name another file");
  }
  if (version > newest) {
    return fail(ErrorKind::kProcessEngine,
                path + " has schema version " + std::to_string(version) +
                    ", but this program knows only " + std::to_string(newest) +
                    "; use the newer ProcOS that wrote it, or another file");
  }
  return static_cast<int>(version);
}

Status migrate(Connection& connection, const std::string& path, std::span<const Migration> steps) {
  // The version is read inside the transaction, so that two programs cannot both decide to migrate.
  connection.exec("BEGIN IMMEDIATE");
  try {
    const Result<int> version = schema_version(connection, path, steps);
    if (!version) {
      connection.exec("ROLLBACK");
      return std::unexpected(version.error());
    }
    for (const Migration& step : steps) {
      if (step.version > *version) connection.exec(std::string(step.sql).c_str());
    }
    if (*version < steps.back().version) {
      const std::string mark = "PRAGMA application_id = " + std::to_string(kApplicationId) +
                               "; PRAGMA user_version = " + std::to_string(steps.back().version);
      connection.exec(mark.c_str());
    }
    connection.exec("COMMIT");
  } catch (...) {
    if (connection.in_transaction()) connection.exec("ROLLBACK");
    throw;
  }
  return {};
}

}  // namespace procos::store
