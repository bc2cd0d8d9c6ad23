#include "rest/dto/json_writer.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using procos::rest::JsonWriter;

TEST_CASE("commas stand between values only, however deep") {
  JsonWriter out;
  out.begin_object().text("a", "x").number("b", 1).key("c").begin_array();
  out.integer(1).begin_object().end_object().begin_array().end_array().null().end_array();
  out.flag("d", true).none("e").end_object();
  CHECK(out.take() == R"({"a":"x","b":1,"c":[1,{},[],null],"d":true,"e":null})");
}

TEST_CASE("an empty text is null as a property, and stays a text as an element") {
  JsonWriter out;
  out.begin_object().text("none", "").key("empty").string("").end_object();
  CHECK(out.take() == R"({"none":null,"empty":""})");
}

TEST_CASE("dates have Camunda's form") {
  JsonWriter out;
  out.begin_object().time("due", 1'927'857'906'789).time("gone", std::nullopt).end_object();
  CHECK(out.take() == R"({"due":"2031-02-03T04:05:06.789+0000","gone":null})");
}

TEST_CASE("whatever bytes a text has, the result is JSON that reads back") {
  const std::string umlauts = "Gr\xC3\xBC\xC3\x9F" "e \xF0\x9F\x98\x80";
  const std::string controls("\x01\x1f\"\\/\b\f\n\r\t\0", 11);
  for (const std::string& text : {umlauts, controls, std::string("plain"), std::string()}) {
    JsonWriter out;
    out.begin_object().key_text(text).string(text).end_object();
    const auto read = nlohmann::json::parse(out.take());
    CHECK(read.at(text).get<std::string>() == text);
  }
}

TEST_CASE("a character that needs an escape is found wherever it stands") {
  for (int code = 0; code < 0x80; ++code) {
    for (std::size_t at = 0; at < 20; ++at) {
      std::string text(20, 'x');
      text[at] = static_cast<char>(code);
      JsonWriter out;
      out.string(text);
      const std::string written = out.take();
      const bool escaped = code < 0x20 || code == '"' || code == '\\';
      CHECK((written.size() > text.size() + 2) == escaped);
      CHECK(nlohmann::json::parse(written).get<std::string>() == text);
    }
  }
}

TEST_CASE("what is no UTF-8 becomes the replacement character") {
  const std::string replacement = "\xEF\xBF\xBD";
  const auto written = [](const std::string& text) {
    JsonWriter out;
    out.string(text);
    return nlohmann::json::parse(out.take()).get<std::string>();
  };
  CHECK(written("a\xFF" "b") == "a" + replacement + "b");
  CHECK(written("\xC3") == replacement);                      // cut off
  CHECK(written("\xC0\xAF") == replacement + replacement);    // overlong
  CHECK(written("\xED\xA0\x80") == replacement + replacement + replacement);  // a surrogate
}
