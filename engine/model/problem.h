// One finding about a model, and where it is.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace procos::model {

/// Line and column count from 1; 0 when unknown.
struct Position {
  int line = 0, column = 0;
};

struct Problem {
  enum class Severity : std::uint8_t { kWarning, kError };
  Severity severity = Severity::kError;
  std::string message;
  int line = 0, column = 0;
  std::string element_id;                ///< main element
  std::vector<std::string> element_ids;  ///< all elements concerned
  /// Camunda stops reading here and answers a ProcessEngineException instead of a ParseException:
  /// malformed XML, an expression that cannot be parsed.
  bool aborts = false;
  /// The model is valid, but needs what is not there: refused when it is deployed, while a
  /// definition that was deployed under other circumstances keeps its graph and fails where it gets
  /// to this place.
  bool unsupported = false;
};

/// Collects findings in the order in which they are made.
class Problems {
 public:
  Problem& error(Position at, std::string message, std::string element_id = {}) {
    return add(Problem::Severity::kError, at, std::move(message), std::move(element_id));
  }
  Problem& warning(Position at, std::string message, std::string element_id = {}) {
    return add(Problem::Severity::kWarning, at, std::move(message), std::move(element_id));
  }
  /// An error at which Camunda stops with a ProcessEngineException.
  Problem& abort(Position at, std::string message, std::string element_id = {}) {
    Problem& problem = error(at, std::move(message), std::move(element_id));
    problem.aborts = true;
    return problem;
  }
  const std::vector<Problem>& list() const { return list_; }
  std::vector<Problem> take() { return std::move(list_); }
  bool has_errors() const { return errors_ > 0; }

 private:
  Problem& add(Problem::Severity severity, Position at, std::string message, std::string id) {
    errors_ += severity == Problem::Severity::kError ? 1 : 0;
    Problem& problem = list_.emplace_back();
    problem.severity = severity;
    problem.message = std::move(message);
    problem.line = at.line;
    problem.column = at.column;
    problem.element_id = std::move(id);
    if (!problem.element_id.empty()) problem.element_ids.push_back(problem.element_id);
    return problem;
  }

  std::vector<Problem> list_;
  int errors_ = 0;
};

}  // namespace procos::model
