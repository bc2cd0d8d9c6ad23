// Scenario files: what they may say, what is wrong with others, and how they are written anew.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "kernel/scenario/coverage.h"
#include "kernel/scenario/junit.h"
#include "kernel/scenario/runner.h"
#include "kernel/scenario/script.h"
#include "kernel/scenario/show.h"
#include "kernel/scenario/sketch.h"

using namespace procos;
using namespace procos::kernel::scenario;
using nlohmann::json;

namespace {

std::string problem(const std::string& text) {
  const auto script = parse_script("a.scenario", text);
  return script ? "" : script.error().message;
}

json value_of(const std::string& written, const std::string& type = "") {
  const auto value = typed_value(written, type);
  return value ? *value : json(value.error().message);
}

/// A scenario file in a directory of its own.
class ScenarioFile {
 public:
  explicit ScenarioFile(const std::string& text)
      : directory_(std::filesystem::temp_directory_path() /
                   ("procos-scenario-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(directory_);
    std::ofstream(path()) << text;
  }
  ~ScenarioFile() { std::filesystem::remove_all(directory_); }
  std::string path() const { return (directory_ / "a.scenario").string(); }
  std::string text() const {
    std::ifstream file(path());
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  std::filesystem::path directory_;
};

const std::string kOrder =
    "sketch order\n"
    "  start -> check:user -> choice? -${amount > 100}-> ship:external(ship) -> end\n"
    "  choice -${amount <= 100}-> endsmall\n"
    "  late@check~:timer(PT1H) -> remind:user -> endlate\n\n";

}  // namespace

TEST_CASE("a scenario has steps with words, variables, further lines and expected blocks") {
  const auto script = parse_script("a.scenario",
                                   "# a comment\n"
                                   "start order as \"A 1\" amount=5 who=\"Mary Ann\"\n"
                                   "state\n----\norder\n  check userTask\n\n"
                                   "rest POST /message\n    {\"messageName\":\n      \"m\"}\n");
  REQUIRE(script);
  REQUIRE(script->steps.size() == 3);
  const Step& start = script->steps[0];
  CHECK(start.line == 2);
  CHECK(start.words == std::vector<std::string>{"order", "as", "A 1"});
  CHECK(start.variables()["amount"]["value"] == 5);
  CHECK(start.variables()["who"]["value"] == "Mary Ann");
  CHECK_FALSE(start.expected);
  CHECK(script->steps[1].expected == Lines{"order", "  check userTask"});
  CHECK(script->steps[2].body == std::vector<std::string>{"{\"messageName\":", "  \"m\"}"});
}

TEST_CASE("words behind where are conditions") {
  const auto script = parse_script("a.scenario", "message paid x=1 where order=7\n");
  REQUIRE(script);
  CHECK(script->steps[0].variables().contains("x"));
  CHECK_FALSE(script->steps[0].variables().contains("order"));
  CHECK(script->steps[0].variables(true)["order"]["value"] == 7);
}

TEST_CASE("what is wrong in a scenario is said with file and line") {
  CHECK(problem("\nstrt order\n").starts_with("a.scenario:2: there is no step 'strt'; there are:"));
  CHECK(problem("start\n") ==
        "a.scenario:1: it is: start KEY [as BUSINESSKEY] [NAME=VALUE...]");
  CHECK(problem("state now\n") == "a.scenario:1: it is: state ");
  CHECK(problem("----\n") == "a.scenario:1: ---- stands under no step");
  CHECK(problem("  state\n") == "a.scenario:1: an indented line stands under no step");
  CHECK(problem("start a\n  b\n") == "a.scenario:2: start takes no further lines");
  CHECK(problem("start a x=\"1\n") == "a.scenario:1: a quote is not closed");
  CHECK(problem("start a x=[1\n") == "a.scenario:1: a bracket is not closed");
  CHECK(problem("start a x={1]\n") == "a.scenario:1: ']' closes no bracket");
  CHECK(problem("start a x:Long=many\n") ==
        "a.scenario:1: x:Long=many: the value is no Long");
}

TEST_CASE("values get Camunda's types") {
  CHECK(value_of("5") == json{{"value", 5}, {"type", "Integer"}});
  CHECK(value_of("5000000000")["type"] == "Long");
  CHECK(value_of("-5")["type"] == "Integer");
  CHECK(value_of("1.5")["type"] == "Double");
  CHECK(value_of("true")["type"] == "Boolean");
  CHECK(value_of("null")["type"] == "Null");
  CHECK(value_of("mary") == json{{"value", "mary"}, {"type", "String"}});
  CHECK(value_of("\"5\"") == json{{"value", "5"}, {"type", "String"}});
  CHECK(value_of("[1]")["valueInfo"]["objectTypeName"] == "java.util.ArrayList");
  CHECK(value_of("{\"a\":1}", "Json") == json{{"value", "{\"a\":1}"}, {"type", "Json"}});
  CHECK(value_of("7", "Long") == json{{"value", 7}, {"type", "Long"}});
}

TEST_CASE("ids and times are not shown") {
  CHECK(
      without_ids("order:1:0190c2f4-1111-7abc-8def-000000000001 at 2026-01-01T00:00:00.000+0000") ==
      "order:1:<id> at <time>");
}

TEST_CASE("a sketch becomes a process, and says what it does not understand") {
  const auto xml = sketch_to_bpmn("p", {"start -> a:user -> x? -${n > 1}-> end", "x -> end2"});
  REQUIRE(xml);
  CHECK(xml->find("<userTask id=\"a\"") != std::string::npos);
  CHECK(xml->find("${n &gt; 1}") != std::string::npos);
  const auto message = [](const std::string& line) {
    const auto made = sketch_to_bpmn("p", {line});
    return made ? "" : made.error().message;
  };
  CHECK(message("start -> a -> end") == "'a' has no kind: write a:user or the like");
  CHECK(message("start -> a:uesr").starts_with("'uesr' is none of task, user"));
  CHECK(message("start ->") == "an arrow leads from or to nothing");
  CHECK(message("a:user -> a:task") == "'a' is introduced twice");
}

TEST_CASE("a run shows the first difference with its line, and recording writes only the blocks") {
  const ScenarioFile file(kOrder + "start order amount=150\n\ntasks\n----\ntask other\n\n"
                                   "# stays\nadvance PT1H\n\ntasks\n");
  const FileResult failed = run_file(file.path(), {});
  REQUIRE(failed.failure);
  CHECK(failed.failure->line == 8);
  CHECK(failure_text(failed).ends_with("a.scenario:8: tasks\n    expected (-), got (+):\n"
                                       "    - task other\n    + task check\n"));
  CHECK(junit_xml({failed}, "s").find("failures=\"1\"") != std::string::npos);

  RunOptions record;
  record.record = true;
  CHECK(run_file(file.path(), record).rewritten);
  CHECK(file.text() == kOrder + "start order amount=150\n\ntasks\n----\ntask check\n\n"
                                "# stays\nadvance PT1H\n\ntasks\n----\ntask check\ntask remind\n");
  CHECK_FALSE(run_file(file.path(), {}).failure);
  CHECK_FALSE(run_file(file.path(), record).rewritten);
}

TEST_CASE("an action that fails is shown as its error") {
  const ScenarioFile file("start nowhere\n----\nerror 404 RestException\n");
  CHECK_FALSE(run_file(file.path(), {}).failure);
  const ScenarioFile unexpected("start nowhere\n");
  const FileResult result = run_file(unexpected.path(), {});
  REQUIRE(result.failure);
  CHECK(result.failure->expected == Lines{"success"});
  CHECK(result.failure->got == Lines{"error 404 RestException"});
}

TEST_CASE("every configuration shows the same") {
  const ScenarioFile file(kOrder + "start order amount=150\nstart order amount=50\nadvance PT2H\n"
                                   "complete check[amount=50]\ncomplete check\nrestart\nwork ship\n"
                                   "state\n----\norder x2\n  remind userTask\ntask remind x2\n"
                                   "variable amount = 150 Integer\nvariable amount = 50 Integer\n");
  for (const Storage storage : {Storage::kMemory, Storage::kFile, Storage::kHttp}) {
    RunOptions options;
    options.storage = storage;
    options.restart_each_step = storage == Storage::kFile;
    const FileResult result = run_file(file.path(), options);
    CHECK((result.failure ? failure_text(result) : "") == "");
    CHECK(result.skipped.empty() == (storage != Storage::kHttp));
  }
}

TEST_CASE("coverage names what was not reached, and draws no file it does not need") {
  const ScenarioFile file(kOrder + "start order amount=50\ncomplete check\n");
  Coverage coverage;
  RunOptions options;
  options.coverage = &coverage;
  REQUIRE_FALSE(run_file(file.path(), options).failure);
  const std::string text = coverage_text(coverage.models());
  CHECK(text.find("serviceTask ship\n") != std::string::npos);
  CHECK(text.find("sequenceFlow choice_ship (choice -> ship)\n") != std::string::npos);
  CHECK(text.find("choice_endsmall") == std::string::npos);
  CHECK(text.find("1 models, 7 of 16 elements and flows reached\n") != std::string::npos);
  CHECK(coverage_html(coverage.models()).find("<table>") != std::string::npos);
}
