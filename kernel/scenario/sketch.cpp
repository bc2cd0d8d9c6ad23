#include "kernel/scenario/sketch.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace procos::kernel::scenario {
namespace {

/// In attributes and content, $ stands for the argument.
struct Kind {
  std::string_view name, element, attributes, content;
};

// clang-format off
constexpr Kind kKinds[] = {
    {"task",      "task", "", ""},
    {"user",      "userTask", "", ""},
    {"manual",    "manualTask", "", ""},
    {"external",  "serviceTask", R"( camunda:type="external" camunda:topic="$")", ""},
    {"eval",      "serviceTask", R"( camunda:expression="$")", ""},
    {"receive",   "receiveTask", R"( messageRef="message_$")", ""},
    {"call",      "callActivity", R"( calledElement="$")", ""},
    {"timer",     "intermediateCatchEvent", "", R"(<timerEventDefinition><timeDuration>$</timeDuration></timerEventDefinition>)"},
    {"message",   "intermediateCatchEvent", "", R"(<messageEventDefinition messageRef="message_$"/>)"},
    {"signal",    "intermediateCatchEvent", "", R"(<signalEventDefinition signalRef="signal_$"/>)"},
    {"error",     "endEvent", "", R"(<errorEventDefinition errorRef="error_$"/>)"},
    {"throw",     "intermediateThrowEvent", "", R"(<signalEventDefinition signalRef="signal_$"/>)"},
    {"terminate", "endEvent", "", "<terminateEventDefinition/>"},
    {"events",    "eventBasedGateway", "", ""},
};
// clang-format on
constexpr std::string_view kNamed[] = {"message", "signal", "error"};

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string filled(std::string_view pattern, const std::string& argument) {
  std::string out;
  for (const char c : pattern) out += c == '$' ? escaped(argument) : std::string(1, c);
  return out;
}

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

class Sketch {
 public:
  Status chain(const std::string& line) {
    std::string rest = line;
    std::string from;
    std::string condition;
    while (true) {
      const std::size_t arrow = rest.find("->");
      std::string part = rest.substr(0, arrow);
      std::string next_condition;
      const std::size_t dash = part.find(" -");
      if (arrow != std::string::npos && dash != std::string::npos) {
        next_condition = trimmed(part.substr(dash + 2));
        part.resize(dash);
      }
      PROCOS_ASSIGN(const std::string id, node(trimmed(part)));
      if (!from.empty()) flow(from, id, condition);
      if (arrow == std::string::npos) return {};
      from = id;
      condition = next_condition;
      rest.erase(0, arrow + 2);
    }
  }

  std::string xml(const std::string& process) const {
    std::string out = R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="sketch">
)";
    for (const auto& [kind, name] : names_) {
      const std::string code = kind == "error" ? "errorCode" : "name";
      out += "  <" + kind + " id=\"" + kind + "_" + escaped(name) + "\" " + code + "=\"" +
             escaped(name) + "\"/>\n";
    }
    return out + "  <process id=\"" + escaped(process) +
           "\" isExecutable=\"true\" camunda:historyTimeToLive=\"180\">\n" + elements_ +
           "  </process>\n</definitions>\n";
  }

 private:
  void flow(const std::string& from, const std::string& to, const std::string& condition) {
    std::string id = from + "_" + to;
    while (!ids_.insert(id).second) id += "_";
    elements_ += "    <sequenceFlow id=\"" + id + "\" sourceRef=\"" + from + "\" targetRef=\"" +
                 to + "\"";
    elements_ += condition.empty()
                     ? "/>\n"
                     : "><conditionExpression xsi:type=\"tFormalExpression\">" +
                           escaped(condition) + "</conditionExpression></sequenceFlow>\n";
  }

  void element(std::string_view tag, const std::string& id, const std::string& attributes,
               const std::string& content) {
    ids_.insert(id);
    elements_ += "    <" + std::string(tag) + " id=\"" + id + "\" name=\"" + id + "\"" +
                 attributes +
                 (content.empty() ? "/>" : ">" + content + "</" + std::string(tag) + ">") + "\n";
  }

  /// Introduces a node unless it is known; its id.
  Result<std::string> node(const std::string& text) {
    const std::size_t colon = text.find(':');
    std::string id = text.substr(0, colon);
    if (id.empty()) return fail(ErrorKind::kParse, "an arrow leads from or to nothing");
    if (colon != std::string::npos) return introduce(id, text.substr(colon + 1));
    static const std::map<char, std::string_view> kGateways{
        {'+', "parallelGateway"}, {'?', "exclusiveGateway"}, {'*', "inclusiveGateway"}};
    const auto gateway = kGateways.find(id.back());
    if (gateway != kGateways.end()) id.pop_back();
    if (ids_.contains(id)) return id;
    if (gateway != kGateways.end()) {
      element(gateway->second, id, "", "");
    } else if (id.starts_with("start")) {
      element("startEvent", id, "", "");
    } else if (id.starts_with("end")) {
      element("endEvent", id, "", "");
    } else {
      return fail(ErrorKind::kParse, "'" + id + "' has no kind: write " + id + ":user or the like");
    }
    return id;
  }

  Result<std::string> introduce(const std::string& name, const std::string& written) {
    const std::size_t open = written.find('(');
    const bool has_argument = open != std::string::npos;
    if (has_argument && written.back() != ')') {
      return fail(ErrorKind::kParse, "'" + written + "' does not end with )");
    }
    const std::string kind_name = written.substr(0, open);
    const std::size_t at = name.find('@');
    std::string id = name.substr(0, at);
    const std::string argument =
        has_argument ? written.substr(open + 1, written.size() - open - 2) : id;
    const auto kind = std::ranges::find(kKinds, kind_name, &Kind::name);
    if (kind == std::end(kKinds)) {
      std::string known;
      for (const Kind& each : kKinds) known += (known.empty() ? "" : ", ") + std::string(each.name);
      return fail(ErrorKind::kParse, "'" + kind_name + "' is none of " + known);
    }
    if (ids_.contains(id)) return fail(ErrorKind::kParse, "'" + id + "' is introduced twice");
    note_name(kind->content.empty() ? kind->attributes : kind->content, argument);
    if (at == std::string::npos) {
      element(kind->element, id, filled(kind->attributes, argument),
              filled(kind->content, argument));
      return id;
    }
    std::string host = name.substr(at + 1);
    const bool interrupting = !host.ends_with('~');
    if (!interrupting) host.pop_back();
    element("boundaryEvent", id,
            " attachedToRef=\"" + host + "\"" + (interrupting ? "" : " cancelActivity=\"false\""),
            filled(kind->content, argument));
    return id;
  }

  void note_name(std::string_view pattern, const std::string& argument) {
    for (const std::string_view kind : kNamed) {
      if (pattern.find(std::string(kind) + "_$") != std::string_view::npos) {
        names_.emplace(std::string(kind), argument);
      }
    }
  }

  std::string elements_;
  std::set<std::string> ids_;
  std::set<std::pair<std::string, std::string>> names_;
};

}  // namespace

Result<std::string> sketch_to_bpmn(const std::string& process,
                                   const std::vector<std::string>& lines) {
  Sketch sketch;
  for (const std::string& line : lines) PROCOS_TRY(sketch.chain(line));
  if (lines.empty()) return fail(ErrorKind::kParse, "the sketch of " + process + " is empty");
  return sketch.xml(process);
}

}  // namespace procos::kernel::scenario
