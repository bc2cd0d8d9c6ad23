// Forms of start events and user tasks, and what else a user task has.
#include "bpmn/reader.h"

namespace procos::bpmn {
namespace {

std::vector<std::pair<std::string, std::string>> read_pairs(const Element& parent,
                                                            std::string_view tag,
                                                            std::string_view value) {
  std::vector<std::pair<std::string, std::string>> result;
  for (const Element* one : Reader::camunda_children(parent, tag)) {
    result.emplace_back(Reader::attribute(*one, "id").value_or(""),
                        Reader::attribute(*one, value).value_or(""));
  }
  return result;
}

model::FormField read_field(Reader& reader, const Element& element) {
  model::FormField field;
  field.at = reader.at(element);
  field.id = Reader::attribute(element, "id");
  field.label = Reader::attribute(element, "label");
  field.type = Reader::attribute(element, "type");
  field.date_pattern = Reader::attribute(element, "datePattern");
  field.values = read_pairs(element, "value", "name");
  field.name = Reader::attribute(element, "name");
  field.required = Reader::attribute(element, "required");
  field.readable = Reader::attribute(element, "readable");
  field.writable = Reader::attribute(element, "writable");
  field.variable = Reader::attribute(element, "variable");
  field.expression = Reader::attribute(element, "expression");
  const bool property = element.name == "formProperty";
  field.default_value = Reader::attribute(element, property ? "default" : "defaultValue");
  if (property) return field;
  if (const Element* properties = reader.camunda_child(element, "properties")) {
    field.properties = read_pairs(*properties, "property", "value");
  }
  if (const Element* validation = reader.camunda_child(element, "validation")) {
    for (const Element* constraint : Reader::camunda_children(*validation, "constraint")) {
      field.constraints.push_back({Reader::attribute(*constraint, "name"),
                                   Reader::attribute(*constraint, "config"),
                                   reader.at(*constraint)});
    }
  }
  return field;
}

/// The formal expression of a humanPerformer or potentialOwner.
model::Text assignment_of(Reader& reader, const Element& performer) {
  const Element* assignment = reader.bpmn_child(performer, "resourceAssignmentExpression");
  if (assignment == nullptr) return std::nullopt;
  const Element* formal = reader.bpmn_child(*assignment, "formalExpression");
  return formal == nullptr ? model::Text() : model::Text(formal->text);
}

}  // namespace

model::Form Reader::form(const Element& element) {
  model::Form result;
  result.key = camunda(element, "formKey");
  result.ref = camunda(element, "formRef");
  result.ref_binding = camunda(element, "formRefBinding");
  result.ref_version = camunda(element, "formRefVersion");
  result.handler_class = camunda(element, "formHandlerClass");
  for (const Element* property : extensions(element, "formProperty")) {
    result.properties.push_back(read_field(*this, *property));
  }
  if (const Element* data = extension(element, "formData")) {
    result.has_data = true;
    result.business_key = attribute(*data, "businessKey");
    for (const Element* field : camunda_children(*data, "formField")) {
      result.fields.push_back(read_field(*this, *field));
    }
  }
  return result;
}

model::UserTask Reader::user_task(const Element& element) {
  model::UserTask task;
  task.assignee = camunda(element, "assignee");
  task.candidate_users = camunda(element, "candidateUsers");
  task.candidate_groups = camunda(element, "candidateGroups");
  task.due_date = camunda(element, "dueDate");
  task.follow_up_date = camunda(element, "followUpDate");
  task.priority = camunda(element, "priority");
  for (const Element* one : bpmn_children(element, "humanPerformer")) {
    task.human_performers.push_back(assignment_of(*this, *one));
  }
  for (const Element* one : bpmn_children(element, "potentialOwner")) {
    task.potential_owners.push_back(assignment_of(*this, *one));
  }
  task.listeners = listeners(element, "taskListener");
  for (const Element* one : bpmn_children(element, "property")) {
    task.properties.push_back({attribute(*one, "id"), attribute(*one, "name"),
                               camunda(*one, "src"), camunda(*one, "srcExpr"), camunda(*one, "dst"),
                               camunda(*one, "link"), camunda(*one, "linkExpr"), at(*one)});
  }
  return task;
}

}  // namespace procos::bpmn
