// health_monitoring: a first look at the engine and the services; the kernel's monitor goes on from
// there.
#include <nlohmann/json.hpp>

#include "kernel/workers/handlers.h"
#include "kernel/workers/probe.h"

namespace procos::kernel {

Outcome monitor_health(const Task& task, const WorkerServices& services, std::stop_token stop) {
  nlohmann::json health{{"engine", "answers"}};
  for (const auto& [key, probe] : probe_services(services, stop)) {
    health["services"][key] = shortened(probe.detail, 200);
    const std::string line = "Service " + key + ": " + probe.detail;
    log::write(probe.answers ? log::Level::kInfo : log::Level::kWarning, line,
               {{"processInstanceId", task.process_instance_id}});
  }
  if (stop.stop_requested()) return Failed{"stopped", {}, 1, 0};
  return Completed{{{"system_health", json_value(health)}}};
}

}  // namespace procos::kernel
