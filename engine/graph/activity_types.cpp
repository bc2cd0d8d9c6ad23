#include "graph/activity_types.h"

#include <array>

namespace procos::graph {
namespace {

constexpr std::size_t kPositions = 5;
constexpr std::size_t kTriggers = 11;

// Rows: triggers in the order of the enum. Columns: start, catch, throw, end, boundary.
constexpr std::array<std::array<std::string_view, kPositions>, kTriggers> kActivityTypes = {{
    /* none */ {"startEvent", "intermediateCatchEvent", "intermediateNoneThrowEvent",
                "noneEndEvent", ""},
    /* message */
    {"messageStartEvent", "intermediateMessageCatch", "intermediateMessageThrowEvent",
     "messageEndEvent", "boundaryMessage"},
    /* timer */ {"startTimerEvent", "intermediateTimer", "", "", "boundaryTimer"},
    /* signal */
    {"signalStartEvent", "intermediateSignalCatch", "intermediateSignalThrow", "signalEndEvent",
     "boundarySignal"},
    /* error */ {"errorStartEvent", "", "", "errorEndEvent", "boundaryError"},
    /* escalation */
    {"escalationStartEvent", "", "intermediateEscalationThrowEvent", "escalationEndEvent",
     "boundaryEscalation"},
    /* conditional */
    {"conditionalStartEvent", "intermediateConditional", "", "", "boundaryConditional"},
    /* compensation */
    {"compensationStartEvent", "", "intermediateCompensationThrowEvent", "compensationEndEvent",
     "compensationBoundaryCatch"},
    /* cancel */ {"", "", "", "cancelEndEvent", "cancelBoundaryCatch"},
    /* link */ {"", "intermediateLinkCatch", "", "", ""},
    /* terminate */ {"", "", "", "terminateEndEvent", ""},
}};
static_assert(static_cast<std::size_t>(Trigger::kTerminate) + 1 == kTriggers);
static_assert(static_cast<std::size_t>(EventPosition::kBoundary) + 1 == kPositions);

}  // namespace

std::string_view event_activity_type(EventPosition position, Trigger trigger) {
  return kActivityTypes[static_cast<std::size_t>(trigger)][static_cast<std::size_t>(position)];
}

}  // namespace procos::graph
