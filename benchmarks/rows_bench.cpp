// Rows a second through the engine, and the same rows written by one thread with nothing but
// SQLite: the same tables and indices, the same durability, as many instances in a transaction.
// Prints one line of JSON.
//   procos_rows_bench DIRECTORY [INSTANCES]
#include <sqlite3.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "procos/engine.h"

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kClients = 8;  // so many instances share a transaction at most

double since_s(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(1);
}

class Database {
 public:
  explicit Database(const std::string& path) {
    if (sqlite3_open(path.c_str(), &handle_) != SQLITE_OK) give_up(sqlite3_errmsg(handle_));
  }
  ~Database() { sqlite3_close(handle_); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void run(const std::string& sql) {
    if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
      give_up(sqlite3_errmsg(handle_));
  }
  sqlite3_stmt* prepare(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
      give_up(sqlite3_errmsg(handle_));
    return statement;
  }
  std::vector<std::string> texts(const std::string& sql) {
    std::vector<std::string> found;
    sqlite3_stmt* statement = prepare(sql);
    while (sqlite3_step(statement) == SQLITE_ROW) {
      found.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)));
    }
    sqlite3_finalize(statement);
    return found;
  }

 private:
  sqlite3* handle_ = nullptr;
};

/// The rows of a table, in the order in which they were written.
struct Table {
  std::string name;
  int columns = 0;
  std::vector<sqlite3_value*> values;  // never freed: the program ends with them
  sqlite3_stmt* insert = nullptr;

  std::size_t rows() const { return values.size() / static_cast<std::size_t>(columns); }
};

double through_engine(const std::string& path, int instances) {
  procos::Options options;
  options.database = path;
  options.job_executor = false;
  auto engine = procos::Engine::open(options);
  if (!engine) give_up(engine.failure().message);
  if (auto deployed = (*engine)->deploy_file(PROCOS_MODELS "/straight.bpmn"); !deployed)
    give_up(deployed.failure().message);
  std::atomic<int> next{0};
  std::vector<std::thread> clients;
  const auto start = Clock::now();
  for (int c = 0; c < kClients; ++c) {
    clients.emplace_back([&] {
      for (int i = next++; i < instances; i = next++) {
        const std::string number = std::to_string(i);
        const auto started = (*engine)->start(
            "straight", {{"amount", i % 200}, {"customer", "customer " + number}}, number);
        if (!started) give_up(started.failure().message);
      }
    });
  }
  for (std::thread& client : clients) client.join();
  return since_s(start);
}

std::vector<Table> history_of(Database& database) {
  std::vector<Table> tables;
  for (const std::string& name :
       database.texts("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'hi_%'")) {
    Table table;
    table.name = name;
    sqlite3_stmt* rows = database.prepare("SELECT * FROM " + name);
    table.columns = sqlite3_column_count(rows);
    while (sqlite3_step(rows) == SQLITE_ROW) {
      for (int i = 0; i < table.columns; ++i)
        table.values.push_back(sqlite3_value_dup(sqlite3_column_value(rows, i)));
    }
    sqlite3_finalize(rows);
    if (table.rows() != 0) tables.push_back(std::move(table));
  }
  return tables;
}

void insert(const Table& table, std::size_t row) {
  for (int i = 0; i < table.columns; ++i) {
    sqlite3_bind_value(
        table.insert, i + 1,
        table.values[row * static_cast<std::size_t>(table.columns) + static_cast<std::size_t>(i)]);
  }
  if (sqlite3_step(table.insert) != SQLITE_DONE) give_up("cannot insert into " + table.name);
  sqlite3_reset(table.insert);
}

double with_sqlite(const std::string& path, const std::vector<std::string>& schema,
                   std::vector<Table>& tables, std::size_t transactions) {
  Database database(path);
  database.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  for (const std::string& sql : schema) database.run(sql);
  for (Table& table : tables) {
    std::string sql = "INSERT INTO " + table.name + " VALUES (?";
    for (int i = 1; i < table.columns; ++i) sql += ",?";
    table.insert = database.prepare(sql + ")");
  }
  const auto start = Clock::now();
  for (std::size_t i = 0; i < transactions; ++i) {
    database.run("BEGIN");
    for (const Table& table : tables) {
      const std::size_t end = table.rows() * (i + 1) / transactions;
      for (std::size_t row = table.rows() * i / transactions; row < end; ++row) insert(table, row);
    }
    database.run("COMMIT");
  }
  const double seconds = since_s(start);
  for (Table& table : tables) sqlite3_finalize(table.insert);
  return seconds;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) give_up("see the first lines of rows_bench.cpp");
  const std::string directory = argv[1], engine_file = directory + "/rows-engine.db",
                    raw_file = directory + "/rows-raw.db";
  const int instances = argc > 2 ? std::stoi(argv[2]) : 20'000;
  const double engine_s = through_engine(engine_file, instances);
  std::vector<Table> tables;
  std::vector<std::string> schema;
  {
    Database database(engine_file);
    tables = history_of(database);
    schema = database.texts(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name LIKE 'hi_%' ORDER BY "
        "type DESC");
  }
  const double raw_s =
      with_sqlite(raw_file, schema, tables, static_cast<std::size_t>(instances / kClients));
  std::size_t rows = 0;
  for (const Table& table : tables) rows += table.rows();
  std::printf(R"({"rows":%zu,"engine":%.0f,"raw":%.0f})"
              "\n",
              rows, static_cast<double>(rows) / engine_s, static_cast<double>(rows) / raw_s);
  for (const std::string& file : {engine_file, raw_file}) {
    for (const char* suffix : {"", "-wal", "-shm", "-lock"}) std::filesystem::remove(file + suffix);
  }
}
