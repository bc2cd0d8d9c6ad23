// The user operation log: what a user who is logged in did, one row for each property that changed.
// Camunda's UserOperationLogManager and UserOperationLogContextEntryBuilder. Nobody logged in:
// nothing is written, and nothing need be collected.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "command/context.h"

namespace procos::command {

inline constexpr std::string_view kTaskWorker = "TaskWorker";
inline constexpr std::string_view kOperator = "Operator";
inline constexpr std::string_view kAdministrator = "Admin";

/// A property's value before and after; empty: none.
struct PropertyChange {
  std::string property, before, after;
};
using PropertyChanges = std::vector<PropertyChange>;

/// "true" or "false", as the log shows a flag.
inline std::string flag_text(bool flag) { return flag ? "true" : "false"; }
/// Also of times, which the log shows in milliseconds.
inline std::string number_text(const std::optional<std::int64_t>& number) {
  return number ? std::to_string(*number) : std::string();
}
/// The change, unless nothing changed.
void add_change(PropertyChanges& changes, std::string_view property, std::string before,
                std::string after);

/// One entry of the log: what was done to which kind of thing, and where. `in` fills the place.
class Operation {
 public:
  Operation(Context& context, std::string_view type, std::string_view entity,
            std::string_view category);

  /// Whether anything will be written.
  bool is_logged() const;

  Operation& in(const state::Task& task);
  /// Definition and instance of an execution, as for process instances.
  Operation& in(const state::Execution& execution);
  Operation& in(const state::DefinitionRow& definition);
  /// Of this id; nothing when there is none.
  Operation& in_instance(const std::string& process_instance_id);
  Operation& in_definition(const std::string& process_definition_id);
  /// Of a definition's key: all its versions.
  Operation& in_key(const std::string& process_definition_key);
  Operation& in(const state::JobRow& job);
  Operation& in(const state::JobDefinitionRow& definition);
  Operation& in(const state::ExternalTask& task);
  Operation& in(const state::HiVariableRow& variable);
  Operation& in(const state::HiProcessInstanceRow& instance);

  Operation& in_tenant(const std::string& tenant_id);
  /// With the words of the user who does it.
  Operation& annotated(const std::string& annotation);

  /// The row itself, for what has no place of its own.
  state::HiUserOperationRow& row() { return row_; }

  /// Writes one row a change; a single row without a property when there are none.
  void write(const PropertyChanges& changes = {});

 private:
  Context& context_;
  state::HiUserOperationRow row_;
};

/// What an operation on many instances says of itself; `async`: by a batch.
inline PropertyChanges many_instances(std::size_t count, bool async, PropertyChanges more = {}) {
  more.push_back({"nrOfInstances", {}, std::to_string(count)});
  more.push_back({"async", {}, flag_text(async)});
  return more;
}

inline PropertyChange suspension_state(bool suspend) {
  return {"suspensionState", {}, suspend ? "suspended" : "active"};
}

/// Process instances that are suspended together are logged like jobs, as in Camunda.
inline void log_suspension_of_many(Context& context, std::size_t count, bool suspend, bool async) {
  Operation(context, suspend ? "SuspendJob" : "ActivateJob", "ProcessInstance", kOperator)
      .write(many_instances(count, async));
}

/// How the log calls a change of variables.
inline std::string_view variable_operation(bool patch, bool removes) {
  if (patch) return "ModifyVariable";
  return removes ? "RemoveVariable" : "SetVariable";
}

/// While it lives nothing is logged: what happens is part of an operation that is logged as one.
class WithoutOperationLog {
 public:
  explicit WithoutOperationLog(Context& context)
      : session_(context.session), before_(context.session.logs_operations()) {
    session_.set_operation_log(false);
  }
  ~WithoutOperationLog() { session_.set_operation_log(before_); }
  WithoutOperationLog(const WithoutOperationLog&) = delete;
  WithoutOperationLog& operator=(const WithoutOperationLog&) = delete;

 private:
  state::Session& session_;
  const bool before_;
};

}  // namespace procos::command
