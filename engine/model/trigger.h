// What an event waits for or does: the columns of the grid of events (graph/triggers.h).
#pragma once

#include <cstdint>

namespace procos::model {

enum class Trigger : std::uint8_t {
  kNone,
  kMessage,
  kTimer,
  kSignal,
  kError,
  kEscalation,
  kConditional,
  kCompensation,
  kCancel,
  kLink,
  kTerminate,
};

}  // namespace procos::model
