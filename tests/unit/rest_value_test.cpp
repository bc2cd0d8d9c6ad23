// Variables on the wire. The expected answers are those of a Camunda 7.24.
#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>

#include "rest/dto/base64.h"
#include "rest/dto/java_type.h"
#include "rest/dto/value_dto.h"

using namespace procos;
using namespace procos::rest;

namespace {

RestResult<VariableInput> parse(const std::string& text) {
  const auto json = parse_json(text);
  REQUIRE(json);
  return parse_variable("v", *json);
}

RestResult<VariableInput> parse(const std::string& type, const std::string& value) {
  return parse(R"({"type":")" + type + R"(","value":)" + value + "}");
}

std::string shown(const Value& value, ShowObjects show = ShowObjects::kAsText) {
  const auto json = variable_json("v", value, show);
  return json ? to_text(*json) : "error: " + json.error().message;
}

}  // namespace

TEST_CASE("Typed values are converted", "[rest][value]") {
  for (const auto& [type, value, expected] :
       std::vector<std::tuple<std::string, std::string, Value>>{
           {"Integer", "5", Value::integer(5)},
           {"Integer", R"("5")", Value::integer(5)},
           {"Integer", R"(" 5 ")", Value::integer(5)},
           {"Integer", R"("+05")", Value::integer(5)},
           {"Integer", "-2147483648", Value::integer(-2147483648LL)},
           {"Integer", R"("")", Value::null_of(ValueType::kInteger)},
           {"Integer", R"("null")", Value::null_of(ValueType::kInteger)},
           {"Integer", "null", Value::null_of(ValueType::kInteger)},
           {"integer", "5", Value::integer(5)},
           {"Long", "9223372036854775807", Value::long_integer(9223372036854775807LL)},
           {"Long", R"("12")", Value::long_integer(12)},
           {"Short", "32767", Value::short_integer(32767)},
           {"Short", R"("7")", Value::short_integer(7)},
           {"Double", "5", Value::real(5)},
           {"Double", R"("5.5")", Value::real(5.5)},
           {"Double", R"("1e400")", Value::real(INFINITY)},
           {"Double", R"("-INF")", Value::real(-INFINITY)},
           {"Double", R"("1e-400")", Value::real(0)},
           {"Boolean", "true", Value::boolean(true)},
           {"Boolean", R"("TRUE")", Value::boolean(true)},
           {"Boolean", R"(" false ")", Value::boolean(false)},
           {"Boolean", R"("")", Value::null_of(ValueType::kBoolean)},
           {"String", R"("x")", Value::string("x")},
           {"String", "5", Value::string("5")},
           {"String", "1e3", Value::string("1000.0")},
           {"String", "true", Value::string("true")},
           {"String", R"([1,"a"])", Value::string("[1, a]")},
           {"String", R"({"a":1,"b":[true,null]})", Value::string("{a=1, b=[true, null]}")},
           {"String", R"("a\"b\\")", Value::string("a\"b\\")},
           {"String", R"("")", Value::string("")},
           {"Date", R"("2031-02-03T04:05:06.789+0200")", Value::date(1927850706789)},
           {"Date", R"(" ")", Value::null_of(ValueType::kDate)},
           {"Bytes", R"("aGVsbG8=")", Value::bytes("hello")},
           {"Bytes", R"("aGVs\nbG8=")", Value::bytes("hello")},
           {"Bytes", R"("")", Value::bytes("")},
           {"Null", "null", Value::null()},
           {"Json", R"("{\"a\": 1}")", Value::json("{\"a\": 1}")},
           {"Json", R"("{")", Value::json("{")},
           {"Json", "null", Value::null_of(ValueType::kJson)},
           {"Xml", R"("<a/>")", Value::xml("<a/>")}}) {
    INFO(type << " " << value);
    const auto input = parse(type, value);
    REQUIRE(input);
    CHECK(input->value == expected);
    CHECK_FALSE(input->transient);
  }
  CHECK(std::isnan(parse("Double", R"("NaN")")->value.as_double()));
}

TEST_CASE("Values that do not fit their type are 400", "[rest][value]") {
  for (const auto& [type, value, java, said] : std::vector<std::array<std::string, 4>>{
           {"Integer", R"("x")", "java.lang.Integer", "x"},
           {"Integer", "1.5", "java.lang.Integer", "1.5"},
           {"Integer", "1e2", "java.lang.Integer", "100.0"},
           {"Integer", R"("5.0")", "java.lang.Integer", "5.0"},
           {"Integer", "true", "java.lang.Integer", "true"},
           {"Integer", "2147483648", "java.lang.Integer", "2147483648"},
           {"Integer", "[1]", "java.lang.Integer", "[1]"},
           {"Integer", R"("5\n")", "java.lang.Integer", "5\n"},
           {"Long", "9223372036854775808", "java.lang.Long", "9223372036854775808"},
           {"Short", "99999", "java.lang.Short", "99999"},
           {"Double", R"("nan")", "java.lang.Double", "nan"},
           {"Double", R"("0x10")", "java.lang.Double", "0x10"},
           {"Double", "true", "java.lang.Double", "true"},
           {"Boolean", "1", "java.lang.Boolean", "1"},
           {"Boolean", R"("tRUE")", "java.lang.Boolean", "tRUE"},
           {"Date", R"("2031-01-01")", "java.util.Date", "2031-01-01"},
           {"Date", "5", "java.util.Date", "5"},
           {"Bytes", R"("%")", "[B", "%"},
           {"Bytes", R"("aGVsbG8")", "[B", "aGVsbG8"},
           {"Bytes", R"("a b")", "[B", "a b"},
           {"Bytes", R"("_-8=")", "[B", "_-8="},
           {"Bytes", R"("aGVsbG8=x")", "[B", "aGVsbG8=x"},
           {"Null", "5", "javax.lang.model.type.NullType", "5"}}) {
    INFO(type << " " << value);
    const auto input = parse(type, value);
    REQUIRE_FALSE(input);
    CHECK(input.error().status == 400);
    CHECK(input.error().type == "InvalidRequestException");
    CHECK(input.error().message ==
          "Cannot convert value '" + said + "' of type '" + type + "' to java type " + java);
  }
  CHECK(parse("Json", "5").error().message ==
        "Must provide 'null' or String value for value of SerializableValue type 'Json'.");
  for (const char* type : {"Nosuch", "STRING", "byte", "JSON"}) {
    const auto input = parse(type, "1");
    REQUIRE_FALSE(input);
    CHECK(input.error().type == "RestException");
    CHECK(input.error().status == 400);
    CHECK(input.error().message == "Unsupported value type '" + std::string(type) + "'");
  }
  CHECK(parse("Number", "5").error().code == 0);
  CHECK(parse("number", R"("x")").error().status == 400);
}

TEST_CASE("Without a type the kind of JSON decides", "[rest][value]") {
  const auto untyped = [](const std::string& value) {
    return parse("{\"value\":" + value + "}")->value;
  };
  CHECK(untyped("5") == Value::integer(5));
  CHECK(untyped("2147483648") == Value::long_integer(2147483648));
  CHECK(untyped("-2147483649") == Value::long_integer(-2147483649));
  CHECK(untyped("1.5") == Value::real(1.5));
  CHECK(untyped("true") == Value::boolean(true));
  CHECK(untyped("\"x\"") == Value::string("x"));
  CHECK(untyped("null").is_null());
  CHECK(parse("{}")->value.is_null());
  CHECK(parse(R"({"type":null,"value":"x"})")->value == Value::string("x"));
  const auto object = [&](const std::string& value) { return untyped(value).as_object(); };
  CHECK(object("[1]").type_name == "java.util.ArrayList<java.lang.Integer>");
  CHECK(object("[1]").format == "application/json");
  CHECK(object("[]").type_name == "java.util.ArrayList<java.lang.Object>");
  CHECK(object(R"([null,"a"])").type_name == "java.util.ArrayList<java.lang.String>");
  CHECK(object(R"({"b":1,"a":{"c":[1, 2]}})").type_name ==
        "java.util.LinkedHashMap<java.lang.Object,java.lang.Object>");
  CHECK(object(R"({"b":1,"a":{"c":[1, 2]}})").text == R"({"b":1,"a":{"c":[1,2]}})");
  CHECK(object("9223372036854775808").type_name == "java.math.BigInteger");
}

TEST_CASE("Objects and files need their valueInfo", "[rest][value]") {
  const auto object = [](const std::string& value, const std::string& info) {
    return parse(R"({"type":"Object","value":)" + value + R"(,"valueInfo":)" + info + "}");
  };
  const auto good = object(
      R"("[\"a\"]")",
      R"({"objectTypeName":"java.util.ArrayList","serializationDataFormat":"application/json"})");
  REQUIRE(good);
  CHECK(good->value.as_object().text == "[\"a\"]");
  CHECK(object(R"("{}")", "{}").error().code == 0);
  CHECK(object(R"("{}")", R"({"serializationDataFormat":"application/json"})").error().message ==
        "Cannot write serialized value for variable 'v': no 'objectTypeName' provided for non-null "
        "value.");
  CHECK(
      object(
          R"("r")",
          R"({"objectTypeName":"a",)"
          R"("serializationDataFormat":"application/x-java-serialized-object"})")
          .error()
          .message ==
      "ENGINE-17007 Cannot set variable with name v. Java serialization format is prohibited");
  CHECK(object("{}", "{}").error().status == 400);
  CHECK(object(R"("")", R"({"objectTypeName":5,"serializationDataFormat":"x"})").error().type ==
        "ClassCastException");
  CHECK(object(R"("")", "5").error().plain_text);

  const auto file = [](const std::string& value, const std::string& more) {
    return parse(R"({"type":"File","value":)" + value + more + "}");
  };
  const auto text = file(
      R"("aGVsbG8=")",
      R"(,"valueInfo":{"filename":"a.txt","mimeType":"text/plain","encoding":"UTF-8",)"
      R"("mimetype":"x/y"})");
  REQUIRE(text);
  CHECK(text->value == Value::file({"a.txt", "text/plain", "UTF-8", "hello"}));
  CHECK(file(R"("aGVsbG8=")", "").error().message == "Cannot create file without valueInfo.");
  CHECK(file(R"("aGVsbG8=")", R"(,"valueInfo":{})").error().type == "IllegalArgumentException");
  CHECK(file("null", R"(,"valueInfo":{"filename":"a"})").error().status == 500);
}

TEST_CASE("Transient variables", "[rest][value]") {
  CHECK(parse(R"({"type":"String","value":"x","valueInfo":{"transient":true}})")->transient);
  CHECK(parse(R"({"value":"x","valueInfo":{"transient":true}})")->transient);
  CHECK_FALSE(parse(R"({"value":"x","valueInfo":{"transient":"true"}})")->transient);
  CHECK(parse(R"({"type":"String","value":"x","valueInfo":{"transient":1}})").error().status ==
        400);
}

TEST_CASE("Maps of variables keep their order", "[rest][value]") {
  const auto map = parse_json(R"({"b":{"value":1},"a":{"type":"String","value":"x"}})");
  const auto variables = parse_variables(&*map);
  REQUIRE(variables);
  REQUIRE(variables->size() == 2);
  CHECK((*variables)[0].first == "b");
  CHECK((*variables)[1].second.value == Value::string("x"));
  CHECK(parse_variables(nullptr)->empty());
  for (const char* text : {"[]", "\"\"", "5", R"({"a":5})", R"({"a":{"type":{}}})"}) {
    const auto json = parse_json(text);
    const auto result = parse_variables(&*json);
    INFO(text);
    REQUIRE_FALSE(result);
    CHECK(result.error().plain_text);
  }
  const auto null = parse_json(R"({"a":null})");
  CHECK(parse_variables(&*null).error().type == "NullPointerException");
}

TEST_CASE("Values are shown as Camunda shows them", "[rest][value]") {
  CHECK(shown(Value::null_of(ValueType::kLong)) ==
        R"({"type":"Long","value":null,"valueInfo":{}})");
  CHECK(shown(Value::null()) == R"({"type":"Null","value":null,"valueInfo":{}})");
  CHECK(shown(Value::null_of(ValueType::kLong)) ==
        R"({"type":"Long","value":null,"valueInfo":{}})");
  CHECK(shown(Value::boolean(true)) == R"({"type":"Boolean","value":true,"valueInfo":{}})");
  CHECK(shown(Value::long_integer(9000000000)) ==
        R"({"type":"Long","value":9000000000,"valueInfo":{}})");
  CHECK(shown(Value::real(5)) == R"({"type":"Double","value":5.0,"valueInfo":{}})");
  CHECK(shown(Value::real(NAN)) == R"({"type":"Double","value":"NaN","valueInfo":{}})");
  CHECK(shown(Value::real(-INFINITY)) == R"({"type":"Double","value":"-Infinity","valueInfo":{}})");
  CHECK(shown(Value::date(0)) ==
        R"({"type":"Date","value":"1970-01-01T00:00:00.000+0000","valueInfo":{}})");
  CHECK(shown(Value::bytes("hello")) == R"({"type":"Bytes","value":"aGVsbG8=","valueInfo":{}})");
  CHECK(shown(Value::file({"a.txt", "text/plain", "", "hello"})) ==
        R"({"type":"File","value":null,"valueInfo":{"filename":"a.txt","mimeType":"text/plain"}})");
  CHECK(shown(Value::json("{\"a\": 1}")) ==
        R"({"type":"Json","value":"{\"a\": 1}","valueInfo":{}})");
}

TEST_CASE("Objects are shown as text or as JSON", "[rest][value]") {
  const auto object = [](const char* type, const char* text) {
    return Value::object({type, "application/json", text});
  };
  const Value map =
      object("java.util.LinkedHashMap<java.lang.String,java.lang.Object>", R"({"k": 1})");
  CHECK(
      shown(map) ==
      R"({"type":"Object","value":"{\"k\": 1}",)"
      R"("valueInfo":{"objectTypeName":"java.util.LinkedHashMap<java.lang.String,)"
      R"(java.lang.Object>","serializationDataFormat":"application/json"}})");
  CHECK(
      shown(map, ShowObjects::kDeserialized) ==
      R"({"type":"Object","value":{"k":1},)"
      R"("valueInfo":{"objectTypeName":"java.util.LinkedHashMap<java.lang.Object,)"
      R"(java.lang.Object>","serializationDataFormat":"application/json"}})");
  CHECK(
      shown(map, ShowObjects::kDeserializedHistory) ==
      R"({"type":"Object","value":{"k":1},)"
      R"("valueInfo":{"objectTypeName":"java.util.LinkedHashMap<java.lang.String,)"
      R"(java.lang.Object>","serializationDataFormat":"application/json"}})");
  CHECK(
      shown(object("java.util.ArrayList", "")) ==
      R"({"type":"Object","value":null,"valueInfo":{"objectTypeName":"java.util.ArrayList",)"
      R"("serializationDataFormat":"application/json"}})");
  const auto fails = [&](const Value& value, const char* why) {
    const std::string text = shown(value, ShowObjects::kDeserialized);
    INFO(text);
    CHECK(text.starts_with("error: Cannot deserialize object in variable 'v': "));
    CHECK(text.find(why) != std::string::npos);
  };
  fails(object("nosuch.Type", "{}"), "Cannot construct java type from string 'nosuch.Type'");
  fails(object("java.util.ArrayList", "{"), "Unable to parse input into json node");
  fails(object("java.util.ArrayList", "{}"), "Cannot deserialize '{}' to java type");
  fails(object("java.util.ArrayList<java.lang.Integer>", R"([1,"a"])"), "SPIN/JACKSON-JSON-01006");
  fails(Value::object({"a.B", "application/xml", "<a/>"}), "a.B");
  fails(Value::json("{"), "Unable to parse input into json node");
  fails(Value::xml("<a"), "Unable to parse input into DOM document");
  CHECK(
      shown(Value::json("[1]"), ShowObjects::kDeserialized) ==
      R"({"type":"Json","value":{"array":true,"boolean":false,)"
      R"("dataFormatName":"application/json","nodeType":"ARRAY","null":false,)"
      R"("number":false,"object":false,"string":false,"value":false},"valueInfo":{}})");
  CHECK(shown(Value::xml("<a/>"), ShowObjects::kDeserialized) ==
        R"({"type":"Xml","value":{"dataFormatName":"application/xml"},"valueInfo":{}})");
}

TEST_CASE("Java types nest", "[rest][value]") {
  const auto type = [](const char* text) { return java_type_of(*parse_json(text)); };
  CHECK(type("[[1]]") == "java.util.ArrayList<java.util.ArrayList<java.lang.Integer>>");
  CHECK(type(R"([{"a":1}])") ==
        "java.util.ArrayList<java.util.Map<java.lang.String,java.lang.Integer>>");
  const auto json = parse_json(R"({"a":[1,2]})");
  CHECK(fits_java_type(*json, "java.util.Map<java.lang.String,java.util.List<java.lang.Long>>") ==
        JavaFit::kFits);
  CHECK(fits_java_type(*json, "java.util.Map<java.lang.String,java.util.List<a.B>>") ==
        JavaFit::kUnknownType);
  CHECK(fits_java_type(*json, "java.util.Map<java.lang.String,java.lang.String>") ==
        JavaFit::kOtherShape);
}

TEST_CASE("Doubles are written as Java writes them", "[rest][value]") {
  for (const auto& [value, text] :
       std::vector<std::pair<double, const char*>>{{0, "0.0"},
                                                   {-0.0, "-0.0"},
                                                   {1, "1.0"},
                                                   {1.5, "1.5"},
                                                   {100, "100.0"},
                                                   {0.001, "0.001"},
                                                   {0.0001, "1.0E-4"},
                                                   {1e7, "1.0E7"},
                                                   {9999999, "9999999.0"},
                                                   {12345678.9, "1.23456789E7"},
                                                   {1e21, "1.0E21"},
                                                   {9007199254740992, "9.007199254740992E15"},
                                                   {-2.5e-10, "-2.5E-10"},
                                                   {123.456, "123.456"}}) {
    CHECK(java_double(value) == text);
  }
}

TEST_CASE("Base64", "[rest][value]") {
  for (const std::string bytes : {"", "a", "ab", "abc", "abcd", "\xff\xfe\xfd\x01"}) {
    CHECK(base64_decode_strict(base64_encode(bytes)) == bytes);
    CHECK(base64_decode_lenient(base64_encode(bytes)) == bytes);
  }
  CHECK(base64_encode("hello") == "aGVsbG8=");
  CHECK(base64_decode_lenient("aGVs bG8") == "hello");
  CHECK(base64_decode_lenient("_-8=") == base64_decode_lenient("/+8="));
}

TEST_CASE("Binary variables come as forms and go as downloads", "[rest][value]") {
  const auto form = [](std::vector<FormPart> parts) {
    return parse_variable(MultipartForm{std::move(parts)});
  };
  CHECK(form({{"data", "f.bin", "application/octet-stream", "raw"}})->value == Value::bytes("raw"));
  const auto file = form({{"data", "f.txt", "text/plain; encoding=UTF-8", "raw"},
                          {"valueType", std::nullopt, "text/plain", "File"}});
  REQUIRE(file);
  CHECK(file->value == Value::file({"f.txt", "text/plain", "UTF-8", "raw"}));
  CHECK(form({{"data", std::nullopt, "application/json", "[\"a\"]"},
              {"type", std::nullopt, "text/plain", "java.util.ArrayList<java.lang.Object>"}})
            ->value.as_object()
            .text == "[\"a\"]");
  CHECK(form({}).error().type == "NullPointerException");
  CHECK(
      form({{"data", "f", "text/plain", "x"}, {"valueType", std::nullopt, "text/plain", "Integer"}})
          .error()
          .status == 400);
  CHECK(form({{"data", "f", "text/plain", "x"}, {"type", std::nullopt, "text/plain", "a.B"}})
            .error()
            .message == "Unrecognized content type for serialized java type: text/plain");
  const auto download = variable_data("id", file->value);
  REQUIRE(download);
  CHECK(download->content_type == "text/plain; charset=UTF-8");
  CHECK(download->body == "raw");
  CHECK(variable_data("x", Value::integer(1)).error().message ==
        "Value of variable with id x is not a binary value.");
}

TEST_CASE("Values of filters", "[rest][value]") {
  const auto value = [](const char* text) {
    const auto json = parse_json(text);
    return *parse_filter_value(&*json);
  };
  CHECK(value("\"x\"") == Value::string("x"));
  CHECK(value("\"2020-01-01T00:00:00.000+0000\"") == Value::date(1'577'836'800'000));
  CHECK(value("7") == Value::integer(7));
  CHECK(value("7.5") == Value::real(7.5));
  CHECK(parse_filter_value(nullptr)->is_null());
}
