// Commits through the log that is written in one piece (store/log_vfs.h).
#include "store/log_vfs.h"

#include <catch2/catch.hpp>

#include "store_support.h"

using namespace procos;
using namespace procos::store;
using namespace procos::store::test;

namespace {

void write_resources(Store& store, int from, int count, std::size_t bytes) {
  std::vector<state::ResourceRow> rows(static_cast<std::size_t>(count));
  state::ChangeList changes;
  for (state::ResourceRow& row : rows) {
    row.id = "r" + std::to_string(from++);
    row.bytes.assign(bytes, 'x');
    changes.of<state::ResourceRow>().inserted.push_back(&row);
  }
  write(store, changes);
}

std::int64_t seen(Store& store) {
  std::int64_t count = 0;
  store.read([&](Connection& reader) { count = count_rows(reader, "resource"); });
  return count;
}

}  // namespace

TEST_CASE("readers see a commit of any size, and so does the next program", "[store]") {
  ScratchDir scratch;
  const std::string file = scratch.file("a.db");
  // Less than a page, several writes, more than is gathered, more than the cache holds.
  const std::size_t bytes = GENERATE(10u, 200u << 10, 2u << 20, 10u << 20);
  {
    auto store = open_store(file);
    for (int i = 0; i < 3; ++i) {
      write_resources(*store, i, 1, bytes);
      CHECK(seen(*store) == i + 1);
    }
    std::filesystem::copy_file(file, scratch.file("b.db"));
    std::filesystem::copy_file(file + "-wal", scratch.file("b.db-wal"));
  }
  for (const char* name : {"a.db", "b.db"}) {  // closed in order, and as a kill leaves it
    auto store = open_store(scratch.file(name));
    CHECK(seen(*store) == 3);
    Statement check(store->writer().handle(), "PRAGMA integrity_check", store->writer().id_mark());
    REQUIRE(check.step());
    CHECK(check.text(0) == "ok");
  }
}

TEST_CASE("readers see every commit while the log begins anew again and again", "[store]") {
  ScratchDir scratch;
  auto store = open_store(scratch.file("a.db"));
  for (int i = 0; i < 60; ++i) {
    write_resources(*store, 20 * i, 20, 100u << 10);
    REQUIRE(seen(*store) == 20 * (i + 1));
  }
  CHECK(std::filesystem::file_size(scratch.file("a.db-wal")) < 40u << 20);
}
