// Phase 3: until the engine answers, within startup_timeout.
#include <algorithm>
#include <chrono>

#include "kernel/phase/phases.h"

namespace procos::kernel {

bool engine_ready(Gateway& gateway) {
  constexpr int kTimeoutMs = 5000;
  const auto engines = gateway.send({"GET", "/engine", {}, {}, {}, kTimeoutMs});
  if (!engines || engines->status != 200) return false;
  const auto deployments = gateway.send({"GET", "/deployment", "maxResults=1", {}, {}, kTimeoutMs});
  return deployments && deployments->status == 200;
}

Status wait_until_ready(System& system) {
  log::info("Phase 3: waiting for the engine to be ready");
  using Clock = std::chrono::steady_clock;
  const int timeout_s = system.config.kernel.startup_timeout_s;
  const auto end = Clock::now() + std::chrono::seconds(timeout_s);
  for (int pause_ms = 20;; pause_ms = std::min(pause_ms * 2, 1000)) {
    if (engine_ready(*system.gateway)) {
      log::info("Engine is ready");
      return {};
    }
    if (system.mode == EngineMode::kChild && !system.child.running()) {
      return fail(ErrorKind::kProcessEngine,
                  "the engine process ended while starting; its messages above say why (address in "
                  "use? database?)");
    }
    if (Clock::now() >= end) {
      return fail(ErrorKind::kProcessEngine,
                  system.gateway->name() + " did not become ready within " +
                      std::to_string(timeout_s) +
                      " s; check that an engine runs there (camunda_url, camunda_engine) or raise "
                      "startup_timeout");
    }
    log::debug("Still waiting for the engine");
    if (pause(system, pause_ms)) return {};
  }
}

}  // namespace procos::kernel
