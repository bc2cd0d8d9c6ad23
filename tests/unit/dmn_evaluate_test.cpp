// Decisions evaluated: hit policies, types, languages, requirements. The expected values were
// looked up at a real Camunda 7.24.
#include <catch2/catch.hpp>
#include <map>

#include "dmn/evaluate.h"
#include "dmn/read.h"
#include "expr/java_text.h"

using namespace procos;

namespace {

class Given final : public expr::Scope {
 public:
  explicit Given(std::map<std::string, Value> values) : values_(std::move(values)) {}
  std::optional<expr::Operand> resolve(std::string_view name) override {
    const auto found = values_.find(std::string(name));
    return found == values_.end() ? std::nullopt : std::optional<expr::Operand>(found->second);
  }
  TimeMs now_ms() const override { return 0; }

 private:
  std::map<std::string, Value> values_;
};

std::string entry(const std::string& element, const std::string& text) {
  return "<" + element + "><text><![CDATA[" + text + "]]></text></" + element + ">";
}

struct RuleText {
  std::string condition, conclusion;
};

/// A table over the integer `a` with one output `x`.
std::string decision_table(const std::string& attributes, const std::string& output,
                  const std::vector<RuleText>& rules, const std::string& id = "d",
                  const std::string& requirements = "") {
  std::string xml = "<decision id='" + id + "' name='D'>" + requirements + "<decisionTable " +
                    attributes + "><input id='i" + id + "'><inputExpression typeRef='integer'>" +
                    "<text>a</text></inputExpression></input><output id='o" + id + "' name='" +
                    (id == "d" ? "x" : id) + "' " + output + "/>";
  int number = 0;
  for (const RuleText& rule : rules) {
    xml += "<rule id='r" + id + std::to_string(number++) + "'>" +
           entry("inputEntry", rule.condition) + entry("outputEntry", rule.conclusion) + "</rule>";
  }
  return xml + "</decisionTable></decision>";
}

std::string literal(const std::string& text, const std::string& type = "",
                    const std::string& language = "", const std::string& requirements = "") {
  return "<decision id='d' name='D'><variable name='x' " + type + "/>" + requirements +
         "<literalExpression " + language + "><text><![CDATA[" + text +
         "]]></text></literalExpression></decision>";
}

std::string requires_all(const std::vector<std::string>& ids) {
  std::string xml;
  for (const std::string& id : ids) {
    xml += "<informationRequirement><requiredDecision href='#" + id +
           "'/></informationRequirement>";
  }
  return xml;
}

/// The decision `d`: each rule's outputs as name=value, typed ones with a star; or what went wrong.
std::string evaluated(const std::string& decisions, std::map<std::string, Value> variables) {
  model::Problems problems;
  const auto definitions = dmn::read(
      "<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='g' name='G' "
      "namespace='n'>" + decisions + "</definitions>",
      false, problems);
  REQUIRE(definitions);
  Given scope(std::move(variables));
  const dmn::Surroundings around{scope, [] {
                                   return std::vector<std::pair<std::string, Value>>();
                                 }};
  const auto evaluation = dmn::evaluate(*definitions, *definitions->find("d"), around);
  if (!evaluation) return evaluation.error().message.substr(0, 9);
  std::string text;
  for (const dmn::ResultEntries& entries : evaluation->result) {
    text += "[";
    for (const auto& [name, value] : entries) {
      text += name + "=" + expr::java_text(value.datum) + (value.typed ? "*" : "");
    }
    text += "]";
  }
  return text;
}

std::string of_amount(const std::string& decisions, std::int64_t a) {
  return evaluated(decisions, {{"a", Value::integer(a)}});
}

const std::vector<RuleText> kRules{{"< 10", "1"}, {"< 5", "2"}, {"< 3", "3"}};

}  // namespace

TEST_CASE("a hit policy says which rules count", "[dmn]") {
  const std::string integer = "typeRef='integer'";
  const auto [attributes, of_20, of_7, of_1] =
      GENERATE(table<std::string, std::string, std::string, std::string>({
                      {"", "", "[x=1*]", "DMN-03001"},
                      {"hitPolicy='FIRST'", "", "[x=1*]", "[x=1*]"},
                      {"hitPolicy='ANY'", "", "[x=1*]", "DMN-03002"},
                      {"hitPolicy='RULE ORDER'", "", "[x=1*]", "[x=1*][x=2*][x=3*]"},
                      {"hitPolicy='COLLECT'", "", "[x=1*]", "[x=1*][x=2*][x=3*]"},
                      {"hitPolicy='COLLECT' aggregation='SUM'", "", "[x=1*]", "[x=6*]"},
                      {"hitPolicy='COLLECT' aggregation='MIN'", "", "[x=1*]", "[x=1*]"},
                      {"hitPolicy='COLLECT' aggregation='MAX'", "", "[x=1*]", "[x=3*]"},
                      {"hitPolicy='COLLECT' aggregation='COUNT'", "[x=0*]", "[x=1*]", "[x=3*]"},
                  }));
  CAPTURE(attributes);
  const std::string decision = decision_table(attributes, integer, kRules);
  CHECK(of_amount(decision, 20) == of_20);
  CHECK(of_amount(decision, 7) == of_7);
  CHECK(of_amount(decision, 1) == of_1);
}

TEST_CASE("an aggregation takes numbers only", "[dmn]") {
  const std::string sum = "hitPolicy='COLLECT' aggregation='SUM'";
  const std::vector<RuleText> mixed{{"< 10", "1.5"}, {"< 5", "2"}};
  CHECK(of_amount(decision_table(sum, "typeRef='double'", mixed), 1) == "[x=3.5*]");
  CHECK(of_amount(decision_table(sum, "", mixed), 1) == "[x=3.5*]");
  CHECK(of_amount(decision_table(sum, "typeRef='long'", kRules), 1) == "[x=6*]");
  CHECK(of_amount(decision_table(sum, "typeRef='string'", kRules), 1) == "DMN-03004");
}

TEST_CASE("an empty condition holds, an empty conclusion gives nothing", "[dmn]") {
  const std::vector<RuleText> rules{{"", "1"}, {"-", ""}};
  CHECK(of_amount(decision_table("hitPolicy='RULE ORDER'", "", rules), 1) == "[x=1][]");
}

TEST_CASE("values become what the type of their clause asks for", "[dmn]") {
  const auto [expression, type, expected] =
      GENERATE(table<std::string, std::string, std::string>({
          {"1", "", "[x=1]"},
          {"1", "string", "[x=1*]"},
          {"[1, 2]", "string", "[x=[1, 2]*]"},
          {"1.0", "integer", "[x=1*]"},
          {"\"12\"", "Integer", "[x=12*]"},
          {"1.5", "integer", "DMN-01005"},
          {"10000000000", "integer", "DMN-01005"},
          {"10000000000", "long", "[x=10000000000*]"},
          {"\"1.5\"", "double", "[x=1.5*]"},
          {"2", "double", "[x=2.0*]"},
          {"\"TRUE\"", "boolean", "[x=true*]"},
          {"1", "boolean", "DMN-01005"},
          {"date(\"2020-01-02\")", "date", "DMN-01005"},
          {"\"x\"", "date", "DMN-01005"},
          {"null", "date", "[x=null]"},
          {"0.1 + 0.2", "number", "[x=0.3]"},
      }));
  CAPTURE(expression, type);
  CHECK(evaluated(literal(expression, type.empty() ? "" : "typeRef='" + type + "'"), {}) ==
        expected);
}

TEST_CASE("dates come from FEEL and from text", "[dmn]") {
  const std::string expected = evaluated(literal("\"2020-01-02T03:04:05\"", "typeRef='date'"), {});
  CHECK_THAT(expected, Catch::Contains("03:04:05") && Catch::Contains("2020*"));
  CHECK(evaluated(literal("date and time(\"2020-01-02T03:04:05\")", "typeRef='date'"), {}) ==
        expected);
}

TEST_CASE("an expression may be JUEL, with or without brackets", "[dmn]") {
  const std::string juel = "expressionLanguage='juel'";
  CHECK(evaluated(literal("${a + 1}", "", juel), {{"a", Value::integer(2)}}) == "[x=3]");
  CHECK(evaluated(literal("a + 1", "", juel), {{"a", Value::integer(2)}}) == "[x=3]");
  CHECK(evaluated(literal("nosuch", "", juel), {}) == "DMN-01002");
  CHECK(evaluated(literal("1", "", "expressionLanguage='cobol'"), {}) == "DMN-01003");
  CHECK(evaluated(literal("1 +"), {}) == "FEEL/SCAL");
}

TEST_CASE("required decisions come first, and give values or lists", "[dmn]") {
  const std::string decisions =
      decision_table("hitPolicy='COLLECT'", "", {{"-", "a + 1"}, {"-", "a + 2"}}, "many") +
      decision_table("hitPolicy='COLLECT'", "", {{"-", "a + 1"}}, "list") +
      decision_table("hitPolicy='FIRST'", "", {{"-", "a + 1"}}, "one") +
      decision_table("hitPolicy='COLLECT' aggregation='SUM'", "", {{"-", "1"}, {"-", "2"}}, "sum") +
      decision_table("hitPolicy='FIRST'", "", {{"> 100", "1"}}, "none") +
      literal("string(many) + string(list) + string(one) + string(sum) + string(none = null)", "",
              "", requires_all({"many", "list", "one", "sum", "none"}));
  CHECK(of_amount(decisions, 1) == "[x=[2, 3][2]23true]");
}
