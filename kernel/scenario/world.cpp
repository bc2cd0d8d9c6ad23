#include "kernel/scenario/world.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "kernel/scenario/script.h"
#include "kernel/scenario/show.h"
#include "kernel/scenario/view.h"

namespace procos::kernel::scenario {
namespace {

using nlohmann::json;

struct Selector {
  std::string name;
  std::map<std::string, json> seen;  ///< variable -> value
};

Result<Selector> parse_selector(const std::string& word) {
  Selector selector;
  const std::size_t open = word.find('[');
  selector.name = word.substr(0, open);
  if (open == std::string::npos) return selector;
  if (word.back() != ']') return fail(ErrorKind::kNotValid, word + " does not end with ]");
  const std::string inner = word.substr(open + 1, word.size() - open - 2);
  std::size_t begin = 0;
  while (begin < inner.size()) {
    const std::size_t end = std::min(inner.find(',', begin), inner.size());
    const std::string part = inner.substr(begin, end - begin);
    const std::size_t equals = part.find('=');
    if (equals == std::string::npos) {
      return fail(ErrorKind::kNotValid, "'" + part + "' in " + word + " is no NAME=VALUE");
    }
    PROCOS_ASSIGN(const json value, typed_value(part.substr(equals + 1), ""));
    selector.seen[part.substr(0, equals)] = value["value"];
    begin = end + 1;
  }
  return selector;
}

/// Names the rows that there are, for a message.
std::string names(const json& rows, const char* member) {
  std::set<std::string> found;
  for (const json& row : rows) found.insert(text_of(row, member));
  std::string out;
  for (const std::string& name : found) out += (out.empty() ? "" : ", ") + name;
  return out.empty() ? "there is none at all" : "there are: " + out;
}

/// One thing that a row sees: the same name may stand for several values, one a scope.
struct Sight {
  std::string scope, name;
  json value;
};

std::vector<Sight> sights(const View& view, const json& row) {
  // An instance is its own execution.
  std::string execution = text_of(row, "executionId");
  if (execution.empty()) execution = text_of(row, "id");
  std::string instance = text_of(row, "processInstanceId");
  if (instance.empty()) instance = text_of(row, "id");
  std::vector<Sight> seen;
  for (const json& variable : view.variables()) {
    const bool process_wide =
        text_of(variable, "processInstanceId") == instance && view.scope_of(variable).empty();
    if (process_wide) seen.push_back({"", text_of(variable, "name"), variable["value"]});
  }
  for (const json* variable : view.seen_by(execution)) {
    seen.push_back({view.scope_of(*variable), text_of(*variable, "name"), (*variable)["value"]});
  }
  if (const json* const found = view.instance(instance)) {
    seen.push_back({"", "businessKey", text_of(*found, "businessKey")});
  }
  return seen;
}

/// What a row sees, as text to sort by; nothing when it does not see what the selector wants.
std::optional<std::string> sight(const View& view, const json& row, const Selector& selector) {
  const std::vector<Sight> seen = sights(view, row);
  for (const auto& [name, value] : selector.seen) {
    const bool found = std::ranges::any_of(
        seen, [&](const Sight& each) { return each.name == name && each.value == value; });
    if (!found) return std::nullopt;
  }
  std::set<std::string> texts;
  for (const Sight& each : seen) {
    texts.insert(each.scope + " " + each.name + "=" + shown_value(each.value));
  }
  std::string out;
  for (const std::string& text : texts) out += text + "\n";
  return out;
}

}  // namespace

Result<GatewayAnswer> World::send(const std::string& method, const std::string& path,
                                  const json& body) {
  const std::size_t question = path.find('?');
  GatewayRequest request;
  request.method = method;
  request.path = path.substr(0, question);
  if (question != std::string::npos) request.query = path.substr(question + 1);
  if (!body.is_null()) request.json = body.dump();
  request.timeout_ms = 60000;
  PROCOS_ASSIGN(GatewayAnswer answer, gateway().send(request));
  last_error = answer.ok() ? "" : answer.error_text();
  return answer;
}

Result<Lines> World::act(const std::string& method, const std::string& path, const json& body) {
  PROCOS_ASSIGN(const GatewayAnswer answer, send(method, path, body));
  return show_error(answer);
}

Result<std::vector<json>> World::all(const std::string& what, const json& rows,
                                     const char* member, const std::string& word) {
  PROCOS_ASSIGN(const Selector selector, parse_selector(word));
  PROCOS_ASSIGN(const View view, View::read(gateway()));
  std::vector<std::pair<std::string, const json*>> found;
  for (const json& row : rows) {
    if (!selector.name.empty() && text_of(row, member) != selector.name) continue;
    if (const auto seen = sight(view, row, selector)) found.emplace_back(*seen, &row);
  }
  if (found.empty()) {
    return fail(ErrorKind::kNotFound, "no " + what + " " + word + "; " + names(rows, member));
  }
  std::ranges::stable_sort(found, {}, [](const auto& each) { return each.first; });
  std::vector<json> out;
  for (const auto& [seen, row] : found) out.push_back(*row);
  return out;
}

Result<json> World::one(const std::string& what, const json& rows, const char* member,
                        const std::string& word) {
  PROCOS_ASSIGN(std::vector<json> found, all(what, rows, member, word));
  return std::move(found.front());
}

Result<json> World::task(const std::string& word) {
  PROCOS_ASSIGN(const json rows, get_list(gateway(), "/task"));
  return one("task", rows, "taskDefinitionKey", word);
}

Result<json> World::jobs() {
  PROCOS_ASSIGN(json rows, get_list(gateway(), "/job"));
  PROCOS_ASSIGN(const json definitions, get_list(gateway(), "/job-definition"));
  for (json& row : rows) {
    for (const json& definition : definitions) {
      if (definition["id"] != row["jobDefinitionId"]) continue;
      row["activityId"] = definition["activityId"];
      row["jobType"] = definition["jobType"];
    }
  }
  return rows;
}

Result<json> World::instance(const std::string& word) {
  PROCOS_ASSIGN(const json rows, get_list(gateway(), "/process-instance"));
  PROCOS_ASSIGN(std::vector<json> found, all("process instance", rows, "definitionKey", word));
  if (word.empty() && found.size() > 1) {
    return fail(ErrorKind::kNotValid,
                "say which process instance is meant; " + names(rows, "definitionKey"));
  }
  return std::move(found.front());
}

Result<std::string> World::execution(const std::string& word) {
  PROCOS_ASSIGN(const View view, View::read(gateway()));
  json waiting = json::array();
  const auto collect = [&](const auto& self, const json& node) -> void {
    const json none = json::array();
    for (const json& execution : node.value("executionIds", none)) {
      waiting.push_back({{"activityId", text_of(node, "activityId")},
                         {"executionId", execution},
                         {"processInstanceId", text_of(node, "processInstanceId")}});
    }
    for (const json& child : node.value("childActivityInstances", none)) self(self, child);
  };
  for (const json& instance : view.instances()) {
    const json& tree = view.tree(text_of(instance, "id"));
    for (const json& child : tree.value("childActivityInstances", json::array())) {
      collect(collect, child);
    }
  }
  PROCOS_ASSIGN(const json found, one("activity", waiting, "activityId", word));
  return text_of(found, "executionId");
}

}  // namespace procos::kernel::scenario
