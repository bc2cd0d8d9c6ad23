// Columns of the grid of events: what is known of a trigger from the model alone. The table is in
// triggers.cpp.
#pragma once

#include <string_view>

#include "graph/graph.h"

namespace procos::graph {

/// Where an event stands.
enum class EventPosition : std::uint8_t {
  kProcessStart,
  kEventSubProcessStart,
  kCatch,
  kThrow,
  kEnd,
  kBoundary,
};

/// The activityType that history and activity instances show, as Camunda names it; empty when
/// Camunda has no such event.
std::string_view event_activity_type(EventPosition position, Trigger trigger);
/// The eventType of the subscription by which such an event waits: message, signal, conditional;
/// empty when it waits without one.
std::string_view subscription_type(Trigger trigger);

}  // namespace procos::graph
