// What the server shows besides the API, and how it packs answers.
#include <zlib.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "resource_harness.h"
#include "rest/compression.h"
#include "rest/openapi.h"
#include "rest/site.h"

namespace procos::rest {
namespace {

using nlohmann::ordered_json;

std::string unpack(const std::string& packed) {
  z_stream stream{};
  REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
  std::string text(1 << 20, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  REQUIRE(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  return text;
}

TEST_CASE("gzip is what a client allows", "[rest]") {
  for (const char* header : {"gzip", "deflate, gzip;q=0.5", "*", "br , GZIP"}) {
    CAPTURE(header);
    CHECK(accepts_gzip(header));
  }
  for (const char* header : {"", "identity", "gzip;q=0", "deflate", "gzipped"}) {
    CAPTURE(header);
    CHECK_FALSE(accepts_gzip(header));
  }
}

TEST_CASE("long texts are worth compressing, and come out whole", "[rest]") {
  Response response;
  response.body = std::string(100, 'x');
  CHECK_FALSE(is_worth_compressing(response));
  for (int i = 0; i < 20'000; ++i) response.body += std::to_string(i);
  const std::string text = response.body;
  response.content_type = "image/png";
  CHECK_FALSE(is_worth_compressing(response));
  response.content_type = "application/json";
  REQUIRE(is_worth_compressing(response));
  compress(response);
  CHECK(response.headers.get("Content-Encoding") == "gzip");
  CHECK(response.body.size() < text.size());
  CHECK(unpack(response.body) == text);
  CHECK_FALSE(is_worth_compressing(response));
}

TEST_CASE("the OpenAPI document names every operation and all parameters", "[rest][openapi]") {
  RestWorld world;
  const auto document =
      ordered_json::parse(openapi_document(&world.services(), "/engine-rest", routes()));
  std::set<std::string> operations;
  std::size_t rows = 0;
  for (const auto& [path, methods] : document["paths"].items()) {
    for (const auto& [method, operation] : methods.items()) {
      CAPTURE(path, method);
      ++rows;
      CHECK(operations.insert(operation["operationId"]).second);
      CHECK_FALSE(operation["responses"].empty());
      const auto braces = std::count(path.begin(), path.end(), '{');
      const auto parameters = operation.value("parameters", ordered_json::array());
      CHECK(std::count_if(parameters.begin(), parameters.end(),
                          [](const auto& p) { return p["in"] == "path"; }) == braces);
    }
  }
  CHECK(rows == routes().size());
  const auto& task = document["components"]["schemas"]["Task"]["properties"];
  CHECK(task["assignee"]["type"] == "string");
  CHECK(task["suspended"]["type"] == "boolean");
  CHECK(task["created"]["format"] == "date-time");
  const auto& body = document["paths"]["/task"]["post"]["requestBody"]["content"];
  CHECK(body["application/json"]["schema"]["properties"].contains("orQueries"));
}

TEST_CASE("the site has a page, its files and the document; nothing else", "[rest][openapi]") {
  const auto ask = [](const std::string& path, const std::string& method = "GET") {
    Request request;
    request.method = method;
    REQUIRE(request.set_target(path));
    return site_page(request, nullptr, "/engine-rest", routes());
  };
  REQUIRE(ask("/openapi.json"));
  CHECK(ordered_json::parse(ask("/openapi.json")->body)["openapi"] == "3.0.3");
  CHECK(ask("/docs")->status == 200);
  CHECK(ask("/docs/")->headers.get("Location") == "/docs");
  CHECK(ask("/docs/start.js")->body.find("openapi.json") != std::string::npos);
  for (const SiteFile& file : swagger_ui_files()) {
    CAPTURE(file.name);
    CHECK(ask("/docs/" + std::string(file.name))->body == file.content);
  }
  CHECK_FALSE(ask("/docs/nosuch"));
  CHECK_FALSE(ask("/"));
  CHECK_FALSE(ask("/openapi.json", "POST"));
}

}  // namespace
}  // namespace procos::rest
