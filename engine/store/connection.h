// One SQLite connection and its prepared statements. Not shared between threads at one time.
//
// Ids of this database (base/ids.h) lie in it as keys: their number; where a name stands before the
// id, as in those of definitions and activity instances, the eight bytes of the number and the
// name. Both are in the order of time. All other ids lie there as the texts they are. Statements
// bind and read such columns with bind_id() and id(); in SQL, id_key(text) and id_text(key)
// convert.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/ids.h"
#include "state/authentication.h"

namespace procos::store {

/// A prepared statement; every failure throws std::runtime_error with SQLite's text and the
/// statement.
class Statement {
 public:
  Statement(sqlite3* db, std::string_view sql, const IdMark& mark);
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { sqlite3_finalize(statement_); }

  // Parameters count from 1. Texts and blobs are not copied: they must live until the statement is
  // reset.
  void bind_null(int at) { check(sqlite3_bind_null(statement_, at)); }
  void bind(int at, std::int64_t value) { check(sqlite3_bind_int64(statement_, at, value)); }
  void bind(int at, double value) { check(sqlite3_bind_double(statement_, at, value)); }
  void bind(int at, std::string_view text);
  void bind_blob(int at, std::string_view bytes);
  void bind_id(int at, std::string_view id);

  /// True while there is a row.
  bool step();
  /// Runs a statement that gives no rows, and resets it.
  void run();
  void reset() { sqlite3_reset(statement_); }

  // Columns count from 0.
  bool is_null(int at) const { return sqlite3_column_type(statement_, at) == SQLITE_NULL; }
  std::int64_t integer(int at) const { return sqlite3_column_int64(statement_, at); }
  double real(int at) const { return sqlite3_column_double(statement_, at); }
  std::string_view text(int at) const;
  std::string_view blob(int at) const;
  /// Empty for NULL.
  void id(int at, std::string& into) const;
  std::string id(int at) const;

  sqlite3* database() const { return sqlite3_db_handle(statement_); }

 private:
  void check(int code) const {
    if (code != SQLITE_OK) fail();
  }
  [[noreturn]] void fail() const;

  sqlite3_stmt* statement_ = nullptr;
  const IdMark& mark_;
  std::vector<std::string> keys_;  ///< of ids with a name, by parameter: bound, not copied
};

/// Resets a cached statement when its user is done, also on the way of an exception.
class Use {
 public:
  explicit Use(Statement& statement) : statement_(&statement) {}
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;
  ~Use() { statement_->reset(); }
  Statement* operator->() const { return statement_; }
  Statement& operator*() const { return *statement_; }

 private:
  Statement* statement_;
};

class Connection {
 public:
  /// Throws std::runtime_error when the database cannot be opened. `vfs` null: SQLite's own.
  Connection(const std::string& uri, int cache_kib, const char* vfs = nullptr);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// Statements without parameters and rows, separated by semicolons.
  void exec(const char* sql);
  /// Which ids are those of this database; before any statement that knows ids.
  void set_id_mark(const IdMark& mark) { mark_ = mark; }
  const IdMark& id_mark() const { return mark_; }

  /// The single integer a statement answers.
  std::int64_t integer(std::string_view sql);

  /// The prepared form of a text that lives and stays the same as long as the program: found by its
  /// address.
  Statement& fixed(const std::string& sql) {
    std::unique_ptr<Statement>& slot = fixed_[&sql];
    if (!slot) slot = std::make_unique<Statement>(db_, sql, mark_);
    return *slot;
  }
  /// The prepared form of a compiled query; the least recently used ones are dropped.
  Statement& query(const std::string& sql);

  /// Whose rows queries show; null: everybody's.
  void set_viewer(state::AuthenticationPtr viewer) { viewer_ = std::move(viewer); }
  const state::AuthenticationPtr& viewer() const { return viewer_; }

  int changes() const { return sqlite3_changes(db_); }
  bool in_transaction() const { return sqlite3_get_autocommit(db_) == 0; }
  sqlite3* handle() const { return db_; }

 private:
  Connection(const std::string& uri, const char* vfs);
  using Recent = std::list<std::pair<std::string, Statement>>;

  sqlite3* db_ = nullptr;
  IdMark mark_{0};
  state::AuthenticationPtr viewer_;
  std::unordered_map<const std::string*, std::unique_ptr<Statement>> fixed_;
  Recent recent_;  ///< most recently used first
  std::unordered_map<std::string_view, Recent::iterator> by_text_;
};

}  // namespace procos::store
