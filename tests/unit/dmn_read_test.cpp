// Which DMN files are deployed, and what is said about those that are not.
#include <catch2/catch.hpp>

#include "dmn/read.h"

using namespace procos;

namespace {

std::string dmn_file(const std::string& content,
                     const std::string& ns = "https://www.omg.org/spec/DMN/20191111/MODEL/") {
  return "<definitions xmlns=\"" + ns +
         "\" xmlns:camunda=\"http://camunda.org/schema/1.0/dmn\" id=\"graph\" name=\"Graph\" "
         "namespace=\"shop\">" +
         content + "</definitions>";
}

std::string requires_decision(const std::string& id) {
  return "<informationRequirement id=\"needs" + id + "\"><requiredDecision href=\"#" + id +
         "\"/></informationRequirement>";
}

std::string plain(const std::string& id, const std::string& requirements = "") {
  return "<decision id=\"" + id + "\" name=\"" + id + "\"><variable id=\"v" + id +
         "\" name=\"v\"/>" + requirements + "<literalExpression id=\"l" + id +
         "\"><text>1</text></literalExpression></decision>";
}

std::string table(const std::string& content, const std::string& attributes = "") {
  return "<decision id=\"d\" name=\"D\"><decisionTable id=\"t\" " + attributes + ">" + content +
         "</decisionTable></decision>";
}

/// What is wrong with a file, all findings in one text; empty: it is read.
std::string refusal(const std::string& xml) {
  model::Problems problems;
  if (dmn::read(xml, false, problems)) return {};
  std::string text;
  for (const auto& problem : problems.list()) text += problem.message + "\n";
  CHECK_FALSE(text.empty());
  return text;
}

void check_refused(const std::string& xml, const std::string& words) {
  CHECK_THAT(refusal(xml), Catch::Contains(words));
}

}  // namespace

TEST_CASE("a DMN file gives its decisions", "[dmn]") {
  model::Problems problems;
  const auto read = dmn::read(
      dmn_file("<decision id=\"rate\" name=\"Rate\" camunda:versionTag=\"v1\" "
               "camunda:historyTimeToLive=\"P7D\"><decisionTable id=\"t\" hitPolicy=\"RULE ORDER\">"
               "<input id=\"i\"/><output id=\"o\"/><rule id=\"r\"><inputEntry/><outputEntry/>"
               "</rule></decisionTable></decision>" +
               plain("total", requires_decision("rate")) +
               "<decision id=\"open\" name=\"Open\"><context/></decision>"),
      false, problems);
  REQUIRE(read);
  CHECK(read->id == "graph");
  CHECK(read->name == "Graph");
  CHECK(read->target_namespace == "shop");
  REQUIRE(read->decisions.size() == 2);
  CHECK(read->decisions[0].id == "rate");
  CHECK(read->decisions[0].version_tag == "v1");
  CHECK(read->decisions[0].history_time_to_live == 7);
  CHECK(read->decisions[1].id == "total");
  CHECK_FALSE(read->decisions[1].history_time_to_live);
  REQUIRE(problems.list().size() == 1);
  CHECK(problems.list()[0].severity == model::Problem::Severity::kWarning);
  CHECK(problems.list()[0].element_id == "open");
}

TEST_CASE("every namespace of DMN that Camunda knows is read", "[dmn]") {
  for (const char* ns :
       {"http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20151101/dmn11.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/"}) {
    CAPTURE(ns);
    CHECK(refusal(dmn_file(plain("a"), ns)).empty());
  }
  check_refused(dmn_file(plain("a"), "http://example.org/dmn"), "namespace of DMN");
}

TEST_CASE("a broken DMN file says what is wrong", "[dmn]") {
  CHECK_FALSE(refusal("").empty());
  CHECK_FALSE(refusal("<definitions").empty());
  check_refused("<a/>", "'a'");
  check_refused(dmn_file("<decision name=\"x\"/>"), "has no id");
  check_refused(dmn_file("<decision id=\"x\"/>"), "has no name");
  check_refused(dmn_file(plain("a") + plain("a")), "used twice");
  check_refused(dmn_file("<decision id=\"a\" name=\"a\"><literalExpression id=\"l\"/></decision>"),
                "no variable");
  check_refused(dmn_file("<decision id=\"a\" name=\"a\" camunda:historyTimeToLive=\"soon\"/>"),
                "historyTimeToLive");
  const std::string output = "<output id=\"o\"/>";
  CHECK(refusal(dmn_file(table(output))).empty());
  CHECK(refusal(dmn_file(table(output, "hitPolicy=\"COLLECT\" aggregation=\"SUM\""))).empty());
  check_refused(dmn_file(table(output, "hitPolicy=\"PRIORITY\"")), "hit policy 'PRIORITY'");
  check_refused(dmn_file(table(output, "aggregation=\"SUM\"")), "COLLECT");
  check_refused(dmn_file(table(output, "hitPolicy=\"COLLECT\" aggregation=\"MEAN\"")), "MEAN");
  check_refused(dmn_file(table("")), "no output");
  check_refused(dmn_file(table("<output id=\"o\"/><output id=\"p\"/>")), "no name");
  check_refused(dmn_file(table("<output id=\"o\" name=\"n\"/><output id=\"p\" name=\"n\"/>")),
                "the name 'n'");
  check_refused(dmn_file(table(output + "<rule id=\"r\"><inputEntry/><outputEntry/></rule>")),
                "1 input entries");
}

TEST_CASE("decisions require decisions of their file, and not themselves", "[dmn]") {
  check_refused(dmn_file(plain("a", requires_decision("b"))), "requires the decision 'b'");
  check_refused(dmn_file(plain("a", requires_decision("b")) +
                         "<decision id=\"b\" name=\"b\"><context/></decision>"),
                "requires the decision 'b'");
  check_refused(
      dmn_file(plain("a", requires_decision("b")) + plain("b", requires_decision("c")) +
               plain("c", requires_decision("a"))),
      "loop");
  CHECK(refusal(dmn_file(plain("a", requires_decision("b")) + plain("b"))).empty());
}

TEST_CASE("a time to live can be required of decisions", "[dmn]") {
  model::Problems problems;
  CHECK_FALSE(dmn::read(dmn_file(plain("a")), true, problems));
}
