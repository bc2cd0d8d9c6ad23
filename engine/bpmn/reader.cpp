#include "bpmn/reader.h"

#include "bpmn/schema.h"

namespace procos::bpmn {
namespace {

model::Text value_of(const Attribute* attribute) {
  return attribute == nullptr ? model::Text() : model::Text(attribute->value);
}

std::vector<const Element*> children_in(const Element& element, Namespace ns,
                                        std::string_view name) {
  std::vector<const Element*> found;
  for (const Element* child : element.children) {
    if (child->is(ns, name)) found.push_back(child);
  }
  return found;
}

}  // namespace

model::Text Reader::attribute(const Element& element, std::string_view name) {
  return value_of(element.attribute(Namespace::kNone, name));
}

model::Text Reader::token(const Element& element, std::string_view name) {
  const Attribute* found = element.attribute(Namespace::kNone, name);
  return found == nullptr ? model::Text() : model::Text(trimmed(found->value));
}

bool Reader::boolean(const Element& element, std::string_view name, bool otherwise) {
  const auto value = token(element, name);
  if (!value) return otherwise;
  return *value == "true" || *value == "TRUE" || *value == "True";
}

model::Text Reader::camunda(const Element& element, std::string_view name) {
  const Attribute* found = element.attribute(Namespace::kCamunda, name);
  return value_of(found != nullptr ? found : element.attribute(Namespace::kActiviti, name));
}

std::vector<const Element*> Reader::bpmn_children(const Element& element, std::string_view name) {
  return children_in(element, Namespace::kBpmn, name);
}

const Element* Reader::bpmn_child(const Element& element, std::string_view name) {
  return only(bpmn_children(element, name), element, name);
}

std::vector<const Element*> Reader::camunda_children(const Element& element,
                                                     std::string_view name) {
  auto found = children_in(element, Namespace::kCamunda, name);
  return found.empty() ? children_in(element, Namespace::kActiviti, name) : found;
}

const Element* Reader::camunda_child(const Element& element, std::string_view name) {
  return only(camunda_children(element, name), element, name);
}

std::vector<const Element*> Reader::extensions(const Element& element, std::string_view name) {
  const Element* container = bpmn_child(element, "extensionElements");
  return container == nullptr ? std::vector<const Element*>() : camunda_children(*container, name);
}

const Element* Reader::extension(const Element& element, std::string_view name) {
  return only(extensions(element, name), element, name);
}

const Element* Reader::only(const std::vector<const Element*>& found, const Element& parent,
                            std::string_view name) {
  if (found.size() > 1) {
    problems_.abort(at(*found[1]),
                    "Multiple elements '" + std::string(name) + "' where one is allowed",
                    id_around(parent));
  }
  return found.empty() ? nullptr : found.front();
}

model::Text Reader::documentation(const Element& element) {
  model::Text text;
  for (const Element* one : bpmn_children(element, "documentation")) {
    if (text && !text->empty()) *text += "\n\n";
    text = text.value_or("") + std::string(trimmed(one->text));
  }
  return text;
}

std::string Reader::resolve(std::string_view reference) const {
  const std::size_t colon = reference.find(':');
  const Element& root = document_.root();
  if (colon == std::string_view::npos) {
    return attribute(root, "targetNamespace").value_or("") + ":" + std::string(reference);
  }
  for (const auto& [prefix, uri] : root.declared) {
    if (prefix == reference.substr(0, colon))
      return std::string(uri) + std::string(reference.substr(colon));
  }
  return std::string(reference);
}

}  // namespace procos::bpmn
