#include <catch2/catch.hpp>

#include "bpmn/well_formed.h"
#include "bpmn/xml.h"

using procos::bpmn::Document;
using procos::bpmn::Namespace;
using procos::model::Problem;
using procos::model::Problems;

namespace {

Problem only_error(std::string_view xml) {
  Problems problems;
  CHECK_FALSE(Document::read(xml, problems));
  REQUIRE(problems.list().size() == 1);
  CHECK(problems.list().front().severity == Problem::Severity::kError);
  return problems.list().front();
}

}  // namespace

TEST_CASE("elements and attributes know their place and namespace", "[bpmn]") {
  Problems problems;
  const auto document = Document::read(
      "<a:root xmlns:a=\"http://www.omg.org/spec/BPMN/20100524/MODEL\">\n"
      "  <inner x='1'\n     a:y=\"2 &lt; 3\">te<![CDATA[x]]>t<!-- no --></inner>\n"
      "</a:root>",
      problems);
  REQUIRE(document);
  CHECK(problems.list().empty());
  const auto& root = document->root();
  CHECK(root.is(Namespace::kBpmn, "root"));
  REQUIRE(root.children.size() == 1);
  const auto& inner = *root.children.front();
  CHECK(inner.is(Namespace::kNone, "inner"));
  CHECK(inner.text == "text");
  CHECK(document->at(inner).line == 2);
  CHECK(document->at(inner).column == 3);
  const auto* y = inner.attribute(Namespace::kBpmn, "y");
  REQUIRE(y != nullptr);
  CHECK(y->value == "2 < 3");
  CHECK(document->at(*y).line == 3);
  CHECK(document->at(*y).column == 6);
}

TEST_CASE("both generations of the camunda namespace and Operaton's are known", "[bpmn]") {
  Problems problems;
  const auto document = Document::read(
      "<r xmlns:c='http://camunda.org/schema/1.0/bpmn' xmlns:a='http://activiti.org/bpmn' "
      "xmlns:o='http://operaton.org/schema/1.0/bpmn' c:x='1' a:y='2' o:z='3'/>",
      problems);
  REQUIRE(document);
  CHECK(document->root().attribute(Namespace::kCamunda, "x") != nullptr);
  CHECK(document->root().attribute(Namespace::kActiviti, "y") != nullptr);
  CHECK(document->root().attribute(Namespace::kCamunda, "z") != nullptr);
}

TEST_CASE("malformed XML is one error with line and column", "[bpmn]") {
  struct Case {
    std::string_view xml;
    int line, column;
  };
  const Case cases[] = {
      {"", 1, 1},
      {"just text", 1, 1},
      {"<a>\n<b>\n</a>", 3, 3},
      {"<a>\n  x && y</a>", 2, 5},
      {"<a b='1 < 2'/>", 1, 9},
      {"<a>&unknown;</a>", 1, 4},
      {"<a>&#1;</a>", 1, 4},
      {"<a/>\n<b/>", 2, 1},
      {"<a/>text", 1, 5},
      {"<a x='1' x='2'/>", 1, 10},
      {"<a>\n<p:b/></a>", 2, 1},
      {"<a p:c='1'/>", 1, 4},
      {"<a><!-- never closed </a>", 1, 8},
      {"<a b='never closed/>", 1, 6},
      {"<!DOCTYPE a [<!ENTITY x 'y'>]>\n<a>&x;</a>", 1, 1},
  };
  for (const auto& one : cases) {
    INFO(one.xml);
    const Problem problem = only_error(one.xml);
    CHECK(problem.line == one.line);
    CHECK(problem.column == one.column);
    CHECK_FALSE(problem.message.empty());
    CHECK(problem.aborts);
  }
  only_error(std::string_view("<a>\0</a>", 8));
  only_error("<a>\xC3\x28</a>");
  only_error("<a>\xED\xA0\x80</a>");  // a surrogate
}

TEST_CASE("hostile XML is refused, not followed", "[bpmn]") {
  SECTION("nesting") {
    std::string xml;
    for (int i = 0; i < 100'000; ++i) xml += "<a>";
    only_error(xml);
    for (int i = 0; i < 100'000; ++i) xml += "</a>";
    CHECK(only_error(xml).message == "Elements are nested too deeply");
  }
  SECTION("attributes") {
    std::string xml = "<a";
    for (int i = 0; i < 20'000; ++i) xml += " x" + std::to_string(i) + "=''";
    CHECK(only_error(xml + "/>").message == "More than 10000 attributes at one element");
  }
  SECTION("entity bomb") {
    const std::string bomb =
        "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c "
        "'&b;&b;&b;&b;'>]><l>&c;</l>";
    CHECK(only_error(bomb).message == "DOCTYPE is not allowed in a model");
  }
  SECTION("every truncation of a file") {
    const std::string xml =
        "<?xml version='1.0'?><a xmlns:p='u'><!-- c --><p:b q='&amp;'>t<![CDATA[d]]></p:b></a>";
    for (std::size_t length = 0; length < xml.size(); ++length) {
      Problems problems;
      CHECK_FALSE(Document::read(xml.substr(0, length), problems));
      CHECK(problems.has_errors());
    }
  }
}

TEST_CASE("encodings are read as declared", "[bpmn]") {
  const auto text_of = [](std::string_view xml) {
    Problems problems;
    const auto document = Document::read(xml, problems);
    REQUIRE(document);
    return document->root().text;
  };
  CHECK(text_of("\xEF\xBB\xBF<a>\xC3\xA9</a>") == "\xC3\xA9");
  CHECK(text_of("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>") == "\xC3\xA9");
  std::string utf16 = "\xFF\xFE";
  for (const char c : std::string_view("<a>x</a>")) utf16 += {c, '\0'};
  CHECK(text_of(utf16) == "x");
  CHECK_FALSE(procos::bpmn::to_utf8("<?xml version='1.0' encoding='no-such-thing'?><a/>"));
}

TEST_CASE("only the prefix xsi may stay undeclared", "[bpmn]") {
  Problems problems;
  const auto document = Document::read("<a id='x'>\n <b xsi:type='t'/></a>", problems);
  REQUIRE(document);
  CHECK(document->tolerated());
  REQUIRE(problems.list().size() == 1);
  CHECK(problems.list().front().severity == Problem::Severity::kWarning);
  CHECK(problems.list().front().line == 2);
  CHECK(problems.list().front().element_id == "x");
  CHECK(document->root().children.front()->attribute(Namespace::kXsi, "type") != nullptr);
}
