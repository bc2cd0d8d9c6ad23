// Unary tests: the cells of a decision table's input columns.
//
// The expected answers are those of Camunda 7.24 with feel-scala 1.19 to tables of one rule.
#include "expr/spin_json.h"
#include "feel_support.h"

namespace procos::feel::test {
namespace {

struct TestRow {
  const char* tests;
  const char* input;  ///< in JSON; also the variable x
  const char* expected;
};

std::string answer(const char* text, const char* json, std::string_view input_name = "cellInput") {
  const expr::Datum input = expr::java_of(**expr::parse_json(json));
  Given names(input);
  const auto tests = UnaryTests::parse(text);
  if (!tests) return "error";
  const auto matched = tests->matches(names, input, input_name);
  if (!matched) return "error";
  return *matched ? "yes" : "no";
}

constexpr TestRow kRows[] = {
    {"-", "5", "yes"},
    {"5", "5", "yes"},
    {"5", "6", "no"},
    {"4,5", "5", "yes"},
    {"< 6", "5", "yes"},
    {"<= 5", "5", "yes"},
    {"> 6", "5", "no"},
    {">= 5", "5", "yes"},
    {"[1..5]", "5", "yes"},
    {"[1..5)", "5", "no"},
    {"(5..6]", "5", "no"},
    {"]5..6[", "5.5", "yes"},
    {"not(5)", "5", "no"},
    {"not(5)", "6", "yes"},
    {"not(< 3, > 7)", "5", "yes"},
    {R"(not("a"))", R"("b")", "yes"},
    {R"("a")", R"("a")", "yes"},
    {R"("a")", R"("b")", "no"},
    {R"("a","b")", R"("b")", "yes"},
    {R"(not("a","b"))", R"("c")", "yes"},
    {"? > 3", "5", "yes"},
    {"? > 3 and ? < 10", "5", "yes"},
    {"odd(?)", "5", "yes"},
    {"even(?)", "5", "no"},
    {R"(contains(?,"b"))", R"("abc")", "yes"},
    {R"(not(contains(?,"b")))", R"("abc")", "no"},
    {"true", "true", "yes"},
    {"true", "false", "no"},
    {"false", "false", "yes"},
    {"false", "true", "no"},
    {"true", "5", "no"},
    {"null", "null", "yes"},
    {"null", "5", "no"},
    {"5", "null", "no"},
    {"< 5", "null", "no"},
    {"-", "null", "yes"},
    {R"(< "b")", R"("a")", "yes"},
    {R"(["a".."c"])", R"("b")", "yes"},
    {"[1,2,3]", "2", "yes"},
    {"[1,2,3]", "4", "no"},
    {"[4,5,6],9", "9", "yes"},
    {"x = 5", "5", "yes"},
    {"cellInput = 5", "5", "yes"},
    {"cellInput > 3", "5", "yes"},
    {"y", "5", "no"},
    {"y.z", "5", "no"},
    {"2+3", "5", "yes"},
    {"2*3", "5", "no"},
    {R"("a")", "5", "no"},
    {R"(< "a")", "5", "no"},
    {R"(date("2020-01-01"))", R"("2020-01-01")", "no"},
    {"some i in [1,5] satisfies i = ?", "5", "yes"},
    {"list contains([1,5],?)", "5", "yes"},
    {"? in [1..10]", "5", "yes"},
    {"if ? > 3 then true else false", "5", "yes"},
    {"if ? > 3 then 5 else 6", "5", "no"},
    {"? + 1", "5", "no"},
    {"not(true)", "true", "no"},
    {"not(null)", "null", "no"},
    {"not(null)", "5", "yes"},
    {"not(-)", "5", "error"},
    {"-, 5", "5", "error"},
    {"not(true) and true", "true", "error"},
    {"[]", "5", "no"},
    {"{a:1}", "5", "no"},
    {"(5)", "5", "yes"},
    {"(4)", "5", "no"},
    {"-5", "-5", "yes"},
    {"- 5", "-5", "yes"},
    {"> -1", "0", "yes"},
    {">3,<1", "0", "yes"},
    {"5 or 6", "5", "no"},
    {"5 and true", "5", "no"},
    {"? = 5 or ? = 6", "6", "yes"},
    {"= 5", "5", "error"},
    {"!= 5", "5", "error"},
    {"5;6", "5", "error"},
    {"", "5", "yes"},
    {"   ", "5", "yes"},
    {R"("a" = ?)", R"("a")", "yes"},
    {"count(?) > 1", "[1,2]", "yes"},
    {"?[1] = 1", "[1,2]", "yes"},
    {"?.a = 1", R"({"a":1})", "yes"},
    {"?.a", R"({"a":true})", "yes"},
    {"[1,2]", "[1,2]", "yes"},
    {"{a:1}", R"({"a":1})", "yes"},
    {"not([1..3])", "5", "yes"},
    {"not((1..5))", "5", "yes"},
    {"not(>5)", "5", "yes"},
    {"item", "5", "no"},
    {"true or ? > 9", "5", "yes"},
    {"false or ? > 9", "5", "no"},
    {"? > 9 or true", "5", "yes"},
    {R"(matches(?,"^a"))", R"("abc")", "yes"},
    {"string length(?) = 3", R"("abc")", "yes"},
    {"?", "true", "yes"},
    {"?", "false", "no"},
    {"?", "5", "no"},
    {"{x: ? > 3}.x", "5", "no"},
    {R"(@"2020-01-01")", "5", "no"},
    {"5.0", "5", "yes"},
    {"5", "5.0", "yes"},
};

}  // namespace

TEST_CASE("unary tests match as Camunda's do", "[feel]") {
  for (const TestRow& row : kRows) {
    INFO(row.tests << " with " << row.input);
    CHECK(answer(row.tests, row.input) == row.expected);
  }
}

TEST_CASE("the input has the name that it is given", "[feel]") {
  CHECK(answer("season = \"Fall\"", "\"Fall\"", "season") == "yes");
  CHECK(answer("season = \"Fall\"", "\"Fall\"") == "no");
  CHECK(answer("< 10", "5", "season") == "yes");
  CHECK(answer("cellInput > 3", "5", "") == "yes");
}

TEST_CASE("an assertion in a test fails the evaluation", "[feel]") {
  Given names(expr::Datum{});
  const auto tests = UnaryTests::parse("assert(?, ? > 3)");
  REQUIRE(tests.has_value());
  const auto matched = tests->matches(names, expr::Datum::integer(1), "cellInput");
  REQUIRE_FALSE(matched.has_value());
  CHECK(matched.error().kind == ErrorKind::kExpression);
  CHECK(UnaryTests::parse("5 6").error().kind == ErrorKind::kParse);
}

}  // namespace procos::feel::test
