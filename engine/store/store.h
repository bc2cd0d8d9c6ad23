// Durable state in SQLite: one writer connection used by the engine strand, read connections for
// queries.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/ids.h"
#include "base/result.h"
#include "state/changes.h"
#include "state/repository.h"
#include "store/query.h"

namespace procos::store {

/// When a commit is on the disk.
enum class Durability : std::uint8_t {
  kFull,    ///< before it is answered
  kNormal,  ///< soon: a power cut may lose the last commits, and leaves a sound database
  kOff,     ///< when the system likes: a power cut may destroy the database
};

struct FileSizes {
  std::int64_t database = 0, log = 0;  ///< bytes; 0 for a database in memory
};

struct StoreOptions {
  std::string path = "procos.db";  ///< ":memory:" keeps everything in this process
  Durability durability = Durability::kFull;
  /// The file is such that it can become smaller; one that is not is written anew. Costs a little
  /// with each page that is added.
  bool shrink = false;
  int readers = 4;                 ///< read connections at most
};

/// Throws std::runtime_error (text of SQLite, statement) when the database itself is broken.
class Store : public state::Repository {
 public:
  /// Opens or creates the file and brings its schema up to date; refuses one newer than this
  /// program's.
  static Result<std::unique_ptr<Store>> open(const StoreOptions& options);

  // ---- writer: engine strand only ----
  /// What is read from now on is read in one transaction, which costs less than one for each
  /// statement. A database in memory has none for it.
  virtual void begin_reading() = 0;
  /// Ends that when nothing was written.
  virtual void end_reading() = 0;
  virtual void begin() = 0;
  /// Writes one command's changes inside the open transaction. After an exception only rollback()
  /// is left: part of the list may be written.
  virtual void apply(const state::ChangeList& changes) = 0;
  /// Durable when it returns. On an exception nothing of the transaction was kept; call rollback().
  virtual void commit() = 0;
  virtual void rollback() = 0;
  /// What new ids have to end with so that they lie short in the database.
  virtual const IdMark& id_mark() const = 0;
  /// Queries that see the open transaction.
  virtual Connection& writer() = 0;
  /// Gives a little of what is free in the file back to the system, where much is; true when there
  /// is more to give. Outside of transactions.
  virtual bool shrink() = 0;

  // ---- readers: any thread ----
  /// Runs `read` on a read connection that sees one consistent, committed state. Waits while all
  /// are in use, and for a database in memory while a write transaction is open (so never call it
  /// inside one, nor inside another `read`).
  virtual void read(const std::function<void(Connection&)>& read) = 0;
  virtual FileSizes file_sizes() const = 0;
};

}  // namespace procos::store
