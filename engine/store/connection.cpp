#include "store/connection.h"

#include <stdexcept>

namespace procos::store {
namespace {

constexpr std::size_t kCachedQueries = 64;
constexpr int kBusyTimeoutMs = 5000;

std::string describe(sqlite3* db, const char* sql) {
  std::string text = "SQLite: ";
  text += sqlite3_errmsg(db);
  if (sql != nullptr) {
    text += " in: ";
    text += sql;
  }
  return text;
}

}  // namespace

Statement::Statement(sqlite3* db, std::string_view sql) {
  if (sqlite3_prepare_v3(db, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                         &statement_, nullptr) != SQLITE_OK) {
    throw std::runtime_error(describe(db, std::string(sql).c_str()));
  }
}

void Statement::fail() const {
  throw std::runtime_error(describe(database(), sqlite3_sql(statement_)));
}

void Statement::bind(int at, std::string_view text) {
  // A null pointer would bind NULL; an empty text is a value.
  const char* data = text.data() == nullptr ? "" : text.data();
  check(sqlite3_bind_text64(statement_, at, data, text.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Statement::bind_blob(int at, std::string_view bytes) {
  const char* data = bytes.data() == nullptr ? "" : bytes.data();
  check(sqlite3_bind_blob64(statement_, at, data, bytes.size(), SQLITE_STATIC));
}

bool Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  const std::string text = describe(database(), sqlite3_sql(statement_));
  sqlite3_reset(statement_);
  throw std::runtime_error(text);
}

void Statement::run() {
  step();
  sqlite3_reset(statement_);
}

std::string_view Statement::text(int at) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, at));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, at))};
}

std::string_view Statement::blob(int at) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, at));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, at))};
}

Connection::Connection(const std::string& uri, int cache_kib) {
  // No mutex inside SQLite: a connection belongs to one thread at a time.
  const int code = sqlite3_open_v2(
      uri.c_str(), &db_,
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code != SQLITE_OK) {
    const std::string text = db_ == nullptr ? "SQLite: out of memory" : describe(db_, nullptr);
    sqlite3_close_v2(db_);
    throw std::runtime_error(text);
  }
  sqlite3_busy_timeout(db_, kBusyTimeoutMs);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  const std::string cache = "PRAGMA cache_size = -" + std::to_string(cache_kib);
  exec(cache.c_str());
}

Connection::~Connection() {
  fixed_.clear();
  by_text_.clear();
  recent_.clear();
  sqlite3_close(db_);
}

void Connection::exec(const char* sql) {
  if (sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw std::runtime_error(describe(db_, sql));
  }
}

std::int64_t Connection::integer(std::string_view sql) {
  Statement statement(db_, sql);
  return statement.step() ? statement.integer(0) : 0;
}

Statement& Connection::query(const std::string& sql) {
  if (auto found = by_text_.find(sql); found != by_text_.end()) {
    recent_.splice(recent_.begin(), recent_, found->second);
    return found->second->second;
  }
  if (recent_.size() == kCachedQueries) {
    by_text_.erase(recent_.back().first);
    recent_.pop_back();
  }
  recent_.emplace_front(std::piecewise_construct, std::forward_as_tuple(sql),
                        std::forward_as_tuple(db_, sql));
  by_text_.emplace(recent_.front().first, recent_.begin());
  return recent_.front().second;
}

}  // namespace procos::store
