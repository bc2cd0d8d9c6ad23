// Service-like elements and call activities, in Camunda's notation and in the guide's.
#include "bpmn/reader.h"
#include "bpmn/schema.h"

namespace procos::bpmn {

model::Implementation Reader::implementation(const Element& element) {
  model::Implementation result;
  result.at = at(element);
  result.type = camunda(element, "type");
  result.class_name = camunda(element, "class");
  result.expression = camunda(element, "expression");
  result.delegate_expression = camunda(element, "delegateExpression");
  result.result_variable = camunda(element, "resultVariable");
  if (!result.result_variable) result.result_variable = camunda(element, "resultVariableName");
  result.topic = camunda(element, "topic");
  result.task_priority = camunda(element, "taskPriority");
  result.fields = fields(element);
  if (const Element* connector = extension(element, "connector")) {
    result.connector.emplace();
    result.connector->at = at(*connector);
    if (const Element* id = camunda_child(*connector, "connectorId"))
      result.connector->id = trimmed(id->text);
    result.connector->io = input_output(*connector);
  }
  for (const Element* error : extensions(element, "errorEventDefinition")) {
    result.errors.push_back({attribute(*error, "errorRef"), attribute(*error, "expression"),
                             camunda(*error, "errorCodeVariable"),
                             camunda(*error, "errorMessageVariable"), at(*error)});
  }
  return result;
}

void Reader::external_task_notation(const Element& element, model::FlowNode& node) {
  model::Implementation& work = node.implementation;
  const bool implemented = work.type || work.class_name || work.expression ||
                           work.delegate_expression || work.connector || node.decision.ref;
  const Element* notation = implemented ? nullptr : extension(element, "externalTask");
  if (notation == nullptr) return;
  work.external_task = at(*notation);
  work.type = "external";
  work.topic = attribute(*notation, "topic");
  if (const auto priority = attribute(*notation, "taskPriority")) work.task_priority = priority;
  node.external_task_io = input_output(*notation);
  problems_.warning(at(*notation),
                    "<externalTask> is read as camunda:type=\"external\" camunda:topic=\"" +
                        work.topic.value_or("") + "\"" +
                        (node.external_task_io ? ", its inputOutput as that of the task" : ""),
                    node.id.value_or(""));
}

void Reader::call_activity(const Element& element, model::FlowNode& node) {
  model::CallActivity& call = node.call;
  call.called_element = attribute(element, "calledElement");
  call.case_ref = camunda(element, "caseRef");
  call.mapping_class = camunda(element, "variableMappingClass");
  call.mapping_delegate_expression = camunda(element, "variableMappingDelegateExpression");
  call.called = {camunda(element, "calledElementBinding"), camunda(element, "calledElementVersion"),
                 camunda(element, "calledElementVersionTag"),
                 camunda(element, "calledElementTenantId")};
  call.called_case = {camunda(element, "caseBinding"), camunda(element, "caseVersion"),
                      camunda(element, "calledElementVersionTag"),
                      camunda(element, "caseTenantId")};
  call.in = mappings(element, "in");
  call.out = mappings(element, "out");
  if (call.called_element || call.case_ref) return;
  if (const Element* notation = extension(element, "calledElement")) {
    call.called_element = std::string(trimmed(notation->text));
    call.called_element_at = at(*notation);
    problems_.warning(
        at(*notation),
        "<calledElement> is read as attribute calledElement=\"" + *call.called_element + "\"",
        node.id.value_or(""));
  }
}

}  // namespace procos::bpmn
