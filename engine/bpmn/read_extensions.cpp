// camunda: extension elements that many elements share.
#include "bpmn/reader.h"

namespace procos::bpmn {
namespace {

const Element* child_named(const Element& element, std::string_view name) {
  for (const Element* child : element.children) {
    if (child->name == name) return child;
  }
  return nullptr;
}

model::Parameter read_parameter(Reader& reader, const Element& element) {
  model::Parameter parameter;
  parameter.at = reader.at(element);
  parameter.tag = element.name;
  parameter.name = Reader::attribute(element, "name");
  parameter.key = Reader::attribute(element, "key");
  parameter.text = trimmed(element.text);
  if (element.name == "script") parameter.script = reader.script(element);
  for (const Element* child : element.children)
    parameter.children.push_back(read_parameter(reader, *child));
  return parameter;
}

}  // namespace

model::Script Reader::script(const Element& element) {
  return {attribute(element, "scriptFormat"), attribute(element, "resource"), element.text,
          at(element)};
}

std::vector<model::Field> Reader::fields(const Element& element) {
  const Element* container = bpmn_child(element, "extensionElements");
  std::vector<model::Field> result;
  for (const Element* field :
       camunda_children(container == nullptr ? element : *container, "field")) {
    auto& one = result.emplace_back();
    one.at = at(*field);
    one.name = attribute(*field, "name");
    one.string_attribute = attribute(*field, "stringValue");
    one.string_element = text_of(camunda_child(*field, "string"));
    one.expression_attribute = attribute(*field, "expression");
    one.expression_element = text_of(camunda_child(*field, "expression"));
  }
  return result;
}

std::vector<model::Listener> Reader::listeners(const Element& element, std::string_view kind) {
  std::vector<model::Listener> result;
  for (const Element* listener : extensions(element, kind)) {
    auto& one = result.emplace_back();
    one.at = at(*listener);
    one.event = attribute(*listener, "event");
    one.id = attribute(*listener, "id");
    one.class_name = attribute(*listener, "class");
    one.expression = attribute(*listener, "expression");
    one.delegate_expression = attribute(*listener, "delegateExpression");
    if (const Element* script_element = camunda_child(*listener, "script"))
      one.script = script(*script_element);
    if (one.class_name || one.delegate_expression) one.fields = fields(*listener);
    if (const Element* definition = child_named(*listener, "timerEventDefinition"))
      one.timer = timer(*definition);
  }
  return result;
}

std::optional<model::InputOutput> Reader::input_output(const Element& parent) {
  const Element* element = camunda_child(parent, "inputOutput");
  if (element == nullptr) return std::nullopt;
  model::InputOutput io;
  io.at = at(*element);
  for (const Element* one : camunda_children(*element, "inputParameter")) {
    io.inputs.push_back(read_parameter(*this, *one));
  }
  for (const Element* one : camunda_children(*element, "outputParameter")) {
    io.outputs.push_back(read_parameter(*this, *one));
  }
  return io;
}

std::vector<model::Mapping> Reader::mappings(const Element& element, std::string_view direction) {
  std::vector<model::Mapping> result;
  for (const Element* one : extensions(element, direction)) {
    result.push_back({attribute(*one, "businessKey"), attribute(*one, "variables"),
                      attribute(*one, "source"), attribute(*one, "sourceExpression"),
                      attribute(*one, "target"), attribute(*one, "local"), at(*one)});
  }
  return result;
}

std::vector<std::pair<std::string, std::string>> Reader::properties(const Element& element) {
  std::vector<std::pair<std::string, std::string>> result;
  const Element* container = extension(element, "properties");
  if (container == nullptr) return result;
  for (const Element* one : camunda_children(*container, "property")) {
    result.emplace_back(attribute(*one, "name").value_or(""),
                        attribute(*one, "value").value_or(""));
  }
  return result;
}

model::Text Reader::retry_cycle(const Element& element) {
  const Element* container = bpmn_child(element, "extensionElements");
  if (container == nullptr) return std::nullopt;
  const Element* found = nullptr;
  for (const Element* child : container->children) {
    if (found == nullptr && child->is(Namespace::kFox, "failedJobRetryTimeCycle")) found = child;
  }
  if (found == nullptr) found = camunda_child(*container, "failedJobRetryTimeCycle");
  if (found == nullptr || found->text.empty()) return std::nullopt;
  return found->text;
}

model::Async Reader::async(const Element& element) {
  model::Async result;
  result.before = camunda(element, "async") == "true" || camunda(element, "asyncBefore") == "true";
  result.after = camunda(element, "asyncAfter") == "true";
  result.exclusive = camunda(element, "exclusive").value_or("true") == "true";
  return result;
}

model::Timer Reader::timer(const Element& element) {
  model::Timer result;
  result.at = result.cycle_at = at(element);
  const auto text = [&](std::string_view name) -> model::Text {
    const Element* child = child_named(element, name);
    return child == nullptr ? model::Text() : model::Text(trimmed(child->text));
  };
  result.date = text("timeDate");
  result.cycle = text("timeCycle");
  result.duration = text("timeDuration");
  result.exclusive = camunda(element, "exclusive").value_or("true") == "true";
  if (result.cycle) result.cycle_at = at(*child_named(element, "timeCycle"));
  return result;
}

model::Condition Reader::condition(const Element& element) {
  model::Condition result;
  result.at = at(element);
  result.text = trimmed(element.text);
  result.language = attribute(element, "language");
  result.resource = camunda(element, "resource");
  if (const auto* type = element.attribute(Namespace::kXsi, "type")) {
    const auto name = trimmed(type->value);
    result.unsupported_type = name.substr(name.find(':') + 1) != "tFormalExpression";
  }
  return result;
}

}  // namespace procos::bpmn
