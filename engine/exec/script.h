// Scripts, wherever a model has one. Private to exec/.
#pragma once

#include "exec/context.h"

namespace procos::exec {

/// All variables visible from the execution, and from a task of it: what a script gets at once.
std::vector<std::pair<std::string, Value>> variables_of(Execution& e, const state::Task* task);
/// The script's value, in the scope `of_caller` or, when null, the execution's. kBpmnError: the
/// script threw one, which is in `c.thrown`.
Result<Value> run_script(Context& c, const graph::Script& script, Execution& e,
                         state::Task* task = nullptr, expr::Scope* of_caller = nullptr);
/// As a condition: anything but a Boolean is a failure.
Result<bool> script_holds(Context& c, const graph::Script& script, Execution& e);

}  // namespace procos::exec
