// How much history is kept (Camunda's history levels).
#pragma once

#include <cstdint>

namespace procos::history {

enum class Level : std::uint8_t { kNone, kActivity, kAudit, kFull };

}  // namespace procos::history
