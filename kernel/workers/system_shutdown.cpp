// system_shutdown: the steps of procos_system_shutdown; `action` is announce (default) or report.
#include <nlohmann/json.hpp>

#include "kernel/workers/handlers.h"

namespace procos::kernel {
namespace {

std::int64_t count_instances(Gateway& gateway) {
  const auto answer = gateway.get("/process-instance/count");
  if (!answer || !answer->ok()) return -1;
  const nlohmann::json body = answer->json();
  return body.is_object() ? body.value("count", std::int64_t{-1}) : -1;
}

}  // namespace

Outcome shut_down_system(const Task& task, const WorkerServices& services, std::stop_token) {
  const std::string action = text_of(task.variables, "action", "announce");
  const std::int64_t running = count_instances(services.gateway);
  const std::vector<log::Field> fields{{"processInstanceId", task.process_instance_id},
                                       {"processInstances", std::to_string(running)}};
  if (action == "announce") {
    log::info("Shutdown begins; running process instances stay in the database", fields);
    // Somebody may have started the process over REST; then the kernel does not know of it yet.
    services.request_shutdown();
    return Completed{{{"instances_at_shutdown", Value::long_integer(running)}}};
  }
  if (action != "report") {
    return BpmnError{"UNKNOWN_ACTION", "action \"" + action + "\" is not announce or report", {}};
  }
  nlohmann::json done = nlohmann::json::object();
  for (const PoolStatus& pool : services.pools.status()) {
    done[pool.name] = {{"completed", pool.completed},
                       {"bpmn_errors", pool.bpmn_errors},
                       {"failures", pool.failures}};
  }
  log::info("Worker pools stopped: " + done.dump(), fields);
  return Completed{{{"worker_report", json_value(done)}}};
}

}  // namespace procos::kernel
