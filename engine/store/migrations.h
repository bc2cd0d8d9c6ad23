// The schema's history, in the binary: schemas/NNNN_*.sql.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace procos::store {

class Connection;

struct Migration {
  int version;
  std::string_view name;
  std::string_view sql;
};

/// Every migration, oldest first; versions count from 1 without gaps.
std::span<const Migration> migrations();

/// The schema version of the database, 0 for an empty one. Fails (kProcessEngine) for a database of
/// a newer version or of another program; `path` is for the message.
Result<int> schema_version(Connection& connection, const std::string& path,
                           std::span<const Migration> steps = migrations());

/// Brings the database to `steps`' last version in one transaction. Fails where schema_version
/// does.
Status migrate(Connection& connection, const std::string& path,
               std::span<const Migration> steps = migrations());

}  // namespace procos::store
