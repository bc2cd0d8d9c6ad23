// Phase 6: health, instances, workers, until a signal ends it.
#include <nlohmann/json.hpp>

#include "kernel/phase/phases.h"

namespace procos::kernel {
namespace {

constexpr int kChildStopMs = 30'000;

void restart_child(System& system) {
  log::error("Engine unhealthy - restarting it");
  system.child.terminate(kChildStopMs);
  Status started = start_child(system);
  if (started) started = wait_until_ready(system);
  if (!started) {
    log::error("The restart failed and is tried again: " + started.error().message);
  } else if (!system.interrupted) {
    log::info("Engine restart complete");
  }
}

/// False when there is nothing more to look at in this round.
bool check_engine(System& system) {
  const bool child_dead = system.mode == EngineMode::kChild && !system.child.running();
  if (!child_dead && engine_ready(*system.gateway)) return true;
  if (system.mode == EngineMode::kChild) {
    restart_child(system);
  } else {
    log::error(system.gateway->name() + " does not answer; " +
               (system.mode == EngineMode::kExternal ? "check it, the kernel cannot restart it"
                                                     : "restart procos if this stays so"));
  }
  return false;
}

void check_orchestrator(System& system) {
  bool started = false;
  const Status found = ensure_orchestrator(system, started);
  if (!found) return log::error(found.error().message);
  if (!started) return;
  log::warning(
      "The root orchestrator had ended, by an error that it does not catch or by hand; started a "
      "new one",
      {{"processInstanceId", system.orchestrator_id}});
  system.workers->start_all();
}

void check_instances(System& system) {
  const auto answer = system.gateway->get("/process-instance/count");
  if (!answer || !answer->ok()) {
    return log::warning("Health check failed: " +
                        (answer ? answer->error_text() : answer.error().message));
  }
  const nlohmann::json body = answer->json();
  const auto count = body.is_object() ? body.value("count", std::int64_t{0}) : 0;
  log::debug("Active process instances: " + std::to_string(count));
}

void check_workers(System& system) {
  for (const PoolStatus& pool : system.workers->status()) {
    if (pool.topics.empty()) continue;
    if (!pool.running) log::warning("Worker pool " + pool.name + " does not run");
    log::debug("Worker pool " + pool.name, {{"busy", std::to_string(pool.busy)},
                                            {"completed", std::to_string(pool.completed)},
                                            {"bpmnErrors", std::to_string(pool.bpmn_errors)},
                                            {"failures", std::to_string(pool.failures)}});
  }
}

}  // namespace

void monitor(System& system) {
  log::info("Phase 6: monitoring the system");
  while (!pause(system, 1000 * system.config.kernel.health_check_interval_s)) {
    if (!check_engine(system)) continue;
    check_orchestrator(system);
    check_instances(system);
    check_workers(system);
  }
}

}  // namespace procos::kernel
