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
