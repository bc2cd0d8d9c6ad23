#include "kernel/workers/routing.h"

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <string_view>

namespace procos::kernel {
namespace {

using Json = nlohmann::json;

constexpr const char* kRoutingNames[] = {"process_to_execute", "user_query", "request_type"};
// What the native workers and the orchestrator's error events write.
constexpr const char* kResults[] = {"response",          "response_metadata", "formatted_response",
                                    "selected_provider", "validation_errors", "complexity_score",
                                    "error_code",        "error_message"};
constexpr std::string_view kSystemProcesses[] = {"procos_system_orchestrator",
                                                 "procos_system_shutdown"};

std::string fingerprint(const Value& value) {
  const std::string text = std::string(type_name(value.type())) +
                           plain_json(value).dump(-1, ' ', false, Json::error_handler_t::replace);
  return std::to_string(std::hash<std::string>{}(text));
}

/// The request before, as its note tells it.
struct Earlier {
  Json note;
  bool exists = false;

  explicit Earlier(const Variables& variables) {
    const auto found = variables.find(kRequestNote);
    if (found == variables.end() || found->second.is_null()) return;
    note = plain_json(found->second);
    exists = note.is_object() && note.contains("values") && note["values"].is_object();
  }
  bool had(const std::string& name) const { return note["values"].contains(name); }
  bool unchanged(const std::string& name, const Value& value) const {
    return had(name) && note["values"][name] == fingerprint(value);
  }
  /// The process the router chose by itself; empty when the request named it.
  std::string chosen() const { return note.value("chosen", ""); }
};

std::vector<std::string> stale_names(const Variables& variables, const Earlier& earlier) {
  std::vector<std::string> stale;
  if (!earlier.exists) return stale;
  for (const char* name : kResults) {
    if (variables.count(name) > 0) stale.push_back(name);
  }
  const bool own_choice = has(variables, "process_to_execute") && !earlier.chosen().empty() &&
                          text_of(variables, "process_to_execute") == earlier.chosen();
  if (own_choice) stale.push_back("process_to_execute");
  bool another_is_new = false;
  for (const char* name : kRoutingNames) {
    const bool own = own_choice && std::string_view(name) == "process_to_execute";
    if (has(variables, name) && !own && !earlier.had(name)) another_is_new = true;
  }
  for (const char* name : kRoutingNames) {
    const bool listed = std::find(stale.begin(), stale.end(), name) != stale.end();
    if (another_is_new && !listed && has(variables, name) &&
        earlier.unchanged(name, variables.at(name))) {
      stale.push_back(name);
    }
  }
  return stale;
}

bool is_system_process(const std::string& key) {
  return std::find(std::begin(kSystemProcesses), std::end(kSystemProcesses), key) !=
         std::end(kSystemProcesses);
}

}  // namespace

Route choose_route(const Variables& all,
                   const std::function<bool(const std::string& key)>& is_deployed) {
  Route route;
  route.stale = stale_names(all, Earlier(all));
  Variables request = all;
  for (const std::string& name : route.stale) request.erase(name);

  const auto usable = [&](const std::string& key) {
    return !key.empty() && !is_system_process(key) && is_deployed(key);
  };
  const std::string asked = text_of(request, "process_to_execute");
  const std::string type = text_of(request, "request_type");
  if (usable(asked)) {
    route.process = asked;
  } else if (has(request, "user_query")) {
    if (usable("ai_query_process"))
      route.process = "ai_query_process";
    else
      route.problem = "ai_query_process, which answers a user_query, is not deployed";
  } else if (usable(type)) {
    route.process = type;
  } else if (!asked.empty()) {
    route.problem = "process_to_execute \"" + asked + "\" is no deployed process for requests";
  } else if (!type.empty()) {
    route.problem = "request_type \"" + type + "\" is not the key of a deployed process";
  } else {
    route.problem = "the request has no process_to_execute, user_query or request_type";
  }

  Json note{{"values", Json::object()}, {"chosen", ""}};
  for (const char* name : kRoutingNames) {
    if (has(request, name)) note["values"][name] = fingerprint(request.at(name));
  }
  if (route.process && *route.process != asked) {
    note["chosen"] = *route.process;
    note["values"].erase("process_to_execute");
  }
  route.note = note.dump();
  return route;
}

}  // namespace procos::kernel
