// The activityType that history and activity instances show, as Camunda names it.
#pragma once

#include <string_view>

#include "graph/graph.h"

namespace procos::graph {

/// Where an event stands.
enum class EventPosition : std::uint8_t { kStart, kCatch, kThrow, kEnd, kBoundary };

/// Empty when Camunda has no such event.
std::string_view event_activity_type(EventPosition position, Trigger trigger);

}  // namespace procos::graph
