#pragma once

namespace procos::kernel {

/// Of this program; the build passes the project's version.
inline constexpr const char* kVersion = PROCOS_VERSION;
/// The variable kernel_version that the orchestrator is started with, as the guide has it.
inline constexpr const char* kKernelVersion = "1.0.0";

}  // namespace procos::kernel
