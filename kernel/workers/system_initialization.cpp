// system_initialization: what has to exist before the first task of the workers.
#include <filesystem>
#include <nlohmann/json.hpp>

#include "kernel/workers/handlers.h"

namespace procos::kernel {

Outcome initialize_system(const Task& task, const WorkerServices& services, std::stop_token) {
  const SecuritySettings& security = services.config.security;
  if (security.sandbox_enabled) {
    std::error_code error;
    std::filesystem::create_directories(security.sandbox_directory, error);
    if (error) {
      log::warning("security.sandbox_directory " + security.sandbox_directory +
                   " cannot be made, file_operation will fail: " + error.message());
    }
  }
  nlohmann::json configured = nlohmann::json::array();
  for (const auto& [key, service] : services.config.services) {
    if (service.enabled) configured.push_back(key);
  }
  log::info("Core services initialised: " + configured.dump(),
            {{"processInstanceId", task.process_instance_id}, {"activityId", task.activity_id}});
  return Completed{
      {{"system_initialized", Value::boolean(true)}, {"enabled_services", json_value(configured)}}};
}

}  // namespace procos::kernel
