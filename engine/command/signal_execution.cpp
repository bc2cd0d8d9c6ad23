// Camunda's SignalCmd and MessageEventReceivedCmd.
#include "command/support.h"

namespace procos::command {

Status signal_execution(Context& context, const std::string& execution_id,
                        const Variables& variables) {
  if (execution_id.empty())
    return is_null(ErrorKind::kBadUserRequest, "executionId is null", "executionId");
  PROCOS_ASSIGN(state::Execution * execution,
                require_execution(context, execution_id, ErrorKind::kBadUserRequest));
  if (execution->row.suspended) return suspended("Execution", execution_id);
  return context.interpreter.signal(*execution, {}, variables);
}

Status trigger_message(Context& context, const std::string& execution_id,
                       const std::string& message_name, const Variables& variables) {
  if (execution_id.empty()) return is_null(ErrorKind::kNullValue, "", "executionId");
  PROCOS_ASSIGN(state::Subscription * subscription,
                require_message_subscription(context, execution_id, message_name));
  return context.interpreter.event_received(*subscription, variables, {}, {}, {});
}

}  // namespace procos::command
