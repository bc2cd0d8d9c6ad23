// BPMN 2.0.2, 10.3.3 User Task.
#include "exec/behavior.h"
#include "exec/task.h"

namespace procos::exec {

Status execute_user_task(Context& c, Execution& e) { return create_user_task(c, e); }

}  // namespace procos::exec
