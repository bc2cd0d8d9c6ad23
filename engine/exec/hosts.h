// `execution` and `task` as expressions and scripts see them. Private to exec/.
#pragma once

#include "exec/context.h"
#include "exec/session_scope.h"

namespace procos::exec {

/// Variables and hosts visible from an execution, and from a task of it.
class ExecutionScope final : public SessionScope {
 public:
  ExecutionScope(Context& c, Execution& execution, state::Task* task)
      : SessionScope(c.session), c_(c), execution_(execution), task_(task) {}
  std::optional<expr::Operand> resolve(std::string_view name) override;
  void variable_changed(std::string_view name, const Value& value) override;

 private:
  Context& c_;
  Execution& execution_;
  state::Task* task_;
};

std::shared_ptr<expr::Host> execution_host(Context& c, Execution& execution);
std::shared_ptr<expr::Host> task_host(Context& c, Execution& execution, state::Task& task);
/// Of the process instance that the execution belongs to.
void set_business_key(Context& c, Execution& execution, const std::string& business_key);
std::shared_ptr<expr::Host> external_task_host(const state::ExternalTask& task);

}  // namespace procos::exec
