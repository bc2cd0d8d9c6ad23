// What goes in and comes out, errors and limits.
//
// How values pass was asked of Camunda 7.24 with feel-scala 1.19; the limits are our own.
#include <limits>
#include <memory>

#include "expr/spin_json.h"
#include "feel/temporal.h"
#include "feel_support.h"

namespace procos::feel::test {
namespace {

expr::Datum value_with(const char* text, expr::Datum x) {
  Given names(std::move(x));
  const auto expression = Expression::parse(text);
  REQUIRE(expression.has_value());
  auto value = expression->evaluate(names);
  INFO(text << ": " << (value ? "" : value.error().message));
  REQUIRE(value.has_value());
  return *value;
}

std::string json_with(const char* text, expr::Datum x) {
  return expr::java_json(value_with(text, std::move(x))).value_or("not JSON");
}

std::string evaluation_error(const std::string& text) {
  Given names;
  const auto expression = Expression::parse(text);
  REQUIRE(expression.has_value());
  const auto value = expression->evaluate(names);
  REQUIRE_FALSE(value.has_value());
  CHECK(value.error().kind == ErrorKind::kExpression);
  return value.error().message;
}

std::string parse_error(const std::string& text) {
  const auto expression = Expression::parse(text);
  REQUIRE_FALSE(expression.has_value());
  CHECK(expression.error().kind == ErrorKind::kParse);
  return expression.error().message;
}

std::string repeated(std::string_view text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

bool says(const std::string& message, std::string_view what) {
  INFO(message.substr(0, 200));
  return message.find(what) != std::string::npos;
}

}  // namespace

TEST_CASE("numbers go in as any and come out as Long or Double", "[feel]") {
  using expr::Datum;
  for (const Datum& five : {Datum::integer(5), Datum::long_integer(5), Datum::real(5.0),
                            Datum::integral(Datum::Kind::kShort, 5)}) {
    const Datum out = value_with("x", five);
    CHECK(out.kind() == Datum::Kind::kLong);
    CHECK(out.as_int() == 5);
  }
  const Datum half = value_with("x", Datum::real(2.5));
  CHECK(half.kind() == Datum::Kind::kDouble);
  CHECK(half.as_double() == 2.5);
  CHECK(value_with("9223372036854775808", {}).kind() == Datum::Kind::kDouble);
  CHECK(value_with("9223372036854775807", {}).kind() == Datum::Kind::kLong);
  CHECK(json_with("string(x)", Datum::real(5.0)) == "\"5.0\"");
  CHECK(value_with("x", Datum::real(std::numeric_limits<double>::quiet_NaN())).is_null());
}

TEST_CASE("collections and JSON nodes are lists and contexts", "[feel]") {
  auto map = std::make_shared<expr::MapObject>();
  map->entries.emplace_back(expr::Datum::string("a"), expr::Datum::integer(1));
  const auto list = expr::make_array_list({expr::Datum::object(map), {}});
  CHECK(json_with("x[1].a", list) == "1");
  CHECK(json_with("x", list) == R"([{"a":1},null])");
  CHECK(json_with("count(x)", list) == "2");
  CHECK(json_with("list contains(x, x[1])", list) == "true");
  CHECK(json_with("list contains(x, {a: 1})", list) == "false");

  const auto node = expr::make_json(*expr::parse_json(R"({"a":[1,{"b":"c"}],"t":true,"n":null})"));
  CHECK(json_with("x.a[2].b", node) == "\"c\"");
  CHECK(json_with("x.t and x.n = null", node) == "true");
  CHECK(json_with("x", node) == R"({"a":[1,{"b":"c"}],"t":true,"n":null})");
}

TEST_CASE("a date is a local date and time in the machine's zone", "[feel]") {
  const auto date = expr::Datum::date(1'769'854'830'400);
  CHECK(json_with("x instance of date and time", date) == "true");
  CHECK(json_with("x.timezone", date) == "null");
  const auto out = value_with("x + duration(\"PT1S\")", date);
  const auto* time = out.as<TemporalObject>();
  REQUIRE(time != nullptr);
  CHECK(time->kind == TemporalKind::kLocalDateTime);
  CHECK(time->time_ms == 1'769'854'831'400);
}

TEST_CASE("a name is unknown or null", "[feel]") {
  CHECK(json_with("x", {}) == "null");
  CHECK(json_with("y", {}) == "null");
  CHECK(json_with("{x: x + 1}.x", expr::Datum::integer(1)) == "2");
  CHECK(json_with("for x in [x] return x", expr::Datum::integer(1)) == "[1]");
  CHECK(json_with("`x` + 1", expr::Datum::integer(1)) == "2");
}

TEST_CASE("an error says where the text stops to be an expression", "[feel]") {
  CHECK(says(parse_error("1 +"), "at position 4, the end"));
  CHECK(says(parse_error("1 + )"), "found \")\""));
  CHECK(says(parse_error("1 /* x"), "a comment has no end"));
  CHECK(says(parse_error("function() external { java: {} }"), "external functions"));
}

TEST_CASE("an error of the evaluation says why", "[feel]") {
  CHECK(says(evaluation_error("assert(1, false, \"no way\")"), "assertion failure: no way"));
  CHECK(says(evaluation_error("[1] < [2]"), "lists cannot be compared"));
  CHECK(says(evaluation_error("?"), "'?'"));
  CHECK(says(evaluation_error("matches(\"a\", \"(?<=a)b\")"), "look-behind"));
}

TEST_CASE("what is too deep is refused", "[feel]") {
  CHECK(says(parse_error(repeated("(", 5000)), "200 levels"));
  CHECK(says(parse_error(repeated("[", 5000) + repeated("]", 5000)), "200 levels"));
  CHECK(says(parse_error("1" + repeated("+1", 5000)), "600 operations"));
  CHECK(answer((repeated("(", 150) + "1" + repeated(")", 150)).c_str()) == "1");
  CHECK(answer(("1" + repeated("+1", 500)).c_str()) == "501");
  CHECK(says(evaluation_error("{o: {f: function(c) c.f(c)}, r: o.f(o)}.r"), "inside each other"));
  CHECK(says(evaluation_error("for i in 1..100000 return [partial[-1]]"), "500 levels"));
  CHECK(says(evaluation_error("for i in 1..100000 return function() partial"), "500 levels"));
}

TEST_CASE("what is too much is stopped", "[feel]") {
  const std::string doubled = "if i = 1 then \"aa\" else partial[-1] + partial[-1]";
  CHECK(says(evaluation_error("for i in 1..1000000000000 return i"), "a million"));
  CHECK(says(evaluation_error("{x: for i in 1..200000 return 1, r: concatenate(x,x,x,x,x,x)}.r"),
             "a million"));
  CHECK(says(evaluation_error("(for i in 1..99 return " + doubled + ")[-1]"), "16 MiB"));
  CHECK(says(evaluation_error("for i in 1..99 return if i = 1 then [1] else [partial[-1], "
                              "partial[-1]]"),
             "4 million parts"));
  CHECK(says(evaluation_error("{s: (for i in 1..22 return " + doubled +
                              ")[-1], r: some i in 1..1000 satisfies s + \"x\" = null}.r"),
             "20 million"));
}

}  // namespace procos::feel::test
