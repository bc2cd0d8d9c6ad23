// The two ends: through procos_system_shutdown, or at once.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "kernel/phase/phases.h"
#include "kernel/signals.h"

namespace procos::kernel {
namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::json;

int left_ms(Clock::time_point end) {
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
  return left > 0 ? static_cast<int>(left) : 0;
}

/// The shutdown instance: one that somebody started over REST, else a new one; empty when there is
/// none.
std::string shutdown_instance(Gateway& gateway) {
  const auto running = gateway.send({"GET",
                                     "/process-instance",
                                     std::string("processDefinitionKey=") + kShutdownKey,
                                     {},
                                     {},
                                     5000});
  if (running && running->ok()) {
    const Json list = running->json();
    if (list.is_array() && !list.empty()) return list.front().value("id", "");
  }
  const auto started =
      gateway.send({"POST",
                    std::string("/process-definition/key/") + kShutdownKey + "/start",
                    {},
                    R"({"variables":{}})",
                    {},
                    5000});
  if (!started || !started->ok()) {
    log::warning("Could not trigger the shutdown process: " +
                 (started ? started->error_text() : started.error().message));
    return {};
  }
  const Json instance = started->json();
  log::info("Shutdown process triggered", {{"processInstanceId", instance.value("id", "")}});
  return instance.value("id", "");
}

/// Until the instance has ended, the time is up or another signal comes; false for the latter.
bool wait_for_end(Gateway& gateway, const std::string& instance, Clock::time_point end) {
  while (left_ms(end) > 0) {
    const auto answer =
        gateway.send({"GET", "/process-instance/" + instance, {}, {}, {}, left_ms(end) + 1});
    if (answer && answer->status == 404) return true;
    if (wait_for_shutdown_signal(20) != 0) return false;
  }
  log::warning("The shutdown process did not finish within shutdown_timeout; going on without it",
               {{"processInstanceId", instance}});
  return true;
}

}  // namespace

bool pause(System& system, int timeout_ms) {
  if (!system.interrupted && wait_for_shutdown_signal(timeout_ms) != 0) {
    log::info("Received a signal to shut down");
    system.interrupted = true;
  }
  return system.interrupted;
}

void graceful_shutdown(System& system) {
  log::info("Shutting down");
  system.shutting_down = true;
  const int timeout_ms = 1000 * system.config.kernel.shutdown_timeout_s;
  const auto end = Clock::now() + std::chrono::milliseconds(timeout_ms);
  if (system.workers) {
    const std::string instance = shutdown_instance(*system.gateway);
    if (!instance.empty() && !wait_for_end(*system.gateway, instance, end)) {
      log::critical("A second signal came: not waiting any longer");
      emergency_shutdown(system);
      std::_Exit(1);
    }
    system.workers->stop();
  }
  if (system.host) system.host->stop();
  system.child.terminate(std::max(1000, left_ms(end)));
  log::info("ProcOS kernel shutdown complete");
}

void emergency_shutdown(System& system) {
  log::critical("EMERGENCY SHUTDOWN");
  system.shutting_down = true;
  system.child.kill();
}

}  // namespace procos::kernel
