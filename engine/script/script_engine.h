// The port through which the interpreter runs scripts: what a script language has to offer, and
// what a script sees. Nothing above this folder knows which engine is behind it.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "expr/expression.h"
#include "model/value.h"

namespace procos::script {

/// What ends a script that does not end by itself.
struct Limits {
  int time_ms = 5'000;  ///< from start to end, calls of `execution` included
  std::size_t memory_bytes = std::size_t{128} << 20;  ///< of all that the script keeps alive
};

/// One run of a script.
struct Call {
  std::string source;
  std::string name;  ///< in errors, such as "deployment://total.js"
  /// The variables as they are when the script starts: they are the script's globals.
  std::vector<std::pair<std::string, Value>> variables;
  std::string host;  ///< the one other name it sees: "execution" or "task", asked of `scope`
  expr::Scope& scope;
};

/// `throw new BpmnError(code, message)` that the script did not catch itself.
struct BpmnError {
  std::string code, message;
};

struct Outcome {
  Value value;  ///< of the last statement, as Camunda takes it
  std::optional<BpmnError> bpmn_error;
};

class ScriptEngine {
 public:
  virtual ~ScriptEngine() = default;
  /// Waits until the script has ended or was ended at a limit. One call at a time; a call may come
  /// from within a script. kExpression with the script's own error, its line and column; exceptions
  /// that the scope throws are thrown on.
  virtual Result<Outcome> run(const Call& call) = 0;
};

/// JavaScript (ECMAScript 2022) by SpiderMonkey, which is loaded with the first script. Without it,
/// every run fails and says what is missing.
std::unique_ptr<ScriptEngine> make_javascript(const Limits& limits);

}  // namespace procos::script
