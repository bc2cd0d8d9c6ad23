// Event definitions: one row of the table a trigger.
#include "bpmn/reader.h"

namespace procos::bpmn {
namespace {

using model::EventDefinition;
using model::Trigger;

void read_reference(Reader& reader, const Element& element, EventDefinition& into,
                    std::string_view attribute, bool qualified) {
  into.written_ref = Reader::token(element, attribute);
  into.ref = into.written_ref && qualified ? reader.resolve(*into.written_ref) : into.written_ref;
}

void read_timer(Reader& reader, const Element& element, EventDefinition& into) {
  into.timer = reader.timer(element);
}

void read_message(Reader& reader, const Element& element, EventDefinition& into) {
  read_reference(reader, element, into, "messageRef", true);
  into.implementation = reader.implementation(element);
}

void read_signal(Reader& reader, const Element& element, EventDefinition& into) {
  read_reference(reader, element, into, "signalRef", true);
  into.async = Reader::camunda(element, "async") == "true";
  into.in = reader.mappings(element, "in");
}

void read_error(Reader& reader, const Element& element, EventDefinition& into) {
  read_reference(reader, element, into, "errorRef", false);
  into.code_variable = Reader::camunda(element, "errorCodeVariable");
  into.message_variable = Reader::camunda(element, "errorMessageVariable");
}

void read_escalation(Reader& reader, const Element& element, EventDefinition& into) {
  read_reference(reader, element, into, "escalationRef", false);
  into.code_variable = Reader::camunda(element, "escalationCodeVariable");
}

void read_conditional(Reader& reader, const Element& element, EventDefinition& into) {
  if (const Element* condition = reader.bpmn_child(element, "condition"))
    into.condition = reader.condition(*condition);
  into.variable_name = Reader::camunda(element, "variableName");
  into.variable_events = Reader::camunda(element, "variableEvents");
}

void read_compensation(Reader& reader, const Element& element, EventDefinition& into) {
  read_reference(reader, element, into, "activityRef", false);
  into.wait_for_completion = Reader::token(element, "waitForCompletion");
}

void read_link(Reader&, const Element& element, EventDefinition& into) {
  into.name = Reader::attribute(element, "name");
}

void read_nothing(Reader&, const Element&, EventDefinition&) {}

constexpr struct {
  std::string_view tag;
  Trigger trigger;
  void (*read)(Reader&, const Element&, EventDefinition&);
} kEventDefinitions[] = {
    {"timerEventDefinition", Trigger::kTimer, read_timer},
    {"messageEventDefinition", Trigger::kMessage, read_message},
    {"signalEventDefinition", Trigger::kSignal, read_signal},
    {"errorEventDefinition", Trigger::kError, read_error},
    {"escalationEventDefinition", Trigger::kEscalation, read_escalation},
    {"conditionalEventDefinition", Trigger::kConditional, read_conditional},
    {"compensateEventDefinition", Trigger::kCompensation, read_compensation},
    {"cancelEventDefinition", Trigger::kCancel, read_nothing},
    {"linkEventDefinition", Trigger::kLink, read_link},
    {"terminateEventDefinition", Trigger::kTerminate, read_nothing},
};

}  // namespace

std::vector<EventDefinition> Reader::event_definitions(const Element& element) {
  std::vector<EventDefinition> result;
  for (const auto& row : kEventDefinitions) {
    const Element* child = bpmn_child(element, row.tag);
    if (child == nullptr) continue;
    EventDefinition& definition = result.emplace_back();
    definition.trigger = row.trigger;
    definition.at = at(*child);
    row.read(*this, *child, definition);
  }
  return result;
}

}  // namespace procos::bpmn
