// Keeps a second server off a database: an advisory lock that the system drops when the process
// ends.
#pragma once

#include <string>

#include "base/result.h"

namespace procos::store {

class LockFile {
 public:
  LockFile() = default;
  LockFile(LockFile&& other) noexcept;
  LockFile& operator=(LockFile&& other) noexcept;
  ~LockFile();

  /// Locks `database`-lock, which holds the id of the process that has it. Fails (kProcessEngine)
  /// when another process, or another store of this one, serves the database.
  static Result<LockFile> acquire(const std::string& database);

 private:
  explicit LockFile(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

}  // namespace procos::store
