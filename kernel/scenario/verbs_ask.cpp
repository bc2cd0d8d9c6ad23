// Steps that look: any operation of /engine-rest, and the order in which activities began.
#include "kernel/scenario/script.h"
#include "kernel/scenario/show.h"
#include "kernel/scenario/verb_functions.h"
#include "kernel/scenario/view.h"
#include "kernel/scenario/world.h"

namespace procos::kernel::scenario {
namespace {

using nlohmann::json;

/// KEY is the latest version of it, KEY:VERSION another.
Result<json> definition(World& world, const std::string& name) {
  const std::size_t colon = name.find(':');
  const std::string query = colon == std::string::npos ? "latestVersion=true&key=" + name
                                                       : "key=" + name.substr(0, colon) +
                                                             "&version=" + name.substr(colon + 1);
  PROCOS_ASSIGN(const json rows, get_list(world.gateway(), "/process-definition", query));
  if (!rows.empty()) return rows.front();
  return fail(ErrorKind::kNotFound, "no process definition " + name + " is deployed");
}

/// What a placeholder such as {task:approve} stands for.
Result<json> row_of(World& world, const std::string& placeholder) {
  const std::size_t colon = placeholder.find(':');
  const std::string kind = placeholder.substr(0, colon);
  const std::string name = colon == std::string::npos ? "" : placeholder.substr(colon + 1);
  if (kind == "instance") return world.instance(name);
  if (kind == "task") return world.task(name);
  if (kind == "execution") {
    PROCOS_ASSIGN(const std::string id, world.execution(name));
    return json{{"id", id}};
  }
  if (kind == "job") {
    PROCOS_ASSIGN(const json jobs, world.jobs());
    return world.one("job of", jobs, "activityId", name);
  }
  if (kind == "external") {
    PROCOS_ASSIGN(const json tasks, get_list(world.gateway(), "/external-task"));
    return world.one("external task", tasks, "activityId", name);
  }
  if (kind == "definition") return definition(world, name);
  if (kind == "ended") {
    PROCOS_ASSIGN(const json ended,
                  get_list(world.gateway(), "/history/process-instance", "finished=true"));
    return world.one("ended instance of", ended, "processDefinitionKey", name);
  }
  return fail(ErrorKind::kNotValid,
              "{" + placeholder +
                  "} is none of {instance:KEY}, {task:ACTIVITY}, "
                  "{execution:ACTIVITY}, {job:ACTIVITY}, {external:ACTIVITY}, "
                  "{definition:KEY}, {definition:KEY:VERSION}, {ended:KEY}");
}

Result<std::string> fill_in(World& world, const std::string& text) {
  std::string out;
  std::size_t begin = 0;
  while (true) {
    const std::size_t open = text.find('{', begin);
    const std::size_t close = text.find('}', open);
    if (open == std::string::npos || close == std::string::npos) return out + text.substr(begin);
    PROCOS_ASSIGN(const json row, row_of(world, text.substr(open + 1, close - open - 1)));
    out += text.substr(begin, open - begin) + text_of(row, "id");
    begin = close + 1;
  }
}

/// In a body a placeholder is a text of its own.
Status fill_in_texts(World& world, json& body) {
  if (body.is_string()) {
    const std::string& text = body.get_ref<const std::string&>();
    // Not JSON as text, such as the value of a Json variable.
    const bool braces = text.size() > 2 && text.front() == '{' && text.back() == '}';
    if (!braces || text.find('"') != std::string::npos) return {};
    PROCOS_ASSIGN(body, fill_in(world, text));
    return {};
  }
  if (!body.is_structured()) return {};
  for (json& element : body) PROCOS_TRY(fill_in_texts(world, element));
  return {};
}

}  // namespace

Result<Lines> rest(World& world, const Step& step) {
  PROCOS_ASSIGN(const std::string path, fill_in(world, step.words[1]));
  std::string text;
  for (const std::string& line : step.body) text += line + "\n";
  json body = text.empty() ? json() : json::parse(text, nullptr, false);
  if (body.is_discarded()) return fail(ErrorKind::kNotValid, "the body is no JSON");
  PROCOS_TRY(fill_in_texts(world, body));
  PROCOS_ASSIGN(const GatewayAnswer answer, world.send(step.words[0], path, body));
  return show_answer(answer, path.find("sortBy=") != std::string::npos);
}

Result<Lines> before(World& world, const Step& step) {
  PROCOS_ASSIGN(const json rows, get_list(world.gateway(), "/history/activity-instance",
                                          "sortBy=occurrence&sortOrder=asc"));
  std::size_t first = rows.size();
  std::size_t second = rows.size();
  for (std::size_t i = rows.size(); i-- > 0;) {
    if (text_of(rows[i], "activityId") == step.words[0]) first = i;
    if (text_of(rows[i], "activityId") == step.words[1]) second = i;
  }
  for (const auto& [at, name] :
       {std::pair(first, step.words[0]), std::pair(second, step.words[1])}) {
    if (at == rows.size()) return fail(ErrorKind::kNotFound, "no activity " + name + " in history");
  }
  if (first < second) return Lines{};
  return fail(ErrorKind::kNotValid, step.words[1] + " came before " + step.words[0]);
}

}  // namespace procos::kernel::scenario
