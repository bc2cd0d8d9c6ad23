// worker_management: starts and stops the worker pools; `action` is start_all (default), stop_all
// or status.
#include <nlohmann/json.hpp>

#include "kernel/workers/handlers.h"

namespace procos::kernel {

Outcome manage_workers(const Task& task, const WorkerServices& services, std::stop_token) {
  const std::string action = text_of(task.variables, "action", "start_all");
  if (action == "start_all") {
    services.pools.start_all();
  } else if (action == "stop_all") {
    services.pools.stop_all();
  } else if (action != "status") {
    return BpmnError{
        "UNKNOWN_ACTION", "action \"" + action + "\" is not start_all, stop_all or status", {}};
  }
  nlohmann::json pools = nlohmann::json::object();
  for (const PoolStatus& pool : services.pools.status()) {
    pools[pool.name] = {{"running", pool.running}, {"topics", pool.topics}};
  }
  return Completed{{{"worker_pools", json_value(pools)}}};
}

}  // namespace procos::kernel
