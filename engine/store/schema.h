// The schema of the database, in the binary: schemas/schema.sql.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace procos::store {

class Connection;

inline constexpr int kSchemaVersion = 11;

/// Whether SQLite sees to the schema's references. Each execution that goes is looked for in six
/// tables then, which shows only mistakes of this program: left to the builds that look for those.
#ifdef NDEBUG
inline constexpr bool kChecksReferences = false;
#else
inline constexpr bool kChecksReferences = true;
#endif

/// schemas/schema.sql.
std::string_view schema_text();

struct Schema {
  int version = kSchemaVersion;
  std::string_view sql = schema_text();
};

/// The schema version of the database, 0 for an empty one. Fails (kProcessEngine) for a database of
/// a newer version or of another program; `path` is for the message.
Result<int> schema_version(Connection& connection, const std::string& path,
                           const Schema& schema = {});

/// Gives the database this schema in one transaction. Tables of an earlier version are made anew,
/// with what the columns of the same names held. Fails where schema_version does.
Status bring_up_to_date(Connection& connection, const std::string& path, const Schema& schema = {});

}  // namespace procos::store
