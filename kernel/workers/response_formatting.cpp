// response_formatting: the answer in the form the process asks for (format_type json, text or
// markdown).
#include <nlohmann/json.hpp>

#include "kernel/workers/handlers.h"

namespace procos::kernel {
namespace {

/// Inside a heading or a list item, where a line break would end it.
std::string one_line(std::string text) {
  for (char& c : text) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  return text;
}

std::string markdown(const std::string& response, const nlohmann::json& metadata) {
  std::string out = response + "\n";
  if (!metadata.is_object() || metadata.empty()) return out;
  out += "\n---\n";
  for (const auto& [key, value] : metadata.items()) {
    out += "- " + key + ": " +
           one_line(value.is_string() ? value.get<std::string>() : value.dump()) + "\n";
  }
  return out;
}

}  // namespace

Outcome format_response(const Task& task, const WorkerServices&, std::stop_token) {
  if (!has(task.variables, "response")) {
    return BpmnError{"NO_RESPONSE", "there is no variable response to format", {}};
  }
  const std::string response = text_of(task.variables, "response");
  const std::string format = text_of(task.variables, "format_type", "json");
  nlohmann::json metadata;
  if (flag_of(task.variables, "include_metadata", false) &&
      has(task.variables, "response_metadata")) {
    metadata = plain_json(task.variables.at("response_metadata"));
  }
  if (format == "json") {
    nlohmann::json formatted{{"response", response}};
    if (!metadata.is_null()) formatted["metadata"] = metadata;
    return Completed{{{"formatted_response", json_value(formatted)}}};
  }
  if (format == "markdown") {
    return Completed{{{"formatted_response", long_text(markdown(response, metadata))}}};
  }
  if (format == "text") return Completed{{{"formatted_response", long_text(response)}}};
  return BpmnError{
      "UNKNOWN_FORMAT", "format_type \"" + format + "\" is not json, text or markdown", {}};
}

}  // namespace procos::kernel
