// request_completion: leaves nothing of a request in the orchestrator but its outcome, so that the
// next one neither sees foreign data nor makes the instance grow. What stays is named by the
// process in `keep_variables` (text, separated by commas).
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "kernel/workers/handlers.h"

namespace procos::kernel {
namespace {

constexpr const char* kOutcome = "last_response";

std::set<std::string> names_in(const std::string& list) {
  std::set<std::string> names;
  std::istringstream words(list);
  for (std::string word; std::getline(words, word, ',');) {
    const std::size_t from = word.find_first_not_of(" \t\r\n");
    if (from == std::string::npos) continue;
    names.insert(word.substr(from, word.find_last_not_of(" \t\r\n") - from + 1));
  }
  return names;
}

nlohmann::json outcome_of(const Variables& variables) {
  nlohmann::json outcome{{"process", text_of(variables, "process_to_execute")}};
  if (has(variables, "error_code")) {
    outcome["status"] = "error";
    outcome["error_code"] = text_of(variables, "error_code");
    outcome["error_message"] = text_of(variables, "error_message");
    return outcome;
  }
  outcome["status"] = "completed";
  for (const char* name : {"formatted_response", "response"}) {
    if (!has(variables, name)) continue;
    outcome["response"] = plain_json(variables.at(name));
    break;
  }
  return outcome;
}

}  // namespace

Outcome complete_request(const Task& task, const WorkerServices& services, std::stop_token stop) {
  const std::string path = "/process-instance/" + task.process_instance_id + "/variables";
  // The task also sees its own input parameters; only the instance's variables are to be removed.
  const auto answer = services.gateway.send({"GET", path, "deserializeValues=false", {}, {}}, stop);
  if (!answer) return retry_later(task, answer.error().message, 5, 500);
  if (!answer->ok()) return retry_later(task, answer->error_text(), 5, 500);
  const Variables variables = variables_from_rest(answer->json());
  std::set<std::string> keep = names_in(text_of(task.variables, "keep_variables"));
  keep.insert(kOutcome);
  nlohmann::json changes{{"deletions", nlohmann::json::array()}};
  for (const auto& [name, value] : variables) {
    if (keep.count(name) == 0) changes["deletions"].push_back(name);
  }
  // Together in one transaction: a second run of this task finds nothing to do and keeps the
  // outcome.
  if (variables.count("process_to_execute") > 0 || variables.count("error_code") > 0) {
    changes["modifications"] = variables_to_rest({{kOutcome, json_value(outcome_of(variables))}});
  }
  if (!changes["deletions"].empty()) {
    const auto changed = services.gateway.post(path, changes);
    if (!changed) return retry_later(task, changed.error().message, 5, 500);
    if (!changed->ok()) return retry_later(task, changed->error_text(), 5, 500);
  }
  return Completed{};
}

}  // namespace procos::kernel
