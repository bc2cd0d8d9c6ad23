#include "kernel/scenario/show.h"

#include <algorithm>
#include <map>
#include <regex>

namespace procos::kernel::scenario {
namespace {

using nlohmann::json;

/// Sorted; what stands there several times stands once, with how often.
Lines tally(Lines lines) {
  std::sort(lines.begin(), lines.end());
  Lines out;
  for (std::size_t i = 0; i < lines.size();) {
    const auto end = std::upper_bound(lines.begin() + i, lines.end(), lines[i]);
    const auto count = end - lines.begin() - i;
    out.push_back(lines[i] + (count > 1 ? " x" + std::to_string(count) : ""));
    i += count;
  }
  return out;
}

/// One line, written from left to right.
class Line {
 public:
  explicit Line(const std::string& begin) : text_(begin) {}
  Line& word(const std::string& word) {
    if (!word.empty()) text_ += " " + without_ids(word);
    return *this;
  }
  Line& flag(bool on, const char* name) { return on ? word(name) : *this; }
  Line& flag(const json& row, const char* member) {
    return flag(row.value(member, json()) == json(true), member);
  }
  Line& quoted(const std::string& value) {
    return value.empty() ? *this : word(json(value).dump(-1, ' ', false, kReplace));
  }
  /// NAME=VALUE, unless it is missing or has its usual value.
  Line& field(const json& row, const char* member, const json& usual = {}) {
    const json value = row.value(member, json());
    if (value.is_null() || value == usual || value == json("")) return *this;
    const bool plain = value.is_string() && value.get<std::string>().find(' ') == std::string::npos;
    return word(std::string(member) + "=" +
                (plain ? value.get<std::string>() : value.dump(-1, ' ', false, kReplace)));
  }
  const std::string& text() const { return text_; }

 private:
  static constexpr auto kReplace = json::error_handler_t::replace;
  std::string text_;
};

/// An activity with all below it; as one text, so that equal ones can be counted.
std::string subtree(const json& node, const std::string& head, const std::string& indent) {
  std::map<std::string, int> below;
  const json none = json::array();
  const std::string deeper = indent + "  ";
  for (const json& child : node.value("childActivityInstances", none)) {
    const std::string label =
        text_of(child, "activityId") + " " + text_of(child, "activityType");
    ++below[subtree(child, deeper + label, deeper)];
  }
  for (const json& transition : node.value("childTransitionInstances", none)) {
    std::string activity = text_of(transition, "activityId");
    if (activity.empty()) activity = text_of(transition, "targetActivityId");
    ++below[deeper + "~ " + activity + "\n"];
  }
  std::string out = head + "\n";
  for (const auto& [text, count] : below) {
    const std::size_t first_line = text.find('\n');
    out += text.substr(0, first_line) + (count > 1 ? " x" + std::to_string(count) : "") +
           text.substr(first_line);
  }
  return out;
}

Lines split_lines(const std::string& text) {
  Lines lines;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (end > begin) lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

/// Lines of a list, one a row.
template <class Render>
Result<Lines> show_list(Gateway& gateway, const char* path, const char* query, Render render) {
  PROCOS_ASSIGN(const json rows, get_list(gateway, path, query));
  Lines lines;
  for (const json& row : rows) lines.push_back(render(row).text());
  return tally(std::move(lines));
}

Line variable_line(const json& row, const std::string& scope) {
  Line line("variable " + text_of(row, "name"));
  line.word("=").word(shown_value(row.value("value", json()))).word(text_of(row, "type"));
  if (!scope.empty()) line.word("in").word(scope);
  return line;
}

}  // namespace

Result<Lines> show_trees(Gateway& gateway) {
  PROCOS_ASSIGN(const View view, View::read(gateway));
  std::map<std::string, int> trees;
  for (const json& instance : view.instances()) {
    Line head(text_of(instance, "definitionKey"));
    head.field(instance, "businessKey").flag(instance, "suspended");
    ++trees[subtree(view.tree(text_of(instance, "id")), head.text(), "")];
  }
  Lines lines;
  for (const auto& [text, count] : trees) {
    Lines tree = split_lines(text);
    if (count > 1) tree.front() += " x" + std::to_string(count);
    lines.insert(lines.end(), tree.begin(), tree.end());
  }
  return lines;
}

Result<Lines> show_tasks(Gateway& gateway) {
  return show_list(gateway, "/task", "", [](const json& row) {
    Line line("task " + text_of(row, "taskDefinitionKey"));
    if (text_of(row, "name") != text_of(row, "taskDefinitionKey"))
      line.quoted(text_of(row, "name"));
    line.field(row, "assignee").field(row, "owner").field(row, "delegationState");
    line.field(row, "priority", 50).field(row, "formKey").field(row, "description");
    return line.flag(!row.value("due", json()).is_null(), "due")
        .flag(!row.value("followUp", json()).is_null(), "followUp")
        .flag(row, "suspended");
  });
}

Result<Lines> show_external_tasks(Gateway& gateway) {
  return show_list(gateway, "/external-task", "", [](const json& row) {
    Line line("external " + text_of(row, "activityId"));
    line.field(row, "topicName").field(row, "retries").field(row, "priority", 0);
    return line.field(row, "errorMessage").field(row, "businessKey").flag(row, "suspended");
  });
}

Result<Lines> show_jobs(Gateway& gateway) {
  PROCOS_ASSIGN(const json definitions, get_list(gateway, "/job-definition"));
  std::map<std::string, const json*> by_id;
  for (const json& definition : definitions) by_id[text_of(definition, "id")] = &definition;
  return show_list(gateway, "/job", "", [&](const json& row) {
    const auto found = by_id.find(text_of(row, "jobDefinitionId"));
    const json definition = found == by_id.end() ? json::object() : *found->second;
    Line line("job");
    line.word(text_of(definition, "activityId")).word(text_of(definition, "jobType"));
    line.flag(!row.value("dueDate", json()).is_null(), "timed");
    line.field(row, "retries", 3).field(row, "priority", 0).field(row, "failedActivityId");
    return line.flag(!text_of(row, "exceptionMessage").empty(), "failed").flag(row, "suspended");
  });
}

Result<Lines> show_subscriptions(Gateway& gateway) {
  return show_list(gateway, "/event-subscription", "", [](const json& row) {
    Line line("event " + text_of(row, "eventType"));
    line.quoted(text_of(row, "eventName")).word("at").word(text_of(row, "activityId"));
    return line.flag(text_of(row, "processInstanceId").empty(), "start");
  });
}

Result<Lines> show_incidents(Gateway& gateway) {
  return show_list(gateway, "/incident", "", [](const json& row) {
    Line line("incident " + text_of(row, "incidentType"));
    line.word("at").word(text_of(row, "activityId"));
    const std::string failed = text_of(row, "failedActivityId");
    return failed == text_of(row, "activityId") ? line : line.field(row, "failedActivityId");
  });
}

Result<Lines> show_variables(Gateway& gateway) {
  PROCOS_ASSIGN(const View view, View::read(gateway));
  Lines lines;
  for (const json& row : view.variables()) {
    lines.push_back(variable_line(row, view.scope_of(row)).text());
  }
  return tally(std::move(lines));
}

Result<Lines> show_state(Gateway& gateway) {
  Lines all;
  for (const auto part : {show_trees, show_tasks, show_external_tasks, show_jobs,
                          show_subscriptions, show_incidents, show_variables}) {
    PROCOS_ASSIGN(const Lines lines, part(gateway));
    all.insert(all.end(), lines.begin(), lines.end());
  }
  return all;
}

Result<Lines> show_history(Gateway& gateway) {
  const auto activity = [](const json& row) {
    Line line(text_of(row, "activityId"));
    line.word(text_of(row, "activityType")).field(row, "assignee");
    line.flag(row, "canceled").flag(row, "completeScope");
    return line.flag(row.value("endTime", json()).is_null(), "open")
        .flag(!text_of(row, "calledProcessInstanceId").empty(), "calls");
  };
  const auto instance = [](const json& row) {
    Line line("instance " + text_of(row, "processDefinitionKey"));
    return line.word(text_of(row, "state")).field(row, "businessKey").field(row, "startActivityId");
  };
  const auto variable = [](const json& row) {
    return variable_line(row, "").flag(text_of(row, "state") == "DELETED", "deleted");
  };
  PROCOS_ASSIGN(Lines all, show_list(gateway, "/history/activity-instance", "", activity));
  PROCOS_ASSIGN(const Lines instances,
                show_list(gateway, "/history/process-instance", "", instance));
  PROCOS_ASSIGN(const Lines variables, show_list(gateway, "/history/variable-instance",
                                                 "deserializeValues=false", variable));
  all.insert(all.end(), instances.begin(), instances.end());
  all.insert(all.end(), variables.begin(), variables.end());
  return all;
}

Lines show_error(const GatewayAnswer& answer) {
  if (answer.ok()) return {};
  Line line("error " + std::to_string(answer.status));
  const json body = answer.json();
  if (body.is_object()) line.word(text_of(body, "type")).field(body, "code", 0);
  return {line.text()};
}

Lines show_answer(const GatewayAnswer& answer, bool ordered) {
  if (!answer.ok()) return show_error(answer);
  Lines lines{std::to_string(answer.status)};
  json body = answer.json();
  if (body.is_discarded() || answer.body.empty()) return lines;
  if (body.is_array() && !ordered) {
    std::sort(body.begin(), body.end(), [](const json& a, const json& b) {
      return without_ids(a.dump()) < without_ids(b.dump());
    });
  }
  for (std::string& line : split_lines(without_ids(body.dump(2, ' ', false)))) {
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string without_ids(const std::string& text) {
  static const std::regex kId(
      "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  static const std::regex kTime(
      R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d{4}|Z|[+-]\d\d:\d\d)?)");
  if (text.size() < 19) return text;
  return std::regex_replace(std::regex_replace(text, kId, "<id>"), kTime, "<time>");
}

std::string shown_value(const json& value) {
  return without_ids(value.dump(-1, ' ', false, json::error_handler_t::replace));
}

}  // namespace procos::kernel::scenario
