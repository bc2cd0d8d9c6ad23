#include "store/connection.h"

#include <locale.h>
#include <wctype.h>

#include <functional>
#include <optional>
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

void append_utf8(std::string& text, std::uint32_t code) {
  const auto put = [&text](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xC0 | code >> 6);
  } else {
    if (code < 0x10000) {
      put(0xE0 | code >> 12);
    } else {
      put(0xF0 | code >> 18);
      put(0x80 | (code >> 12 & 0x3F));
    }
    put(0x80 | (code >> 6 & 0x3F));
  }
  put(0x80 | (code & 0x3F));
}

/// Calls `change` for every character of a UTF-8 text; what is not UTF-8 stays as it is.
std::string map_characters(std::string_view text, wint_t (*change)(wint_t, locale_t)) {
  static const locale_t unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    std::uint32_t code = length == 1 ? lead : lead & (0x7Fu >> length);
    bool valid = (lead < 0x80 || lead >= 0xC2) && at + length <= text.size();
    for (std::size_t i = 1; valid && i < length; ++i) {
      const auto next = static_cast<unsigned char>(text[at + i]);
      valid = (next & 0xC0) == 0x80;
      code = code << 6 | (next & 0x3F);
    }
    if (!valid) {
      result += text[at++];
      continue;
    }
    at += length;
    if (unicode != nullptr) code = change(code, unicode);
    append_utf8(result, code);
  }
  return result;
}

std::string_view text_of(sqlite3_value* value) {
  const auto* data = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return data == nullptr
             ? std::string_view{}
             : std::string_view(data, static_cast<std::size_t>(sqlite3_value_bytes(value)));
}

/// SQL's upper() and lower() for the letters of all languages; SQLite's own know only English.
template <wint_t (*change)(wint_t, locale_t)>
void change_case(sqlite3_context* context, int, sqlite3_value** arguments) {
  const std::string_view text = text_of(arguments[0]);
  if (text.data() == nullptr) return sqlite3_result_null(context);
  const std::string result = map_characters(text, change);
  sqlite3_result_text64(context, result.data(), result.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

constexpr std::size_t kNumberSize = 8;

/// The number of the id at the end of a text that has a name and a colon before it.
std::optional<std::int64_t> number_after_name(std::string_view id, const IdMark& mark) {
  if (id.size() <= IdMark::kIdSize || id[id.size() - IdMark::kIdSize - 1] != ':')
    return std::nullopt;
  return mark.number(id.substr(id.size() - IdMark::kIdSize));
}

void make_key(std::int64_t number, std::string_view id, std::string& key) {
  key.clear();
  for (int shift = 56; shift >= 0; shift -= 8) key += static_cast<char>(number >> shift & 0xFF);
  key += id.substr(0, id.size() - IdMark::kIdSize - 1);
}

void append_id_of(std::string_view key, const IdMark& mark, std::string& id) {
  std::int64_t number = 0;
  for (std::size_t i = 0; i < kNumberSize; ++i)
    number = number << 8 | static_cast<unsigned char>(key[i]);
  id.append(key.substr(kNumberSize)) += ':';
  mark.append_id(number, id);
}

/// SQL's id_key().
void id_key(sqlite3_context* context, int, sqlite3_value** arguments) {
  const IdMark& mark = *static_cast<const IdMark*>(sqlite3_user_data(context));
  const std::string_view id = text_of(arguments[0]);
  if (const auto number = mark.number(id)) return sqlite3_result_int64(context, *number);
  const auto number = number_after_name(id, mark);
  if (!number) return sqlite3_result_value(context, arguments[0]);
  std::string key;
  make_key(*number, id, key);
  sqlite3_result_blob64(context, key.data(), key.size(), SQLITE_TRANSIENT);
}

/// SQL's id_text().
void id_text(sqlite3_context* context, int, sqlite3_value** arguments) {
  const IdMark& mark = *static_cast<const IdMark*>(sqlite3_user_data(context));
  const int type = sqlite3_value_type(arguments[0]);
  if (type != SQLITE_INTEGER && type != SQLITE_BLOB)
    return sqlite3_result_value(context, arguments[0]);
  std::string id;
  if (type == SQLITE_INTEGER) {
    mark.append_id(sqlite3_value_int64(arguments[0]), id);
  } else {
    append_id_of(text_of(arguments[0]), mark, id);
  }
  sqlite3_result_text64(context, id.data(), id.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

}  // namespace

Statement::Statement(sqlite3* db, std::string_view sql, const IdMark& mark) : mark_(mark) {
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

void Statement::bind_id(int at, std::string_view id) {
  if (const auto number = mark_.number(id)) return bind(at, *number);
  const auto number = number_after_name(id, mark_);
  if (!number) return bind(at, id);
  if (keys_.empty())
    keys_.resize(static_cast<std::size_t>(sqlite3_bind_parameter_count(statement_)) + 1);
  std::string& key = keys_[static_cast<std::size_t>(at)];
  make_key(*number, id, key);
  bind_blob(at, key);
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

void Statement::id(int at, std::string& into) const {
  into.clear();
  switch (sqlite3_column_type(statement_, at)) {
    case SQLITE_INTEGER: return mark_.append_id(integer(at), into);
    case SQLITE_BLOB: return append_id_of(blob(at), mark_, into);
    default: into = text(at);
  }
}

std::string Statement::id(int at) const {
  std::string text;
  id(at, text);
  return text;
}

Connection::Connection(const std::string& uri, const char* vfs) {
  // No mutex inside SQLite: a connection belongs to one thread at a time.
  const int code = sqlite3_open_v2(
      uri.c_str(), &db_,
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, vfs);
  if (code != SQLITE_OK) {
    const std::string text = db_ == nullptr ? "SQLite: out of memory" : describe(db_, nullptr);
    sqlite3_close_v2(db_);
    throw std::runtime_error(text);
  }
}

// Delegates, so that the database is closed when what follows throws.
Connection::Connection(const std::string& uri, int cache_kib, const char* vfs)
    : Connection(uri, vfs) {
  sqlite3_busy_timeout(db_, kBusyTimeoutMs);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  constexpr int kPure = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
  sqlite3_create_function(db_, "upper", 1, kPure, nullptr, change_case<towupper_l>, nullptr,
                          nullptr);
  sqlite3_create_function(db_, "lower", 1, kPure, nullptr, change_case<towlower_l>, nullptr,
                          nullptr);
  sqlite3_create_function(db_, "id_key", 1, kPure, &mark_, id_key, nullptr, nullptr);
  sqlite3_create_function(db_, "id_text", 1, kPure, &mark_, id_text, nullptr, nullptr);
  exec("PRAGMA case_sensitive_like = 1");
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
  Statement statement(db_, sql, mark_);
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
                        std::forward_as_tuple(db_, sql, std::cref(mark_)));
  by_text_.emplace(recent_.front().first, recent_.begin());
  return recent_.front().second;
}

}  // namespace procos::store
