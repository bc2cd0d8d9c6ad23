// The rules of the expression language that models rely on, one test case a rule.
#include <catch2/catch.hpp>
#include <string>

#include "tests/unit/expr_world.h"

namespace procos::expr::test {
namespace {

Result<Value> evaluated(const std::string& text, TestScope& scope) {
  PROCOS_ASSIGN(const Expression expression, Expression::parse(text));
  return expression.evaluate(scope);
}

Value value_of_text(const std::string& text) {
  TestScope scope;
  auto value = evaluated(text, scope);
  INFO(text << ": " << (value ? "" : value.error().message));
  REQUIRE(value.has_value());
  return *value;
}

bool fails_at(ErrorKind kind, const std::string& text) {
  TestScope scope;
  const auto value = evaluated(text, scope);
  return !value && value.error().kind == kind;
}

}  // namespace

TEST_CASE("text without an expression stays a String", "[expr]") {
  CHECK(Expression::parse("plain { text }")->is_literal());
  CHECK(value_of_text("42") == Value::string("42"));
  CHECK(value_of_text(R"(\${i})") == Value::string("${i}"));
  CHECK(Expression::parse(R"(\${i})")->text() == R"(\${i})");
  CHECK(Expression::literal("${i}").is_literal());
  CHECK(Expression().text().empty());
}

TEST_CASE("a single expression keeps its type, a composite is text", "[expr]") {
  CHECK(value_of_text("${i}") == Value::integer(7));
  CHECK(value_of_text("#{i}") == Value::integer(7));
  CHECK(value_of_text("${i}${s}") == Value::string("7hello"));
  CHECK(value_of_text("<${n}|${1e7}|${map}>") == Value::string("<|1.0E7|{k=v, n=5, in={x=true}}>"));
  CHECK(fails_at(ErrorKind::kParse, "${i} #{i}"));
}

TEST_CASE("arithmetic widens to Long or Double and wraps as Java does", "[expr]") {
  CHECK(value_of_text("${i + 1}") == Value::long_integer(8));
  CHECK(value_of_text("${7 / 2}") == Value::real(3.5));
  CHECK(value_of_text("${'1.5' + 1}") == Value::real(2.5));
  CHECK(value_of_text("${9223372036854775807 + 1}") == Value::long_integer(INT64_MIN));
  CHECK(value_of_text("${-sh}") == Value::short_integer(-3));
  CHECK(value_of_text("${null + null}") == Value::long_integer(0));
  CHECK(fails_at(ErrorKind::kExpression, "${7 % 0}"));
  CHECK(fails_at(ErrorKind::kExpression, "${'a' + 'b'}"));
}

TEST_CASE("big integers of JSON keep all their digits", "[expr]") {
  const Value doubled =
      value_of_text(R"(${JSON('{"a":12345678901234567890}').prop('a').value() * 2})");
  REQUIRE(doubled.type() == ValueType::kObject);
  CHECK(doubled.as_object().type_name == "java.math.BigInteger");
  CHECK(doubled.as_object().text == "24691357802469135780");
}

TEST_CASE("comparison coerces by the classes of both sides", "[expr]") {
  CHECK(value_of_text("${'10' > 9}") == Value::boolean(true));
  CHECK(value_of_text("${'10' > '9'}") == Value::boolean(false));
  CHECK(value_of_text("${true == 'TRUE'}") == Value::boolean(true));
  CHECK(value_of_text("${null >= null}") == Value::boolean(true));
  CHECK(value_of_text("${1 <= 0/0}") == Value::boolean(true));
  CHECK(value_of_text("${now() > date}") == Value::boolean(true));
  CHECK(fails_at(ErrorKind::kExpression, "${i == s}"));
  CHECK(fails_at(ErrorKind::kExpression, "${list < names}"));
}

TEST_CASE("and, or and the conditional evaluate only what they need", "[expr]") {
  CHECK(value_of_text("${false && unknown}") == Value::boolean(false));
  CHECK(value_of_text("${true || unknown}") == Value::boolean(true));
  CHECK(value_of_text("${b ? 1 : unknown}") == Value::long_integer(1));
  CHECK(value_of_text("${n[unknown]}") == Value::null());
  CHECK(value_of_text("${false ? 1 : false ? 2 : 3}") == Value::long_integer(3));
  CHECK(value_of_text("${not false and true}") == Value::boolean(true));
}

TEST_CASE("overloads are chosen as EL does", "[expr]") {
  CHECK(value_of_text("${list.remove(0)}") == Value::boolean(false));  // a Long is an Object first
  CHECK(value_of_text("${list.remove(map.n - map.n + 0)}") == Value::boolean(false));
  CHECK(value_of_text("${s.indexOf(108)}") == Value::integer(2));
  CHECK(fails_at(ErrorKind::kExpression, "${s.indexOf(null)}"));
  CHECK(fails_at(ErrorKind::kExpression, "${i.compareTo(8)}"));
  CHECK(value_of_text("${s.format('%s-%03d', 'x', 5)}") == Value::string("x-005"));
}

TEST_CASE("collections come back as Objects in JSON with Jackson's type", "[expr]") {
  CHECK(value_of_text("${list}") ==
        json_object("java.util.ArrayList<java.lang.Integer>", "[1,2,3]"));
  CHECK(value_of_text("${map.in}") ==
        json_object("java.util.LinkedHashMap<java.lang.Object,java.lang.Object>", R"({"x":true})"));
  CHECK(value_of_text("${'a,b,,'.split(',')}") ==
        json_object("[Ljava.lang.String;", R"(["a","b"])"));
  CHECK(fails_at(ErrorKind::kExpression, "${map.keySet()}"));
}

TEST_CASE("the class of an Object decides what its numbers are", "[expr]") {
  TestScope scope;
  scope.variables["longs"] = json_object("java.util.ArrayList<java.lang.Long>", "[1, 2]");
  scope.variables["order"] = json_object("com.acme.Order", R"({"total": 5})");
  CHECK(*evaluated("${longs.contains(1)}", scope) == Value::boolean(true));
  CHECK(*evaluated("${order.total}", scope) == Value::integer(5));
  CHECK(evaluated("${order}", scope)->as_object().type_name == "com.acme.Order");
}

TEST_CASE("a changed collection is told to the scope", "[expr]") {
  TestScope scope;
  REQUIRE(evaluated("${list.add(4)}", scope).has_value());
  REQUIRE(scope.changes.count("list") == 1);
  CHECK(scope.changes["list"].as_object().text == "[1,2,3,4]");
  scope.changes.clear();
  REQUIRE(evaluated("${list.size()}", scope).has_value());
  CHECK(scope.changes.empty());
}

TEST_CASE("a collection cannot come to hold itself", "[expr]") {
  CHECK(value_of_text("${list.add(list) ? list.toString() : ''}") ==
        Value::string("[1, 2, 3, [1, 2, 3]]"));
}

TEST_CASE("Spin nodes", "[expr]") {
  CHECK(value_of_text("${json.prop('c')}") == Value::json(R"({"d":2.5})"));
  CHECK(value_of_text("${json.prop('c').prop('x', 1.5)}") == Value::json(R"({"d":2.5,"x":1.5})"));
  CHECK(value_of_text("${json.jsonPath('$..d').element()}") == Value::json("[2.5]"));
  CHECK(value_of_text(R"(${XML('<a><b x="1">t</b></a>').childElement('b').attr('x').value()})") ==
        Value::string("1"));
  CHECK(
      value_of_text(
          R"(${XML('<p:a xmlns:p="u"><p:b>7</p:b></p:a>').xPath('/q:a/q:b').ns('q','u').number()})") ==
      Value::real(7));
  CHECK(fails_at(ErrorKind::kExpression, "${json.prop('zz')}"));
  CHECK(fails_at(ErrorKind::kExpression, "${XML('<a>')}"));
}

TEST_CASE("XML nodes stay valid when what they came from is changed", "[expr]") {
  TestScope scope;
  scope.variables["xml"] = Value::xml("<a b='1'><c>t</c></a>");
  scope.variables["kept"] = json_object("java.util.ArrayList<java.lang.Object>", "[]");
  const auto value = evaluated(
      "${kept.add(xml.attr('b')) && kept.add(xml.childElement('c')) && "
      "!xml.removeAttr('b').hasAttr('b') && "
      "xml.remove(xml.childElement('c')).childElements().isEmpty() ? kept[1].textContent() : 'no'}",
      scope);
  REQUIRE(value.has_value());
  CHECK(*value == Value::string("t"));
}

TEST_CASE("dates and times", "[expr]") {
  CHECK(value_of_text("at ${date}") == Value::string("at Sat Jan 31 10:20:30 UTC 2026"));
  CHECK(value_of_text("${now()}") == Value::date(kNow));
  CHECK(value_of_text("${dateTime().plusDays(1).minusHours(2).toDate()}") ==
        Value::date(kNow + 22 * 3'600'000));
  CHECK(value_of_text("${dateTime().withDate(2020, 1, 31).plusMonths(1).toString('yyyy-MM-dd')}") ==
        Value::string("2020-02-29"));
  CHECK(fails_at(ErrorKind::kExpression, "${dateTime().withDate(2021, 2, 29)}"));
}

TEST_CASE("the authenticated user", "[expr]") {
  TestScope scope;
  CHECK(*evaluated("${currentUser()}", scope) == Value::null());
  scope.user = "ann";
  scope.groups = {"sales"};
  CHECK(*evaluated("${currentUser()}", scope) == Value::string("ann"));
  CHECK(evaluated("${currentUserGroups()}", scope)->as_object().text == R"(["sales"])");
}

TEST_CASE("conditions take nothing but a Boolean", "[expr]") {
  TestScope scope;
  CHECK(*Expression::parse("${i > 5}")->evaluate_condition(scope));
  CHECK_FALSE(Expression::parse("${'true'}")->evaluate_condition(scope).has_value());
  CHECK_FALSE(Expression::parse("${null}")->evaluate_condition(scope).has_value());
  CHECK_FALSE(Expression::parse("true")->evaluate_condition(scope).has_value());
  const auto unknown = Expression::parse("${zz > 5}")->evaluate_condition(scope);
  REQUIRE_FALSE(unknown.has_value());
  CHECK(is_unknown_property(unknown.error()));
}

TEST_CASE("elements, lists and maps for the engine", "[expr]") {
  TestScope scope;
  const auto elements = Expression::parse("${json.prop('b').elements()}")->evaluate_elements(scope);
  REQUIRE(elements.has_value());
  CHECK((*elements)[1] == Value::json("\"y\""));
  CHECK(elements_of(scope.variables["names"])->at(1) == Value::string("bob"));
  CHECK_FALSE(elements_of(Value::string("a")).has_value());
  CHECK(make_list({Value::string("x"), Value::integer(1)}) ==
        json_object("java.util.ArrayList<java.lang.String>", R"(["x",1])"));
  CHECK(make_map({{"k", Value::date(5)}, {"n", Value::null()}}).as_object().text ==
        R"({"k":5,"n":null})");
  CHECK(to_text(Value::real(100)) == "100.0");
  CHECK(to_text(Value::null()).empty());
}

TEST_CASE("malformed expressions are refused with their position", "[expr]") {
  for (const char* text : {"${", "${}", "${i", "${i i}", "${1 +}", "${f()}", "${now(1)}", "${'a}",
                           "${'\\n'}", "${list[}", "${i instanceof s}", "${9223372036854775808}",
                           "${+1}", "${a = 1}", "${😀}", "${\xff}"}) {
    const auto parsed = Expression::parse(text);
    INFO(text);
    REQUIRE_FALSE(parsed.has_value());
    CHECK(parsed.error().kind == ErrorKind::kParse);
    CHECK(parsed.error().message.find("position") != std::string::npos);
  }
}

TEST_CASE("depth and length do not endanger the program", "[expr]") {
  const auto many = [](std::size_t count, const std::string& part) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += part;
    return out;
  };
  CHECK(value_of_text("${1" + many(20'000, " + 1") + "}") == Value::long_integer(20'001));
  CHECK(value_of_text("${" + many(20'000, "false ? 1 : ") + "2}") == Value::long_integer(2));
  CHECK(value_of_text("${" + many(20'001, "!") + "b}") == Value::boolean(false));
  CHECK(value_of_text("${'x'" + many(5'000, ".toString()") + "}") == Value::string("x"));
  CHECK(fails_at(ErrorKind::kParse, "${" + many(100'000, "(") + "1" + many(100'000, ")") + "}"));
  CHECK(fails_at(ErrorKind::kExpression, "${JSON('" + many(5'000, "[") + many(5'000, "]") + "')}"));
  CHECK(fails_at(ErrorKind::kExpression,
                 "${XML('" + many(5'000, "<a>") + many(5'000, "</a>") + "')}"));
  CHECK(fails_at(ErrorKind::kExpression, "${s.repeat(2000000000)}"));
  CHECK(value_of_text("${s.repeat(20000).matches('(h|e|l|o)*')}") == Value::boolean(true));
}

}  // namespace procos::expr::test
