// JSON bodies, multipart forms and the error table.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "rest/error_map.h"
#include "rest/json_body.h"
#include "rest/media_type.h"
#include "rest/multipart.h"

using namespace procos;
using namespace procos::rest;

namespace {

JsonObject object(std::string_view text) {
  auto json = parse_json(text);
  REQUIRE(json);
  auto result = JsonObject::from(std::move(*json));
  REQUIRE(result);
  return *result;
}

std::string nested(std::size_t depth, std::string_view open, std::string_view close) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += open;
  text += "1";
  for (std::size_t i = 0; i < depth; ++i) text += close;
  return text;
}

}  // namespace

TEST_CASE("JSON keeps its order and the last of equal names", "[rest][json]") {
  CHECK(to_text(*parse_json(R"( {"b":1,"a":[true,null,-2,1.5,"x"],"b":{"c":{}}} )")) ==
        R"({"b":{"c":{}},"a":[true,null,-2,1.5,"x"]})");
  CHECK(to_text(*parse_json("[]")) == "[]");
  CHECK(to_text(*parse_json("5")) == "5");
}

TEST_CASE("Broken JSON is 400", "[rest][json]") {
  for (const char* text : {"", "{", "{\"a\":1,}", "{'a':1}", "{\"a\" 1}", "[1,]", "{} x", "nul",
                           "01", "\"\x01\"", "\"\xff\"", "// c\n{}", "1e999"}) {
    INFO(text);
    const auto json = parse_json(text);
    REQUIRE_FALSE(json);
    CHECK(json.error().status == 400);
    CHECK(json.error().type == "InvalidRequestException");
    CHECK_FALSE(json.error().message.empty());
  }
}

TEST_CASE("Hostile JSON is refused in time", "[rest][json]") {
  CHECK(parse_json(nested(1000, "[", "]")));
  for (const std::string& text :
       {nested(1001, "[", "]"), nested(1001, "{\"a\":", "}"), std::string(20'000'000, '[')}) {
    const auto json = parse_json(text);
    REQUIRE_FALSE(json);
    CHECK(json.error().status == 500);
    CHECK(json.error().type == "StreamConstraintsException");
  }
  // Half a million names; a search for each among all others would take minutes.
  std::string wide = "{";
  for (int i = 0; i < 500'000; ++i)
    wide += "\"k" + std::to_string(i) + "\":" + std::to_string(i) + ",";
  wide += "\"k7\":\"last\"}";
  const auto json = parse_json(wide);
  REQUIRE(json);
  CHECK(json->size() == 500'000);
  CHECK(json->at("k7") == "last");
}

TEST_CASE("Properties are coerced as Jackson does", "[rest][json]") {
  const JsonObject o = object(
      R"({"s":"x","n":7,"f":1.9,"t":true,"q":"7","e":"","z":null,"o":{"a":1},"l":["a",1,null],
          "big":3000000000,"d":"2020-01-01T00:00:00.000+0000","ms":5,"bad":"banana",
          "list":[{"a":1},{"a":2}],"neg":-1.9,"huge":1e300})");
  CHECK(o.string("s")->value() == "x");
  CHECK(o.string("n")->value() == "7");
  CHECK(o.string("t")->value() == "true");
  CHECK_FALSE(o.string("z")->has_value());
  CHECK_FALSE(o.string("S")->has_value());
  CHECK(o.integer("n")->value() == 7);
  CHECK(o.integer("f")->value() == 1);
  CHECK(o.integer("neg")->value() == -1);
  CHECK(o.integer("q")->value() == 7);
  CHECK_FALSE(o.integer("e")->has_value());
  CHECK(o.long_integer("big")->value() == 3000000000);
  CHECK(o.boolean("t")->value());
  CHECK(o.boolean("n")->value());
  CHECK(o.boolean_or("missing", true).value());
  CHECK(o.date("d")->value() == 1'577'836'800'000);
  CHECK(o.date("ms")->value() == 5);
  CHECK_FALSE(o.date("e")->has_value());
  CHECK(o.strings("l")->value() == std::vector<std::string>{"a", "1", ""});
  CHECK(o.object("o")->value().integer("a")->value() == 1);
  CHECK(o.objects("list")->value()[1].integer("a")->value() == 2);
  CHECK(o.has("z"));
  CHECK(o.get("z") == nullptr);
  CHECK_FALSE(o.has("missing"));
  CHECK_FALSE(o.string("o"));
  CHECK_FALSE(o.integer("big"));
  CHECK_FALSE(o.integer("bad"));
  CHECK_FALSE(o.integer("t"));
  CHECK_FALSE(o.long_integer("huge"));
  CHECK_FALSE(o.boolean("bad"));
  CHECK_FALSE(o.boolean("f"));
  CHECK_FALSE(o.date("bad"));
  CHECK_FALSE(o.strings("s"));
  CHECK_FALSE(o.object("l"));
  CHECK_FALSE(o.objects("l"));
  CHECK(error_response(o.integer("bad").error()).content_type == "text/plain");
  CHECK(o.integer("bad").error().message ==
        "Property 'bad' has to be a whole number of 32 bits, but is \"banana\"");
  CHECK(JsonObject::from(Json()).error().type == "NullPointerException");
  CHECK(JsonObject::from(Json::array()).error().status == 400);
}

TEST_CASE("Engine errors carry code 0 and those of the REST layer none", "[rest][errors]") {
  const auto body = [](const RestError& error) { return error_response(error).body; };
  CHECK(body(to_rest_error({ErrorKind::kNullValue, "x is null", 0, {}})) ==
        R"({"type":"NullValueException","message":"x is null","code":0})");
  CHECK(body(invalid_request(404, "no \"such\" \xff").error()) ==
        "{\"type\":\"InvalidRequestException\",\"message\":\"no \\\"such\\\" "
        "\xEF\xBF\xBD\",\"code\":null}");
  const RestError wrapped =
      wrap(Error{ErrorKind::kNullValue, "task is null", 0, {}}, 500, "RestException", "Cannot: ");
  CHECK(wrapped.status == 500);
  CHECK(body(wrapped) == R"({"type":"RestException","message":"Cannot: task is null","code":0})");
  CHECK(to_rest_error({ErrorKind::kOptimisticLocking, "", 0, {}}).code == 1);
  CHECK(to_rest_error({ErrorKind::kBpmnError, "", 42, {}}).code == 42);
  CHECK(to_rest_error({ErrorKind::kNotFound, "", 0, {}}).status == 400);
  CHECK(to_rest_error({ErrorKind::kUnsupported, "", 0, {}}).status == 501);
  CHECK(body(to_rest_error({ErrorKind::kParse, "no", 0, R"({"a.bpmn":{"errors":[]}})"})) ==
        R"({"type":"ParseException","message":"no","code":0,"details":{"a.bpmn":{"errors":[]}}})");
}

TEST_CASE("Headers with parameters", "[rest][multipart]") {
  CHECK(bare_media_type("Text/Plain ; charset=x") == "text/plain");
  CHECK_FALSE(bare_media_type("banana"));
  CHECK_FALSE(bare_media_type("/x"));
  CHECK(header_parameter("a/b; Boundary=\"x;y\"", "boundary") == "x;y");
  CHECK(header_parameter("form-data; name=\"a\\\"b\"; filename=\"C:\\dir\\f.txt\"", "name") ==
        "a\"b");
  CHECK(header_parameter("form-data; name=\"a\"; filename=\"C:\\dir\\f.txt\"", "filename") ==
        "C:\\dir\\f.txt");
  CHECK_FALSE(header_parameter("a/b; x=1", "boundary"));
}

TEST_CASE("Multipart forms", "[rest][multipart]") {
  const auto form = parse_multipart(
      "multipart/form-data; boundary=XX",
      "preamble\r\n--XX\r\nContent-Disposition: form-data; name=\"deployment-name\"\r\n\r\nMy name"
      "\r\n--XX  \r\ncontent-disposition: form-data; name=\"f\"; filename=\"dir/a;b.bpmn\"\r\n"
      "Content-Type: application/octet-stream\r\n\r\n\x01\r\n--X\r\n-XX\r\n\r\n--XX\r\n"
      "Content-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n--XX\r\n"
      "Content-Disposition: form-data; name=\"deployment-name\"\r\nContent-Type: "
      "text/plain\r\n\r\nsecond"
      "\r\n--XX\r\nContent-Disposition: form-data; name=\"u\"; filename=\"x\"; "
      "filename*=UTF-8''gr%C3%BC%C3%9Fe.txt\r\n\r\nu\r\n--XX\r\nX: "
      "y\r\n\r\nnameless\r\n--XX--\r\nepilogue");
  REQUIRE(form);
  REQUIRE(form->parts.size() == 5);
  CHECK(form->text("deployment-name") == "second");
  const FormPart* file = form->find("f");
  REQUIRE(file);
  CHECK(file->file_name == "dir/a;b.bpmn");
  CHECK(file->content == "\x01\r\n--X\r\n-XX\r\n");
  CHECK_FALSE(form->text("f"));
  CHECK(form->text("empty") == "");
  CHECK(form->find("u")->file_name == "grüße.txt");
  CHECK(form->find("nosuch") == nullptr);
  const auto none = parse_multipart("multipart/form-data; boundary=\"a b\"", "--a b--");
  REQUIRE(none);
  CHECK(none->parts.empty());
}

TEST_CASE("Broken multipart forms are 400 with a reason", "[rest][multipart]") {
  const std::string part = "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1";
  const std::string good = "multipart/form-data; boundary=XX";
  for (const auto& [type, body, reason] : std::vector<std::array<std::string, 3>>{
           {"multipart/form-data", part, "names no boundary"},
           {good, "", "does not occur"},
           {good, "{}", "does not occur"},
           {good, part, "final boundary is missing"},
           {good, part + "\r\n--XX", "no line of its own"},
           {good, "--XX\r\nContent-Disposition: form-data; name=\"a\"", "has no end"},
           {good, "--XX\r\nbanana\r\n\r\n\r\n--XX--", "without a colon"},
           {good, "--XXY\r\n\r\n\r\n--XX--", "no line of its own"}}) {
    INFO(body);
    const auto form = parse_multipart(type, body);
    REQUIRE_FALSE(form);
    CHECK(form.error().status == 400);
    CHECK(form.error().type == "InvalidRequestException");
    CHECK(form.error().message.find(reason) != std::string::npos);
  }
}

TEST_CASE("A multipart body is read in one pass", "[rest][multipart]") {
  // Many near misses of the boundary in 30 MB.
  std::string body = "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n";
  while (body.size() < 30'000'000) body += "\r\n--X\r\n--";
  body += "\r\n--XX--";
  const auto form = parse_multipart("multipart/form-data; boundary=XX", body);
  REQUIRE(form);
  CHECK(form->parts[0].content.size() > 29'000'000);
}

TEST_CASE("A download names its file in both forms", "[rest][json]") {
  const Response response = attachment("x", "gr\xC3\xBC\"e 1.svg", "image/svg+xml");
  CHECK(response.content_type == "image/svg+xml");
  CHECK(response.headers.get("Content-Disposition") ==
        "attachment; filename=\"gr\xC3\xBC\\\"e 1.svg\"; filename*=UTF-8''gr%C3%BC%22e%201.svg");
}
