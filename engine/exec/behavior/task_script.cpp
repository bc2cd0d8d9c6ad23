// BPMN 2.0.2, 10.3.3 Script Task. A null result leaves the result variable alone, as in Camunda,
// and a script that fails is caught by an error event that names the exception's class only, not by
// one without code.
#include "exec/behavior.h"
#include "exec/propagate.h"
#include "exec/script.h"
#include "exec/variables.h"

namespace procos::exec {

Status execute_script_task(Context& c, Execution& e) {
  Result<Value> result = run_script(c, *e.node->script, e);
  if (!result) return propagate_failure(c, e, std::move(result).error());
  const std::string& variable = e.node->work.result_variable;
  if (!result->is_null() && !variable.empty()) PROCOS_TRY(set_variable(c, e, variable, *result));
  return leave(c, e);
}

}  // namespace procos::exec
