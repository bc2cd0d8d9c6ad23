// Short models for the tests: only what a test is about is written out.
#pragma once

#include <string>
#include <string_view>

namespace procos_tests {

inline constexpr std::string_view kModelStart =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" "
    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
    "xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\" targetNamespace=\"test\">\n";

/// `roots` stands beside the process (messages, signals ...), on line 3.
inline std::string definitions(std::string_view process, std::string_view roots = {}) {
  return std::string(kModelStart) + std::string(roots) + "\n" + std::string(process) +
         "\n</definitions>";
}

/// A process "p" whose contents begin on line 5.
inline std::string process(std::string_view contents, std::string_view roots = {}) {
  return definitions(
      "<process id=\"p\" isExecutable=\"true\">\n" + std::string(contents) + "\n</process>", roots);
}

/// The same, with a start event "s" in front.
inline std::string started(std::string_view contents, std::string_view roots = {}) {
  return process("<startEvent id=\"s\"/>" + std::string(contents), roots);
}

}  // namespace procos_tests
