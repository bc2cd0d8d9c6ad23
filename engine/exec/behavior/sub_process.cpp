// BPMN 2.0.2, 13.3.4. Embedded and event subprocesses, transactions.
#include "exec/behavior.h"
#include "exec/tree.h"

namespace procos::exec {

Status execute_sub_process(Context& c, Execution& e) {
  const Node* initial = e.node->initial;
  if (initial == nullptr) {
    return fail(ErrorKind::kNullValue,
                "No initial activity found for subprocess '" + e.node->id + "'.");
  }
  return execute_activity(c, e, *initial);
}

Status sub_process_child_ended(Context& c, Execution& scope, Execution& ended) {
  PROCOS_TRY(remove(c, ended));
  try_prune_last_concurrent_child(c, scope);
  return {};
}

}  // namespace procos::exec
