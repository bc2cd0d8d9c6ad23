// THE table: one row for every trigger, with what it is in each position. Each trigger is read in a
// file of its own in graph/trigger.
#include "graph/triggers.h"

#include <array>

#include "graph/builder.h"

namespace procos::graph {

namespace {

struct TriggerPlace {
  std::string_view activity_type = {};
  void (ProcessBuilder::*read)(EventContext&) = nullptr;  ///< null: there is no such event
  /// Of several definitions at one event that with the lowest number counts: the order in which
  /// Camunda looks.
  int order = 0;
};

struct TriggerFacts {
  Trigger trigger;
  std::string_view subscription;
  TriggerPlace process_start, event_sub_process_start, caught, thrown, end, boundary;

  const TriggerPlace& at(EventPosition position) const {
    switch (position) {
      case EventPosition::kProcessStart: return process_start;
      case EventPosition::kEventSubProcessStart: return event_sub_process_start;
      case EventPosition::kCatch: return caught;
      case EventPosition::kThrow: return thrown;
      case EventPosition::kEnd: return end;
      case EventPosition::kBoundary: break;
    }
    return boundary;
  }
};

}  // namespace

struct TriggerTable {
  using B = ProcessBuilder;
  static constexpr std::size_t kCount = static_cast<std::size_t>(Trigger::kTerminate) + 1;
  static constexpr int kMaxOrder = 8;

  // clang-format off
  static constexpr std::array<TriggerFacts, kCount> kRows{{
      {Trigger::kNone, "",
       {"startEvent"}, {"startEvent"},
       {"intermediateCatchEvent"}, {"intermediateNoneThrowEvent"}, {"noneEndEvent"}, {}},
      {Trigger::kMessage, "message",
       {"messageStartEvent", &B::catch_message, 2}, {"messageStartEvent", &B::catch_message, 2},
       {"intermediateMessageCatch", &B::catch_message, 3},
       {"intermediateMessageThrowEvent", &B::throw_message, 3}, {"messageEndEvent", &B::throw_message, 4},
       {"boundaryMessage", &B::catch_message, 6}},
      {Trigger::kTimer, "",
       {"startTimerEvent", &B::catch_timer, 1}, {"startTimerEvent", &B::catch_timer, 4},
       {"intermediateTimer", &B::catch_timer, 1}, {}, {},
       {"boundaryTimer", &B::catch_timer, 1}},
      {Trigger::kSignal, "signal",
       {"signalStartEvent", &B::catch_signal, 3}, {"signalStartEvent", &B::catch_signal, 3},
       {"intermediateSignalCatch", &B::catch_signal, 2},
       {"intermediateSignalThrow", &B::throw_signal, 1}, {"signalEndEvent", &B::throw_signal, 5},
       {"boundarySignal", &B::catch_signal, 3}},
      {Trigger::kError, "",
       {"errorStartEvent"}, {"errorStartEvent", &B::catch_error, 1},
       {}, {}, {"errorEndEvent", &B::throw_error, 1},
       {"boundaryError", &B::catch_error, 2}},
      {Trigger::kEscalation, "",
       {"escalationStartEvent"}, {"escalationStartEvent", &B::catch_escalation, 6},
       {}, {"intermediateEscalationThrowEvent", &B::throw_escalation, 4},
       {"escalationEndEvent", &B::throw_escalation, 7},
       {"boundaryEscalation", &B::catch_escalation, 7}},
      {Trigger::kConditional, "conditional",
       {"conditionalStartEvent", &B::catch_condition, 4}, {"conditionalStartEvent", &B::catch_condition, 7},
       {"intermediateConditional", &B::catch_condition, 5}, {}, {},
       {"boundaryConditional", &B::catch_condition, 8}},
      {Trigger::kCompensation, "",
       {"compensationStartEvent"}, {"compensationStartEvent", &B::compensation_sub_process, 5},
       {}, {"intermediateCompensationThrowEvent", &B::throw_compensation, 2},
       {"compensationEndEvent", &B::throw_compensation, 6},
       {"compensationBoundaryCatch", &B::catch_compensation, 5}},
      {Trigger::kCancel, "",
       {}, {}, {}, {}, {"cancelEndEvent", &B::throw_cancel, 2},
       {"cancelBoundaryCatch", &B::catch_cancel, 4}},
      {Trigger::kLink, "",
       {}, {}, {"intermediateLinkCatch", &B::catch_link, 4}, {}, {}, {}},
      {Trigger::kTerminate, "",
       {}, {}, {}, {}, {"terminateEndEvent", &B::throw_terminate, 3}, {}},
  }};
  // clang-format on

  static constexpr bool complete() {
    for (std::size_t i = 0; i < kCount; ++i) {
      if (static_cast<std::size_t>(kRows[i].trigger) != i) return false;
    }
    return true;
  }

  static const TriggerFacts& row(Trigger trigger) {
    return kRows[static_cast<std::size_t>(trigger)];
  }
};
static_assert(TriggerTable::complete(),
              "one row for every trigger, in the order of the enumeration");

std::string_view event_activity_type(EventPosition position, Trigger trigger) {
  return TriggerTable::row(trigger).at(position).activity_type;
}

std::string_view subscription_type(Trigger trigger) {
  return TriggerTable::row(trigger).subscription;
}

bool ProcessBuilder::apply_event(EventPosition position, const model::FlowNode& model, Node& node,
                                 Node& scope) {
  const TriggerFacts* chosen = nullptr;
  const model::EventDefinition* chosen_definition = nullptr;
  int order = TriggerTable::kMaxOrder + 1;
  for (const model::EventDefinition& definition : model.events) {
    const TriggerFacts& row = TriggerTable::row(definition.trigger);
    const TriggerPlace& place = row.at(position);
    if (place.read == nullptr || place.order >= order) continue;
    chosen = &row;
    chosen_definition = &definition;
    order = place.order;
  }
  if (chosen == nullptr) return false;
  const TriggerPlace& place = chosen->at(position);
  node.trigger = chosen->trigger;
  node.activity_type = place.activity_type;
  EventContext event{model, *chosen_definition, node, scope,
                     position == EventPosition::kProcessStart};
  (this->*place.read)(event);
  return true;
}

}  // namespace procos::graph
