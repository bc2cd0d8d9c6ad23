#include "graph/build.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bpmn/read.h"
#include "graph/builder.h"

namespace procos::graph {
namespace {

nlohmann::ordered_json to_json(const Problem& problem) {
  return {{"message", problem.message},
          {"line", problem.line},
          {"column", problem.column},
          {"mainElementId", problem.element_id.empty()
                                ? nlohmann::ordered_json()
                                : nlohmann::ordered_json(problem.element_id)},
          {"elementIds", problem.element_ids}};
}

bool is_error(const Problem& problem) { return problem.severity == Problem::Severity::kError; }

}  // namespace

bool Built::has_errors() const { return std::any_of(problems.begin(), problems.end(), is_error); }

Built build(std::string_view xml, std::string_view, const BuildOptions& options) {
  Built built;
  Problems problems;
  if (const auto definitions = bpmn::read(xml, problems)) {
    const Catalog catalog(*definitions, problems);
    for (const auto& process : definitions->processes) {
      if (!process.executable) {
        problems.warning(process.at,
                         "process is not executable and is ignored: isExecutable is not \"true\"",
                         process.id.value_or(""));
        continue;
      }
      ProcessBuilder builder(*definitions, catalog, problems);
      built.processes.push_back(builder.build(process, options));
      if (options.offers != nullptr)
        check_offers(*built.processes.back(), *options.offers, problems);
    }
  }
  built.problems = problems.take();
  for (Problem& problem : built.problems) {
    if (options.deployed && problem.unsupported) problem.severity = Problem::Severity::kWarning;
  }
  std::stable_sort(built.problems.begin(), built.problems.end(),
                   [](const Problem& a, const Problem& b) {
                     return a.line != b.line ? a.line < b.line : a.column < b.column;
                   });
  if (built.has_errors()) built.processes.clear();
  return built;
}

Error parse_error(const std::vector<Refused>& refused) {
  std::string message = "ENGINE-09005 Could not parse BPMN process. Errors: ";
  nlohmann::ordered_json details = nlohmann::ordered_json::object();
  for (const Refused& resource : refused) {
    auto errors = nlohmann::ordered_json::array();
    auto warnings = nlohmann::ordered_json::array();
    for (const Problem& problem : resource.problems) {
      (is_error(problem) ? errors : warnings).push_back(to_json(problem));
      if (!is_error(problem)) continue;
      message += "\n* " + problem.message + " | resource " + resource.resource_name + " | line " +
                 std::to_string(problem.line) + " | column " + std::to_string(problem.column);
      if (!problem.element_id.empty()) message += " | element " + problem.element_id;
    }
    details[resource.resource_name] = {{"errors", std::move(errors)},
                                       {"warnings", std::move(warnings)}};
  }
  const auto goes_on = [](const Problem& problem) { return is_error(problem) && !problem.aborts; };
  const bool aborts = std::ranges::none_of(refused.front().problems, goes_on);
  return Error{aborts ? ErrorKind::kProcessEngine : ErrorKind::kParse, message, 0,
               details.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)};
}

}  // namespace procos::graph
