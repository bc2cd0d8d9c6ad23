// Flow nodes and flows of a process or subprocess: one row of the table an element.
#include <algorithm>

#include "bpmn/reader.h"

namespace procos::bpmn {
namespace {

using model::FlowNode;

void read_start_event(Reader& reader, const Element& element, FlowNode& node) {
  node.events = reader.event_definitions(element);
  node.interrupting = Reader::boolean(element, "isInterrupting", true);
  node.initiator = Reader::camunda(element, "initiator");
  node.form = reader.form(element);
}

void read_event(Reader& reader, const Element& element, FlowNode& node) {
  node.events = reader.event_definitions(element);
}

void read_boundary_event(Reader& reader, const Element& element, FlowNode& node) {
  node.events = reader.event_definitions(element);
  node.attached_to = Reader::token(element, "attachedToRef");
  node.cancel_activity = Reader::boolean(element, "cancelActivity", true);
}

void read_service_task(Reader& reader, const Element& element, FlowNode& node) {
  node.implementation = reader.implementation(element);
  reader.external_task_notation(element, node);
}

void read_business_rule_task(Reader& reader, const Element& element, FlowNode& node) {
  node.decision = {Reader::camunda(element, "decisionRef"),
                   Reader::camunda(element, "mapDecisionResult"),
                   {Reader::camunda(element, "decisionRefBinding"),
                    Reader::camunda(element, "decisionRefVersion"),
                    Reader::camunda(element, "decisionRefVersionTag"),
                    Reader::camunda(element, "decisionRefTenantId")}};
  read_service_task(reader, element, node);
}

void read_script_task(Reader& reader, const Element& element, FlowNode& node) {
  node.implementation = reader.implementation(element);
  node.script.at = reader.at(element);
  node.script.format = Reader::attribute(element, "scriptFormat");
  node.script.resource = Reader::camunda(element, "resource");
  if (const Element* script = reader.bpmn_child(element, "script"))
    node.script.source = script->text;
}

void read_receive_task(Reader& reader, const Element& element, FlowNode& node) {
  node.written_message_ref = Reader::token(element, "messageRef");
  if (node.written_message_ref) node.message_ref = reader.resolve(*node.written_message_ref);
}

void read_user_task(Reader& reader, const Element& element, FlowNode& node) {
  node.user_task = reader.user_task(element);
  node.form = reader.form(element);
}

void read_call_activity(Reader& reader, const Element& element, FlowNode& node) {
  reader.call_activity(element, node);
}

void read_sub_process(Reader& reader, const Element& element, FlowNode& node) {
  node.triggered_by_event = Reader::boolean(element, "triggeredByEvent", false);
  reader.scope(element, node.content);
}

void read_nothing_more(Reader&, const Element&, FlowNode&) {}

constexpr struct {
  std::string_view tag;
  void (*read)(Reader&, const Element&, FlowNode&);
} kFlowNodes[] = {
    {"startEvent", read_start_event},
    {"intermediateCatchEvent", read_event},
    {"intermediateThrowEvent", read_event},
    {"endEvent", read_event},
    {"boundaryEvent", read_boundary_event},
    {"task", read_nothing_more},
    {"manualTask", read_nothing_more},
    {"userTask", read_user_task},
    {"serviceTask", read_service_task},
    {"sendTask", read_service_task},
    {"businessRuleTask", read_business_rule_task},
    {"scriptTask", read_script_task},
    {"receiveTask", read_receive_task},
    {"callActivity", read_call_activity},
    {"subProcess", read_sub_process},
    {"transaction", read_sub_process},
    {"exclusiveGateway", read_nothing_more},
    {"parallelGateway", read_nothing_more},
    {"inclusiveGateway", read_nothing_more},
    {"eventBasedGateway", read_nothing_more},
    {"complexGateway", read_nothing_more},
    {"adHocSubProcess", read_nothing_more},
};

void read_loop(Reader& reader, const Element& element, FlowNode& node) {
  const Element* found = reader.bpmn_child(element, "multiInstanceLoopCharacteristics");
  if (found == nullptr) return;
  model::Loop& loop = node.loop.emplace();
  loop.at = reader.at(*found);
  loop.sequential = Reader::boolean(*found, "isSequential", false);
  loop.cardinality = text_of(reader.bpmn_child(*found, "loopCardinality"));
  loop.completion_condition = text_of(reader.bpmn_child(*found, "completionCondition"));
  loop.collection = Reader::camunda(*found, "collection");
  loop.element_variable = Reader::camunda(*found, "elementVariable");
  if (const Element* input = reader.bpmn_child(*found, "loopDataInputRef")) {
    loop.data_input_ref = std::string(trimmed(input->text));
  }
  if (const Element* item = reader.bpmn_child(*found, "inputDataItem")) {
    loop.has_input_data_item = true;
    loop.input_data_item = Reader::attribute(*item, "name");
  }
  loop.async = reader.async(*found);
  loop.retry_cycle = reader.retry_cycle(*found);
}

FlowNode read_common(Reader& reader, const Element& element) {
  FlowNode node;
  node.tag = element.name;
  node.at = reader.at(element);
  node.id = Reader::token(element, "id");
  node.name = Reader::attribute(element, "name");
  node.documentation = Reader::documentation(element);
  node.default_flow = Reader::token(element, "default");
  node.for_compensation = Reader::boolean(element, "isForCompensation", false);
  node.async = reader.async(element);
  node.job_priority = Reader::camunda(element, "jobPriority");
  node.retry_cycle = reader.retry_cycle(element);
  if (const Element* extensions = reader.bpmn_child(element, "extensionElements")) {
    node.io = reader.input_output(*extensions);
  }
  node.listeners = reader.listeners(element, "executionListener");
  node.properties = reader.properties(element);
  for (const Element* outgoing : Reader::bpmn_children(element, "outgoing")) {
    node.outgoing.push_back({std::string(trimmed(outgoing->text)), reader.at(*outgoing)});
  }
  read_loop(reader, element, node);
  return node;
}

void read_flow(Reader& reader, const Element& element, model::Scope& into) {
  auto& flow = into.flows.emplace_back();
  flow.at = reader.at(element);
  flow.id = Reader::token(element, "id");
  flow.name = Reader::attribute(element, "name");
  flow.documentation = Reader::documentation(element);
  flow.source = Reader::token(element, "sourceRef");
  flow.target = Reader::token(element, "targetRef");
  if (const Element* condition = reader.bpmn_child(element, "conditionExpression")) {
    flow.condition = reader.condition(*condition);
  }
  flow.listeners = reader.listeners(element, "executionListener");
}

void read_association(Reader& reader, const Element& element, model::Scope& into) {
  into.associations.push_back({Reader::token(element, "id"), Reader::token(element, "sourceRef"),
                               Reader::token(element, "targetRef"), reader.at(element)});
}

}  // namespace

void Reader::scope(const Element& element, model::Scope& into) {
  for (const Element* child : element.children) {
    if (child->ns != Namespace::kBpmn) continue;
    if (child->name == "sequenceFlow") {
      read_flow(*this, *child, into);
    } else if (child->name == "association") {
      read_association(*this, *child, into);
    } else {
      const auto* row = std::find_if(std::begin(kFlowNodes), std::end(kFlowNodes),
                                     [&](const auto& one) { return one.tag == child->name; });
      if (row == std::end(kFlowNodes)) continue;
      into.nodes.push_back(read_common(*this, *child));
      row->read(*this, *child, into.nodes.back());
    }
  }
}

}  // namespace procos::bpmn
