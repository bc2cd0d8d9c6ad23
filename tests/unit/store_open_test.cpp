#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "base/ids.h"
#include "store/schema.h"
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
    CHECK(store->writer().integer("PRAGMA foreign_keys") == kChecksReferences);
    CHECK(store->writer().integer("PRAGMA user_version") == kSchemaVersion);
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

TEST_CASE("an older database is brought up to date in one transaction or not at all", "[store]") {
  ScratchDir scratch;
  Connection connection(scratch.file("old.db"), kCache);
  const Schema first{
      1,
      "CREATE TABLE a (x TEXT PRIMARY KEY, gone TEXT) STRICT; CREATE INDEX a_x ON a (x);"
      "CREATE TABLE b (a TEXT REFERENCES a (x)) STRICT;"};
  const Schema second{
      2,
      "CREATE TABLE a (y TEXT DEFAULT 'new', x ANY PRIMARY KEY) STRICT, WITHOUT ROWID;"
      "CREATE TABLE b (a ANY REFERENCES a (x)) STRICT; CREATE INDEX a_x ON a (y, x);"
      "INSERT INTO a VALUES ('made', 'by the schema');"};
  const Schema broken{2, "CREATE TABLE a (x ANY); UPDATE nonsense SET y = 1;"};
  REQUIRE(bring_up_to_date(connection, "old.db", first));
  CHECK(connection.integer("PRAGMA user_version") == 1);
  connection.exec("INSERT INTO a VALUES ('one', 'x'), ('two', 'y'); INSERT INTO b VALUES ('two')");

  CHECK_THROWS_WITH(bring_up_to_date(connection, "old.db", broken), Contains("nonsense"));
  CHECK(connection.integer("PRAGMA user_version") == 1);
  CHECK(count_rows(connection, "a") == 2);

  REQUIRE(bring_up_to_date(connection, "old.db", second));
  CHECK(connection.integer("PRAGMA user_version") == 2);
  CHECK(connection.integer("SELECT count(*) FROM a WHERE y = 'new' AND x IN ('one', 'two')") == 2);
  CHECK(count_rows(connection, "a") == 2);
  CHECK(connection.integer("SELECT count(*) FROM b JOIN a ON a.x = b.a") == 1);
  CHECK(connection.integer("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'old%'") == 0);
  CHECK(connection.integer("PRAGMA foreign_keys") == kChecksReferences);
  REQUIRE(bring_up_to_date(connection, "old.db", second));
  CHECK(count_rows(connection, "a") == 2);

  CHECK_FALSE(bring_up_to_date(connection, "old.db", first));
}

TEST_CASE("rows of a file with ids as texts are found after it was brought up to date", "[store]") {
  ScratchDir scratch;
  const std::string file = scratch.file("a.db");
  const std::string id = "work:01890000-0000-7000-8000-000000000001";
  {
    Connection old(file, kCache);
    const Schema earlier{9,
                         "CREATE TABLE hi_activity (id TEXT NOT NULL, start_time INTEGER NOT NULL, "
                         "state INTEGER NOT NULL, sequence INTEGER NOT NULL) STRICT"};
    REQUIRE(bring_up_to_date(old, file, earlier));
    old.exec(("INSERT INTO hi_activity VALUES ('" + id + "', 5, 0, 7)").c_str());
  }
  auto store = open_store(file);
  state::HiActivityRow activity;
  REQUIRE(store->find(id, activity));
  CHECK(activity.id == id);
  CHECK(activity.sequence == 7);
}

TEST_CASE("ids of a database lie in it as numbers, others as texts", "[store]") {
  ScratchDir scratch;
  const std::string file = scratch.file("a.db");
  std::string id;
  {
    auto store = open_store(file);
    use_id_mark(store->id_mark());
    id = new_id();
    state::ExecutionRow row = instance_row(id);
    row.process_definition_id = "order:1:" + id;
    row.business_key = id;  // a text of the user's, whatever it says
    row.tenant_id = "order-1:" + std::string(36, 'a');
    state::ChangeList changes;
    changes.of<state::ExecutionRow>().inserted = {&row};
    write(*store, changes);
    Connection& writer = store->writer();
    const auto type_of = [&](const std::string& column, const std::string& type) {
      return writer.integer("SELECT count(*) FROM execution WHERE typeof(" + column + ") = '" +
                            type + "'") == 1;
    };
    CHECK(type_of("id", "integer"));
    CHECK(type_of("process_definition_id", "blob"));
    CHECK(writer.integer("SELECT length(process_definition_id) FROM execution") == 15);
    CHECK(type_of("business_key", "text"));
    CHECK(type_of("tenant_id", "text"));
    CHECK(writer.integer(
              "SELECT count(*) FROM execution WHERE id_text(id) = '" + id + "' AND id = id_key('" +
              id + "') AND id_text(process_definition_id) = 'order:1:" + id +
              "' AND process_definition_id = id_key('order:1:" + id +
              "') AND id_text(tenant_id) = tenant_id AND id_key(business_key) = id") == 1);
  }
  auto store = open_store(file);
  const state::InstanceRows rows = store->load_instance(id);
  REQUIRE(rows.executions.size() == 1);
  CHECK(rows.executions[0].id == id);
  CHECK(rows.executions[0].process_definition_id == "order:1:" + id);
  CHECK(rows.executions[0].business_key == id);
  use_id_mark(store->id_mark());
  CHECK(new_id().substr(18) == id.substr(18));
}

TEST_CASE("new ids are higher than those of the file, however the clock stands", "[store]") {
  ScratchDir scratch;
  std::string high;
  {
    auto store = open_store(scratch.file("a.db"));
    const std::int64_t future = (std::int64_t{1} << 59) - 1;
    store->id_mark().append_id(future, high);
    const state::ExecutionRow row = instance_row(high);
    state::ChangeList changes;
    changes.of<state::ExecutionRow>().inserted = {&row};
    write(*store, changes);
  }
  auto store = open_store(scratch.file("a.db"));
  use_id_mark(store->id_mark());
  CHECK(new_id() > high);
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
