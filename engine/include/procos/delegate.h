// Native handlers in the place of Java delegates: what `camunda:class` and
// `camunda:delegateExpression` name is looked up among the handlers that the embedding program has
// registered (Engine::on_delegate).
#pragma once

#include <functional>
#include <string>

#include "procos/data.h"

namespace procos {

/// `execution` as Camunda's JavaDelegate and ExecutionListener have it
/// (https://docs.camunda.org/manual/7.24/user-guide/process-engine/delegation-code/). Lives while
/// the handler runs; on the handler's thread only.
class DelegateExecution {
 public:
  virtual ~DelegateExecution() = default;

  std::string id, instance_id, activity_id, activity_name, definition_key, business_key;
  std::string event;    ///< of a listener: start, end, take, create, complete ...; else empty
  std::string task_id;  ///< in task listeners
  std::string assignee;  ///< in task listeners, as it was when the handler was called
  DataMap fields;        ///< camunda:field, evaluated

  /// As it is visible from the activity; Null when there is none.
  virtual Data variable(const std::string& name) const = 0;
  virtual bool has_variable(const std::string& name) const = 0;
  /// All that are visible.
  virtual DataMap variables() const = 0;
  /// Sets where the name is visible, else in the process instance.
  virtual void set_variable(const std::string& name, const Data& value) = 0;
  virtual void set_variable_local(const std::string& name, const Data& value) = 0;
  virtual void remove_variable(const std::string& name) = 0;
  virtual void set_business_key(const std::string& key) = 0;

  // Only in task listeners; elsewhere the handler fails with it.
  virtual void set_assignee(const std::string& user) = 0;
  virtual void add_candidate_user(const std::string& user) = 0;
  virtual void add_candidate_group(const std::string& group) = 0;
};

/// What a delegate answers.
class DelegateResult {
 public:
  static DelegateResult done() { return {}; }
  /// A BPMN error (BPMN 2.0.2, 10.5.6): goes to the boundary event or event subprocess that catches
  /// the code.
  static DelegateResult bpmn_error(std::string code, std::string message = {}) {
    return {Kind::kBpmnError, std::move(code), std::move(message)};
  }
  /// The command is undone: its caller gets the failure, a job is tried again.
  static DelegateResult fail(std::string message) { return {Kind::kFail, {}, std::move(message)}; }

 private:
  friend class DelegateCall;
  enum class Kind : std::uint8_t { kDone, kBpmnError, kFail };
  DelegateResult() = default;
  DelegateResult(Kind kind, std::string code, std::string message)
      : kind_(kind), code_(std::move(code)), message_(std::move(message)) {}
  Kind kind_ = Kind::kDone;
  std::string code_, message_;
};

/// Runs within the command that reached the activity, on the engine's own thread or on that of who
/// waits for the command; never two at once. It has to be short, and must not call the Engine. Long
/// work is a Handler's (Engine::on_topic). One that throws has failed with what().
using Delegate = std::function<DelegateResult(DelegateExecution&)>;

}  // namespace procos
