#include "kernel/bootstrap.h"

#include <iostream>

#include "kernel/phase/phases.h"

namespace procos::kernel {
namespace {

struct Phase {
  const char* name;
  Status (*run)(System&);
};

constexpr Phase kPhases[] = {
    {"validate environment", &validate_environment}, {"start engine", &start_engine_phase},
    {"wait until ready", &wait_until_ready},         {"deploy processes", &deploy_processes},
    {"start orchestrator", &start_orchestrator},
};

}  // namespace

int bootstrap(System& system) {
  log::info("ProcOS kernel bootstrap starting");
  for (const Phase& phase : kPhases) {
    const Status done = phase.run(system);
    if (!done) {
      log::critical(std::string("Bootstrap failed (") + phase.name + "): " + done.error().message);
      emergency_shutdown(system);
      return 1;
    }
    if (pause(system, 0)) break;
  }
  if (!system.interrupted) {
    std::cout << "ProcOS runs at " << system.url
              << (system.url.ends_with("/engine-rest") ? "" : "/engine-rest") << std::endl;
    monitor(system);
  }
  graceful_shutdown(system);
  return 0;
}

}  // namespace procos::kernel
