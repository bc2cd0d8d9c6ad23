#include "kernel/engine_host.h"

namespace procos::kernel {

Result<std::unique_ptr<EngineHost>> start_engine(const EngineHostOptions& options) {
  return fail(ErrorKind::kUnsupported, "engine not linked: cannot serve at " + options.listen);
}

}  // namespace procos::kernel
