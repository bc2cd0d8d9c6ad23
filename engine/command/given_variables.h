// The variables of a request, as an expression sees them where there is no instance.
#pragma once

#include "command/context.h"
#include "exec/session_scope.h"

namespace procos::command {

class GivenVariables final : public exec::SessionScope {
 public:
  GivenVariables(const Variables& variables, const state::Session& session)
      : SessionScope(session), variables_(variables) {}
  std::optional<expr::Operand> resolve(std::string_view name) override {
    for (const TypedVariable& variable : variables_) {
      if (variable.name == name) return expr::Operand(variable.value);
    }
    return std::nullopt;
  }

 private:
  const Variables& variables_;
};

}  // namespace procos::command
