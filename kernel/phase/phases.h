// The six phases of the boot sequence and its two ends, in order. Each fails with a message that
// says what to do. A phase that was interrupted by a signal succeeds with system.interrupted set.
#pragma once

#include "base/result.h"
#include "kernel/system.h"

namespace procos::kernel {

Status validate_environment(System& system);
/// Decides the engine's mode and starts it; afterwards system.gateway reaches it.
Status start_engine_phase(System& system);
Status wait_until_ready(System& system);
Status deploy_processes(System& system);
/// Also starts the workers, which the orchestrator's first task needs.
Status start_orchestrator(System& system);
/// Returns when the system shall shut down.
void monitor(System& system);

/// Runs procos_system_shutdown within shutdown_timeout, then stops workers and engine.
void graceful_shutdown(System& system);
/// Kills what would outlive us.
void emergency_shutdown(System& system);

/// GET /engine and /deployment both answer 200 within five seconds.
bool engine_ready(Gateway& gateway);
/// Starts the engine process of child mode; also after it was found dead.
Status start_child(System& system);
/// The orchestrator instance that runs or a new one; kernel/phase/monitor.cpp calls it again when
/// it ended.
Status ensure_orchestrator(System& system, bool& started);

}  // namespace procos::kernel
