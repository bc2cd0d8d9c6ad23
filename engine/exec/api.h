// What commands and jobs may ask of the interpreter. Engine strand only. After an error the session
// must be discarded: the state is half-changed.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "expr/expression.h"
#include "graph/graph.h"
#include "script/script_engine.h"
#include "state/session.h"

namespace procos::exec {

using state::Execution;
using state::Session;

struct TypedVariable {
  std::string name;
  Value value;
  bool transient = false;
};
using Variables = std::vector<TypedVariable>;

class Delegates;
class Journal;
struct MigrationPlan;
struct MigrationReport;

struct Settings {
  int default_retries = 3;
  std::int64_t default_job_priority = 0;
  std::int64_t max_steps = 20'000'000;  ///< of one command, before it is taken for an endless loop
  /// Told of each sequence flow that a token takes: process definition id, flow id. For test
  /// coverage.
  std::function<void(const std::string&, const std::string&)> flow_taken = {};
  script::ScriptEngine* scripts = nullptr;  ///< for JavaScript; not owned; null: such scripts fail
};

/// One command's run of the interpreter.
class Interpreter {
 public:
  Interpreter(Session& session, const Settings& settings);
  ~Interpreter();
  Session& session();
  script::ScriptEngine* scripts() const;
  /// Native handlers, and what the command was told from outside; without them activities that need
  /// one fail.
  void surround(Delegates& delegates, Journal& journal);

  /// Starts a created instance (Session::create_instance) at `start` or, when null, at its none
  /// start event.
  Status start(Execution& root, const graph::Node* start, const Variables& variables);
  /// What a receive task, catch event or external task waits for has come.
  Status signal(Execution& execution, const std::string& signal_name, const Variables& variables);
  /// A subscription's event has come. `payload` goes to the process, `local` to the execution,
  /// `triggered` to the scope that the event starts.
  Status event_received(state::Subscription& subscription, const Variables& payload,
                        const Variables& local, const Variables& triggered,
                        const std::string& business_key);
  /// Does what the job says; the caller removes the job before, and records the failure after.
  Status run_job(state::Job& job);
  /// The activity in which the first failure of this command happened; empty when there was none.
  const std::string& failed_activity() const;
  Status complete_task(state::Task& task);
  /// Fires task events after changes through the API: update, assignment.
  Status task_updated(state::Task& task);
  /// Deletes a task through the API or with its instance; fires the delete event.
  Status delete_task(state::Task& task, const std::string& reason, bool skip_listeners);
  /// A BPMN error raised by a task or external task; ends the execution when nothing catches it.
  Status throw_error(Execution& execution, const std::string& code, const std::string& message,
                     const Variables& variables);
  /// False when nothing caught it.
  Result<bool> throw_escalation(Execution& execution, const std::string& code,
                                const Variables& variables);

  struct DeleteOptions {
    std::string reason;
    bool skip_listeners = false, skip_io_mappings = false, skip_subprocesses = false;
    bool externally_terminated = true;
  };
  Status delete_instance(Execution& root, const DeleteOptions& options);

  // ---- modification: between begin and end an instance that runs empty stays ----
  /// Where a token is put: before an activity, or on a flow.
  struct Entry {
    const graph::Node* activity = nullptr;
    const graph::Flow* flow = nullptr;  ///< instead of the activity
    Variables variables, local_variables;
    bool skip_listeners = false, skip_io_mappings = false;
  };
  /// The scope instance below which an entry is wanted.
  struct Ancestor {
    Execution* execution;
    const graph::Node* scope;
  };
  /// Makes a created instance ready for instantiate(): history, variables and process start
  /// listeners, but nothing is executed. `first` is the activity that history names as the one it
  /// starts with.
  Status start_without_executing(Execution& root, const graph::Node& first,
                                 const Variables& variables, bool skip_listeners);
  void begin_modification(Execution& root);
  /// Puts a token there, with all scopes around it that do not run yet. kNotValid when `ancestor`
  /// (null: any) is not around it; kProcessEngine when several instances of the scope around it
  /// run.
  Status instantiate(state::Instance& instance, const Entry& entry, const Ancestor* ancestor);
  /// Cancels what `execution` does, with all scopes (within its instance) that nothing else runs
  /// in.
  Status cancel_activity(Execution& execution, const DeleteOptions& options);
  /// Ends an instance in which nothing runs any more, and callers that only waited for it.
  Status end_modification(Execution& root, const DeleteOptions& options);

  /// Moves an instance to another definition; see exec/migration.h.
  Status migrate(state::Instance& instance, const MigrationPlan& plan, MigrationReport& report);

  /// Sets where the name is visible from `scope`, else in the process instance; conditional events
  /// react.
  Status set_variables(Execution& scope, const Variables& variables, bool local);
  Status remove_variables(Execution& scope, const std::vector<std::string>& names, bool local);

  /// Creates the job of a timer start event of a definition (deployment).
  Status create_start_timer(const state::Definition& definition, const graph::Node& start_event);
  /// Evaluates an expression with the definition but no instance (names of start messages, start
  /// timers ...).
  Result<Value> evaluate_without_instance(const expr::Expression& expression);
  /// Evaluates with the variables of an execution (external task error definitions, forms ...).
  Result<Value> evaluate(const expr::Expression& expression, Execution& execution);

  struct Context;

 private:
  std::unique_ptr<Context> context_;
};

/// A variable as seen from an execution: the nearest scope that has it; null when none does.
state::Variable* find_variable(Execution& scope, std::string_view name);
/// All variables visible from an execution, nearest first.
std::vector<state::Variable*> visible_variables(Execution& scope);

}  // namespace procos::exec
