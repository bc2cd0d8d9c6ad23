// Variables by scope, and what expressions see. Private to exec/.
#pragma once

#include "exec/context.h"

namespace procos::exec {

/// Sets in the nearest scope that has the name, else in the process instance.
Status set_variable(Context& c, Execution& scope, const std::string& name, const Value& value,
                    bool transient = false);
Status set_variable_local(Context& c, Execution& scope, const std::string& name, const Value& value,
                          bool transient = false);
Status set_variables(Context& c, Execution& scope, const Variables& variables, bool local);
Status remove_variable(Context& c, Execution& scope, const std::string& name, bool local);

/// With the names that `scope` knows, or those of the execution (and the task) when it is null.
Result<Value> evaluate(Context& c, const expr::Expression& expression, Execution& e,
                       state::Task* task = nullptr, expr::Scope* scope = nullptr);
/// Null and the empty optional give "".
Result<std::string> evaluate_text(Context& c, const expr::Expression& expression, Execution& e,
                                  state::Task* task = nullptr);
Result<std::string> evaluate_text(Context& c, const std::optional<expr::Expression>& expression,
                                  Execution& e);
Result<bool> evaluate_flow_condition(Context& c, const Flow& flow, Execution& e);
/// A condition over variables that may not exist yet: failing is false.
Result<bool> condition_holds(Context& c, const graph::Condition& condition, Execution& e);
/// Inputs read the caller's own scope where local="true"; outputs are split by the scope they are
/// set in.
enum class Take : std::uint8_t { kInputs, kOutputs, kLocalOutputs };
/// The values of camunda:in / camunda:out mappings read from `source`.
Result<Variables> mapped_variables(Context& c, const std::vector<graph::Mapping>& mappings,
                                   Execution& source, Take take);

}  // namespace procos::exec
