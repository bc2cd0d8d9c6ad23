// The interpreter's face to commands and jobs: exec/api.h.
#include "base/check.h"
#include "exec/behavior.h"
#include "exec/event.h"
#include "exec/job.h"
#include "exec/propagate.h"
#include "exec/start.h"
#include "exec/task.h"
#include "exec/tree.h"
#include "exec/variables.h"

namespace procos::exec {

Interpreter::Interpreter(Session& session, const Settings& settings)
    : context_(new Context{session, settings, {}, false, 0, {}}) {}
Interpreter::~Interpreter() = default;

Session& Interpreter::session() { return context_->session; }
script::ScriptEngine* Interpreter::scripts() const { return context_->settings.scripts; }
void Interpreter::surround(Delegates& delegates, Journal& journal) {
  context_->delegates = &delegates;
  context_->journal = &journal;
}
const std::string& Interpreter::failed_activity() const { return context_->failed_activity; }

Status Interpreter::start(Execution& root, const graph::Node* start, const Variables& variables) {
  return start_instance(*context_, root, start, variables);
}

Status Interpreter::signal(Execution& execution, const std::string&, const Variables& variables) {
  PROCOS_TRY(exec::set_variables(*context_, execution, variables, false));
  if (execution.node == nullptr) {
    return fail(ErrorKind::kProcessEngine,
                "Cannot signal execution '" + execution.row.id + "': it has no current activity.");
  }
  const Behavior& behavior = behavior_of(*execution.node);
  return behavior.signal == nullptr ? Status{} : behavior.signal(*context_, execution);
}

Status Interpreter::event_received(state::Subscription& subscription, const Variables& payload,
                                   const Variables& local, const Variables& triggered,
                                   const std::string& business_key) {
  return receive_event(*context_, subscription, payload, local, triggered, business_key);
}

Status Interpreter::run_job(state::Job& job) { return exec::run_job(*context_, job); }
Status Interpreter::complete_task(state::Task& task) {
  return exec::complete_task(*context_, task);
}
Status Interpreter::task_updated(state::Task& task) { return exec::task_updated(*context_, task); }
Status Interpreter::delete_task(state::Task& task, const std::string& reason, bool skip_listeners) {
  return exec::delete_task(*context_, task, reason, skip_listeners);
}

Status Interpreter::throw_error(Execution& execution, const std::string& code,
                                const std::string& message, const Variables& variables) {
  PROCOS_TRY(exec::set_variables(*context_, execution, variables, false));
  return propagate_error(*context_, execution, code, message);
}

Result<bool> Interpreter::throw_escalation(Execution& execution, const std::string& code,
                                           const Variables& variables) {
  PROCOS_TRY(exec::set_variables(*context_, execution, variables, false));
  PROCOS_ASSIGN(Escalated escalated, propagate_escalation(*context_, execution, code));
  return escalated != Escalated::kUncaught;
}

Status Interpreter::delete_instance(Execution& root, const DeleteOptions& options) {
  const DeleteFlags flags{options.skip_listeners, options.skip_io_mappings,
                          options.externally_terminated, options.skip_subprocesses};
  return delete_cascade(*context_, root, options.reason, flags);
}

Status Interpreter::set_variables(Execution& scope, const Variables& variables, bool local) {
  PROCOS_TRY(exec::set_variables(*context_, scope, variables, local));
  return dispatch_delayed_and(*context_, scope, [](Execution&) { return Status{}; });
}

Status Interpreter::remove_variables(Execution& scope, const std::vector<std::string>& names,
                                     bool local) {
  for (const std::string& name : names) PROCOS_TRY(remove_variable(*context_, scope, name, local));
  return dispatch_delayed_and(*context_, scope, [](Execution&) { return Status{}; });
}

Status Interpreter::create_start_timer(const state::Definition& definition,
                                       const graph::Node& start_event) {
  return exec::create_start_timer(*context_, definition, start_event);
}

Result<Value> Interpreter::evaluate_without_instance(const expr::Expression& expression) {
  NoScope scope(*context_);
  return expression.evaluate(scope);
}

Result<Value> Interpreter::evaluate(const expr::Expression& expression, Execution& execution) {
  return exec::evaluate(*context_, expression, execution);
}

}  // namespace procos::exec
