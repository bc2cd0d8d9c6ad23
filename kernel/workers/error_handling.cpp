// error_handling: says what went wrong with a request; the orchestrator goes back to waiting.
#include "kernel/workers/handlers.h"

namespace procos::kernel {

Outcome handle_error(const Task& task, const WorkerServices&, std::stop_token) {
  log::warning("Request failed: " + text_of(task.variables, "error_code", "no error code") + ": " +
                   text_of(task.variables, "error_message", "no message"),
               {{"processInstanceId", task.process_instance_id},
                {"businessKey", task.business_key},
                {"process", text_of(task.variables, "process_to_execute")}});
  return Completed{};
}

}  // namespace procos::kernel
