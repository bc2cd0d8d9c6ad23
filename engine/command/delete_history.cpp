// Camunda's DeleteHistoricProcessInstancesCmd.
#include "command/operation_log.h"
#include "command/support.h"

namespace procos::command {

Status delete_instance_history(Context& context, const std::string& id, bool fail_if_not_exists) {
  const auto* row = context.session.get<state::HiProcessInstanceRow>(id);
  if (row == nullptr) {
    if (!fail_if_not_exists) return {};
    return fail(ErrorKind::kNotFound,
                "Historic process instance with id " + id + " does not exist");
  }
  if (!row->end_time) {
    return fail(
        ErrorKind::kProcessEngine,
        "Process instance is still running, cannot delete historic process instance: " + id);
  }
  context.session.erase_history(id);
  Operation(context, "DeleteHistory", "ProcessInstance", kOperator).write(many_instances(1, false));
  return {};
}

}  // namespace procos::command
