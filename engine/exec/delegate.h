// Native handlers in the place of Java delegates: what they see, and who calls them.
#pragma once

#include <string>
#include <string_view>

#include "exec/api.h"
#include "exec/journal.h"

namespace procos::exec {

/// `execution` (and `task`) as a native handler sees it; lives while the handler runs.
class DelegateScope {
 public:
  DelegateScope(Interpreter::Context& c, Execution& execution, state::Task* task,
                std::string_view event, VariableList fields);

  Execution& execution() const { return execution_; }
  /// Null but in task listeners.
  state::Task* task() const { return task_; }
  /// start, end, take, create ...; empty in an activity.
  std::string_view event() const { return event_; }
  /// camunda:field, evaluated.
  const VariableList& fields() const { return fields_; }
  /// A change takes effect at once. Engine strand only.
  void change(DelegateChange change);
  /// The first change that could not be made; the handler has failed with it.
  const Status& status() const { return status_; }
  std::vector<DelegateChange> take_changes() { return std::move(changes_); }

 private:
  Status apply(const DelegateChange& change);

  Interpreter::Context& c_;
  Execution& execution_;
  state::Task* task_;
  std::string_view event_;
  VariableList fields_;
  std::vector<DelegateChange> changes_;
  Status status_;
};

/// Who has the handlers. The names are class names, or delegate expressions as written.
class Delegates {
 public:
  virtual ~Delegates() = default;
  /// The external task topic that does the work of this name; empty: none.
  virtual std::string topic_of(const std::string& name) const = 0;
  virtual bool handles(const std::string& name) const = 0;
  /// Calls the handler. Engine strand.
  virtual DelegateOutcome run(const std::string& name, DelegateScope& scope) = 0;
};

}  // namespace procos::exec
