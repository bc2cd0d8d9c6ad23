// A scenario file: one step a line, and under it what the engine is expected to show.
//
//   # a comment                          complete approve approved=true
//   deploy order.bpmn                    state
//   start order as A-1 amount=5          ----
//                                        order as A-1
//                                          ship serviceTask
//
// A step's own further lines are indented. An expected block begins with ---- and ends at the next
// empty line.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace procos::kernel::scenario {

struct Verb;

/// NAME=VALUE or NAME:TYPE=VALUE as written behind a step.
struct Assignment {
  std::string name;
  nlohmann::json value;    ///< as /engine-rest takes it: {"value": ..., "type": ...}
  bool condition = false;  ///< behind the word `where`
};

struct Step {
  int line = 0;  ///< from 1
  const Verb* verb = nullptr;
  std::vector<std::string> words;  ///< behind the verb, without quotes
  std::vector<Assignment> assignments;
  std::vector<std::string> body;  ///< indented lines, without the indentation they share
  std::optional<std::vector<std::string>> expected;
  int block_begin = 0, block_end = 0;  ///< [begin, end) of the ---- line and its block, from 0

  /// {"name": {"value": ..., "type": ...}} of the assignments before (or behind) `where`.
  nlohmann::json variables(bool conditions = false) const;
};

struct Script {
  std::string path;
  std::vector<std::string> lines;
  std::vector<Step> steps;
};

/// kParse with "path:line: what is wrong and what would be right".
Result<Script> parse_script(const std::string& path, const std::string& text);

/// The value of a written word as /engine-rest takes it; kParse when it does not fit its type.
/// Without a type: numbers, true, false, null, "text in quotes", lists and objects as in JSON;
/// anything else is text.
Result<nlohmann::json> typed_value(const std::string& written, const std::string& type);

}  // namespace procos::kernel::scenario
