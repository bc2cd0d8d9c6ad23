// What the interpreter carries through one command. Private to exec/.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "exec/api.h"
#include "exec/step.h"

namespace procos::exec {

using graph::Flow;
using graph::Node;
using graph::NodeType;
using graph::Trigger;
using state::ActivityPhase;
using state::Fact;
using state::FactKind;
using state::Instance;

/// A variable change that conditional events have not seen yet.
struct DelayedEvent {
  Execution* target;     ///< the scope that holds the variable
  std::string variable;
  const char* event;     ///< create, update or delete
};

/// A BPMN error on its way from a native handler or a script to who catches it.
struct ThrownError {
  std::string code, message;
};

struct Interpreter::Context {
  Session& session;
  const Settings& settings;
  std::vector<QueuedStep> queue;  ///< the back is next
  bool running = false;
  std::int64_t steps = 0;
  std::unordered_map<Instance*, std::vector<DelayedEvent>> delayed;
  std::string failed_activity = {};  ///< where the first failure happened
  Delegates* delegates = nullptr;
  Journal* journal = nullptr;
  std::optional<ThrownError> thrown = {};  ///< what a kBpmnError that is under way stands for
  /// `decisionResult` of the executions that evaluated a decision in this command.
  std::unordered_map<const Execution*, std::shared_ptr<expr::Host>> decision_results = {};
  std::string_view listened_event = {};  ///< of the execution listener that runs: start, end, take
};
using Context = Interpreter::Context;

}  // namespace procos::exec
