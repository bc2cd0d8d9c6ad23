// The boot sequence: six phases, then the orderly or the hasty end.
#pragma once

#include "kernel/system.h"

namespace procos::kernel {

/// Runs the system until a signal ends it. The exit code: 0, or 1 after an emergency shutdown.
int bootstrap(System& system);

}  // namespace procos::kernel
