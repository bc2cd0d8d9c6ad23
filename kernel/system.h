// The booting and running system: what the phases hand on to each other.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "kernel/child_process.h"
#include "kernel/config.h"
#include "kernel/engine_host.h"
#include "kernel/gateway.h"
#include "kernel/log.h"
#include "kernel/workers/manager.h"

namespace procos::kernel {

inline constexpr const char* kOrchestratorKey = "procos_system_orchestrator";
inline constexpr const char* kShutdownKey = "procos_system_shutdown";

struct System {
  Config config;
  bool own_engine = false;  ///< --listen or --db was given: never use one that already runs
  std::string config_file;  ///< handed on to an engine process; may be empty
  std::string admin_argument;  ///< --admin-user, handed on likewise; may be empty
  LogFormat log_format = LogFormat::kText;

  EngineMode mode = EngineMode::kAuto;  ///< after phase 2: embedded, child or external
  std::unique_ptr<EngineHost> host;     ///< embedded
  ChildProcess child;                   ///< child
  std::string url;                      ///< where /engine-rest is served
  std::unique_ptr<Gateway> gateway;
  std::unique_ptr<WorkerManager> workers;  ///< uses gateway and config, so it is destroyed first

  std::string orchestrator_id;
  bool interrupted = false;                ///< SIGINT or SIGTERM came
  std::atomic<bool> shutting_down{false};  ///< no further shutdown is to be asked for
};

/// Waits; true as soon as (or when already) SIGINT or SIGTERM came.
bool pause(System& system, int timeout_ms);

}  // namespace procos::kernel
