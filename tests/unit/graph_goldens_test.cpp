// Every recorded model must be accepted or refused as the real Camunda did, with the same process
// keys.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "graph/build.h"

namespace fs = std::filesystem;

namespace {

fs::path shared_folder() {
  const char* given = std::getenv("PROCOS_SHARED");
  return given != nullptr ? fs::path(given) : fs::path(PROCOS_SOURCE_DIR) / ".." / "shared";
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

struct Outcome {
  bool deployed = true;
  std::vector<std::string> keys;
  std::string first_error;
};

Outcome deploy(const std::vector<fs::path>& files) {
  Outcome outcome;
  for (const auto& file : files) {
    const std::string name = file.filename();
    if (!name.ends_with(".bpmn") && !name.ends_with(".bpmn20.xml")) continue;
    const auto built = procos::graph::build(read_file(file), name);
    for (const auto& process : built.processes) outcome.keys.push_back(process->key);
    for (const auto& problem : built.problems) {
      if (problem.severity != procos::graph::Problem::Severity::kError || !outcome.deployed)
        continue;
      outcome.deployed = false;
      outcome.first_error = name + ":" + std::to_string(problem.line) + ": " + problem.message;
    }
  }
  if (!outcome.deployed) outcome.keys.clear();
  std::sort(outcome.keys.begin(), outcome.keys.end());
  return outcome;
}

}  // namespace

TEST_CASE("models are accepted or refused as recorded", "[graph][goldens]") {
  const fs::path goldens = shared_folder() / "conformance" / "camunda7" / "goldens";
  if (!fs::exists(goldens)) {
    WARN("skipped: no recordings at " << goldens
                                      << "; set PROCOS_SHARED to the folder that holds them");
    return;
  }
  int same = 0, models = 0;
  for (const auto& entry : fs::recursive_directory_iterator(goldens)) {
    if (!entry.path().string().ends_with(".0.json"))
      continue;  // further seeds deploy the same files
    const auto golden = nlohmann::json::parse(read_file(entry.path()));
    std::vector<fs::path> files;
    for (const auto& file : golden.at("files"))
      files.push_back(entry.path().parent_path() / file.get<std::string>());
    const auto& answer = golden.at("steps").at(0).at("answer");
    auto keys = answer.at("definitions").get<std::vector<std::string>>();
    std::sort(keys.begin(), keys.end());
    const bool deployed = answer.at("status") == 200;
    const Outcome outcome = deploy(files);
    ++models;
    if (outcome.deployed == deployed && outcome.keys == keys) {
      ++same;
      continue;
    }
    std::cout << "differs: " << entry.path().filename().string() << ": recorded "
              << answer.at("status") << ", built " << (outcome.deployed ? "" : outcome.first_error);
    for (const auto& key : outcome.keys) std::cout << ' ' << key;
    std::cout << '\n';
  }
  std::cout << same << " of " << models << " recorded models are accepted or refused alike\n";
  REQUIRE(models > 0);
  CHECK(same * 100 >= models * 99);
}

TEST_CASE("the guide's own files are built, their defects told as warnings", "[graph][goldens]") {
  const fs::path guide = shared_folder() / "guide" / "processes";
  if (!fs::exists(guide)) {
    WARN("skipped: no guide at " << guide << "; set PROCOS_SHARED to the folder that holds it");
    return;
  }
  const auto warned = [](const procos::graph::Built& built, int line, std::string_view element) {
    return std::any_of(built.problems.begin(), built.problems.end(), [&](const auto& problem) {
      return problem.line == line && problem.element_id == element &&
             problem.severity == procos::graph::Problem::Severity::kWarning;
    });
  };
  const auto query = procos::graph::build(read_file(guide / "ai_query_process.bpmn"), "query");
  REQUIRE(query.processes.size() == 1);
  CHECK(query.processes.front()->find("format_ai_response")->incoming.size() == 3);
  CHECK(warned(query, 116, "to_openai"));
  CHECK(warned(query, 134, "to_format_response"));
  CHECK(warned(query, 135, "to_format_response"));
  CHECK(warned(query, 15, "validate_query_input"));
  const auto orchestrator =
      procos::graph::build(read_file(guide / "procos_system_orchestrator.bpmn"), "orchestrator");
  REQUIRE(orchestrator.processes.size() == 1);
  const auto& graph = *orchestrator.processes.front();
  REQUIRE(graph.find("handle_process_error")->outgoing.size() == 1);
  CHECK(graph.find("handle_process_error")->outgoing.front()->target ==
        graph.find("wait_for_requests"));
  CHECK(graph.find("wait_for_requests")->incoming.size() == 3);
  CHECK(graph.find("execute_user_process")->call.called_element.text() == "${process_to_execute}");
  CHECK(warned(orchestrator, 45, "wait_for_requests"));
  CHECK(warned(orchestrator, 60, "execute_user_process"));
  CHECK(warned(orchestrator, 80, "handle_process_error"));
}

TEST_CASE("the shipped processes have no findings at all", "[graph]") {
  int files = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(PROCOS_SOURCE_DIR) / "processes")) {
    if (entry.path().extension() != ".bpmn") continue;
    ++files;
    const auto built = procos::graph::build(read_file(entry.path()), entry.path().string());
    for (const auto& problem : built.problems) {
      UNSCOPED_INFO(entry.path().filename() << ":" << problem.line << ": " << problem.message);
    }
    CHECK(built.problems.empty());
    CHECK(built.processes.size() == 1);
  }
  CHECK(files > 0);
}
