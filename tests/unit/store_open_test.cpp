#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "store/migrations.h"
#include "store_support.h"

using namespace procos;
using namespace procos::store;
using namespace procos::store::test;
using Catch::Contains;

namespace {

std::string refusal(const std::string& path) {
  StoreOptions options;
  options.path = path;
  auto store = Store::open(options);
  return store ? std::string() : store.error().message;
}

constexpr int kCache = 100;

void write_filler(Connection& connection) {
  connection.exec("CREATE TABLE filler (bytes BLOB);"
                  "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000) "
                  "INSERT INTO filler SELECT zeroblob(4000) FROM n");
}

}  // namespace

TEST_CASE("the embedded migrations count from 1 without gaps", "[store]") {
  int expected = 1;
  for (const Migration& step : migrations()) CHECK(step.version == expected++);
  CHECK(expected > 1);
}

TEST_CASE("a database keeps its rows over closing and opening", "[store]") {
  ScratchDir scratch;
  const std::string path = scratch.file("a.db");
  const state::ExecutionRow row = instance_row("p1");
  {
    auto store = open_store(path);
    state::ChangeList changes;
    changes.of<state::ExecutionRow>().inserted = {&row};
    write(*store, changes);
    CHECK(store->writer().integer("PRAGMA synchronous") == 2);
    CHECK(store->writer().integer("PRAGMA foreign_keys") == 1);
    CHECK(store->writer().integer("PRAGMA user_version") == migrations().back().version);
  }
  auto store = open_store(path);
  CHECK(store->load_instance("p1").executions.size() == 1);
}

TEST_CASE("durability is what SQLite is told", "[store]") {
  ScratchDir scratch;
  constexpr std::array kDurabilities{Durability::kFull, Durability::kNormal, Durability::kOff};
  constexpr std::array<std::int64_t, 3> kSynchronous{2, 1, 0};
  for (std::size_t i = 0; i < kDurabilities.size(); ++i) {
    StoreOptions options;
    options.path = scratch.file("a.db");
    options.durability = kDurabilities[i];
    const auto store = Store::open(options);
    REQUIRE(store);
    CHECK((*store)->writer().integer("PRAGMA synchronous") == kSynchronous[i]);
  }
}

TEST_CASE("a file becomes smaller in steps when much of it is free", "[store]") {
  ScratchDir scratch;
  StoreOptions options;
  options.path = scratch.file("a.db");
  // Made without it, such a file only uses its free space again.
  {
    auto store = open_store(options.path);
    CHECK(store->writer().integer("PRAGMA auto_vacuum") == 0);
    write_filler(store->writer());
    store->writer().exec("DELETE FROM filler; DROP TABLE filler");
    CHECK_FALSE(store->shrink());
  }
  options.shrink = true;
  auto opened = Store::open(options);
  REQUIRE(opened);
  std::unique_ptr<Store> store = std::move(*opened);
  Connection& writer = store->writer();
  CHECK(writer.integer("PRAGMA freelist_count") == 0);
  CHECK_FALSE(store->shrink());
  write_filler(writer);
  CHECK_FALSE(store->shrink());
  writer.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  const auto full = store->file_sizes().database;
  CHECK(full > 20'000'000);
  writer.exec("DELETE FROM filler");
  int steps = 0;
  while (store->shrink()) ++steps;
  CHECK(steps > 10);
  CHECK(store->file_sizes().database < full * 6 / 10);
  CHECK(writer.integer("PRAGMA freelist_count") > 0);
  CHECK(count_rows(writer, "filler") == 0);
  // What it has become it stays.
  store.reset();
  store = open_store(options.path);
  CHECK(store->writer().integer("PRAGMA auto_vacuum") == 2);
}

TEST_CASE("a database of a newer program or of another one is refused and left alone", "[store]") {
  ScratchDir scratch;
  const std::string newer = scratch.file("newer.db");
  open_store(newer).reset();
  {
    Connection connection(newer, kCache);
    connection.exec("PRAGMA user_version = 9999");
  }
  CHECK_THAT(refusal(newer), Contains("schema version 9999") && Contains(newer));
  {
    Connection connection(newer, kCache);
    CHECK(connection.integer("PRAGMA user_version") == 9999);
  }

  const std::string foreign = scratch.file("foreign.db");
  {
    Connection connection(foreign, kCache);
    connection.exec("CREATE TABLE recipe (name TEXT); INSERT INTO recipe VALUES ('soup')");
  }
  CHECK_THAT(refusal(foreign), Contains("another program"));
  {
    Connection connection(foreign, kCache);
    CHECK(count_rows(connection, "recipe") == 1);
    CHECK(count_rows(connection, "sqlite_schema") == 1);
  }

  const std::string text = scratch.file("notes.txt");
  std::ofstream(text) << std::string(5000, 'x');
  CHECK_THAT(refusal(text), Contains("not a database"));
  CHECK_THAT(refusal(scratch.file("no/such/dir.db")), Contains("directory must exist"));
}

TEST_CASE("an older database is migrated in one transaction or not at all", "[store]") {
  ScratchDir scratch;
  Connection connection(scratch.file("old.db"), kCache);
  const Migration first{1, "0001_first", "CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1);"};
  const Migration second{2, "0002_second",
                         "ALTER TABLE a ADD COLUMN y INTEGER; UPDATE a SET y = x + 1;"};
  const Migration broken{2, "0002_broken",
                         "ALTER TABLE a ADD COLUMN y INTEGER; UPDATE nonsense SET y = 1;"};
  const Migration only_first[] = {first};
  REQUIRE(migrate(connection, "old.db", only_first));
  CHECK(connection.integer("PRAGMA user_version") == 1);

  const Migration failing[] = {first, broken};
  CHECK_THROWS_WITH(migrate(connection, "old.db", failing), Contains("nonsense"));
  CHECK(connection.integer("PRAGMA user_version") == 1);
  CHECK(connection.integer("SELECT count(*) FROM pragma_table_info('a')") == 1);

  const Migration both[] = {first, second};
  REQUIRE(migrate(connection, "old.db", both));
  CHECK(connection.integer("PRAGMA user_version") == 2);
  CHECK(connection.integer("SELECT y FROM a") == 2);
  REQUIRE(migrate(connection, "old.db", both));
  CHECK(count_rows(connection, "a") == 1);

  CHECK_FALSE(migrate(connection, "old.db", only_first));
}

TEST_CASE("one store at a time serves a database", "[store]") {
  ScratchDir scratch;
  const std::string path = scratch.file("a.db");
  auto store = open_store(path);
  CHECK_THAT(refusal(path), Contains("in use") && Contains(std::to_string(getpid())));
  // Another process is refused just so, and an ended one leaves no lock behind.
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) _exit(refusal(path).find("in use") != std::string::npos ? 7 : 1);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(WEXITSTATUS(status) == 7);
  store.reset();
  CHECK(refusal(path).empty());
  // Databases in memory are each a world of their own.
  auto one = open_store(":memory:");
  auto two = open_store(":memory:");
  const state::ExecutionRow row = instance_row("p1");
  state::ChangeList changes;
  changes.of<state::ExecutionRow>().inserted = {&row};
  write(*one, changes);
  CHECK(one->load_instance("p1").executions.size() == 1);
  CHECK(two->load_instance("p1").executions.empty());
}
