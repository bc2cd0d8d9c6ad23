#include <catch2/catch.hpp>
#include <set>

#include "base/ids.h"

TEST_CASE("ids are UUIDv7 text, distinct and rising", "[base]") {
  std::set<std::string> seen;
  std::string before;
  for (int i = 0; i < 20000; ++i) {
    std::string id = procos::new_id();
    REQUIRE(id.size() == 36);
    REQUIRE(id[14] == '7');
    REQUIRE(id > before);
    before = id;
    seen.insert(id);
  }
  REQUIRE(seen.size() == 20000);
}

TEST_CASE("the ids of one mark are numbers, and nothing else is", "[base]") {
  const procos::IdMark mark(0x123456789abcdefULL);
  std::string id;
  mark.append_id(0x0123456789abcde, id);
  CHECK(id == "01234567-89ab-7cde-8123-456789abcdef");
  CHECK(mark.number(id) == 0x0123456789abcde);
  CHECK_FALSE(procos::IdMark(1).number(id));
  for (const char* other :
       {"", "01234567-89ab-7cde-8123-456789abcdeF", "01234567-89AB-7cde-8123-456789abcdef",
        "01234567-89ab-6cde-8123-456789abcdef", "0123456789ab--7cde-8123-456789abcdef",
        "x1234567-89ab-7cde-8123-456789abcdef", "01234567-89ab-7cde-8123-456789abcdef1"}) {
    CHECK_FALSE(mark.number(other));
  }
}
