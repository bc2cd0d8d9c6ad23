#include <catch2/catch.hpp>

#include "kernel/url.h"

using namespace procos::kernel;

TEST_CASE("URLs are taken apart", "[kernel][url]") {
  const auto url = parse_url("https://[::1]/v1/");
  REQUIRE(url.has_value());
  CHECK(url->host == "::1");
  CHECK(url->port == 443);
  CHECK(url->path == "/v1");
  CHECK(parse_url("http://localhost:8080")->port == 8080);
  CHECK_FALSE(parse_url("localhost:99999/x").has_value());
  CHECK_FALSE(parse_url("").has_value());
  CHECK_FALSE(parse_url("http://").has_value());
}

TEST_CASE("listen addresses are HOST:PORT", "[kernel][url]") {
  CHECK(parse_address("127.0.0.1:0")->port == 0);
  CHECK(parse_address("[::1]:8080")->host == "::1");
  for (const char* wrong :
       {"8080", ":8080", "host:", "host:70000", "::1:80", "host:80x", "a b:1"}) {
    INFO(wrong);
    CHECK_FALSE(parse_address(wrong).has_value());
  }
  CHECK(is_local_host("127.1.2.3"));
  CHECK_FALSE(is_local_host("10.0.0.1"));
  CHECK(url_encode("a b/c") == "a%20b%2Fc");
}
