// BPMN XML -> one validated execution graph for each executable process.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "graph/graph.h"
#include "graph/offers.h"
#include "model/problem.h"

namespace procos::graph {

using model::Problem;

struct Built {
  std::vector<GraphPtr>
      processes;  ///< executable processes in document order; empty when there is an error
  std::vector<Problem> problems;  ///< all of them at once, errors and warnings in document order
  bool has_errors() const;
};

struct BuildOptions {
  const Offers* offers = nullptr;  ///< null: what a model needs of its surroundings is not judged
  bool require_history_time_to_live = false;  ///< Camunda's enforceHistoryTimeToLive
  bool deployed = false;  ///< read again: what is unsupported is only a warning
};

/// Any thread. Never fails halfway: everything found is in `problems`. `resource_name` stands in
/// messages.
Built build(std::string_view xml, std::string_view resource_name, const BuildOptions& options = {});

/// A resource that has errors, and all that was found in it.
struct Refused {
  std::string resource_name;
  std::vector<Problem> problems;
};

/// The error a deployment answers: kParse, message like Camunda's ParseException, details =
/// {"<resource>": {"errors": [{message, line, column, mainElementId, elementIds}], "warnings":
/// [...]}, ...}. kProcessEngine (with the same details) when Camunda stops reading at all errors of
/// the first one, and answers no ParseException.
Error parse_error(const std::vector<Refused>& refused);

}  // namespace procos::graph
