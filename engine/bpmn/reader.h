// What the readers of single elements share: access to attributes and extension elements as Camunda
// has it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bpmn/xml.h"
#include "model/definitions.h"

namespace procos::bpmn {

class Reader {
 public:
  Reader(const Document& document, Problems& problems) : document_(document), problems_(problems) {}

  Problems& problems() { return problems_; }
  Position at(const Element& element) const { return document_.at(element); }

  /// An attribute without namespace.
  static model::Text attribute(const Element& element, std::string_view name);
  /// The same, white space around it removed, as the schema does for ids and references.
  static model::Text token(const Element& element, std::string_view name);
  static bool boolean(const Element& element, std::string_view name, bool otherwise);
  /// An attribute of the camunda namespace or, when there is none, of its predecessor.
  static model::Text camunda(const Element& element, std::string_view name);

  /// Child elements of BPMN itself.
  static std::vector<const Element*> bpmn_children(const Element& element, std::string_view name);
  /// The only such child; an error when there are several.
  const Element* bpmn_child(const Element& element, std::string_view name);
  /// Children of the camunda namespace or, when there are none, of its predecessor.
  static std::vector<const Element*> camunda_children(const Element& element,
                                                      std::string_view name);
  const Element* camunda_child(const Element& element, std::string_view name);
  /// The same inside the element's extensionElements.
  std::vector<const Element*> extensions(const Element& element, std::string_view name);
  const Element* extension(const Element& element, std::string_view name);

  /// All documentation children, joined; nullopt without one.
  static model::Text documentation(const Element& element);
  /// A reference by name with the prefixes declared at the root: "namespace:local".
  std::string resolve(std::string_view reference) const;

  // read_extensions.cpp
  model::Script script(const Element& element);
  std::vector<model::Field> fields(const Element& element);
  std::vector<model::Listener> listeners(const Element& element, std::string_view kind);
  std::optional<model::InputOutput> input_output(const Element& parent);
  std::vector<model::Mapping> mappings(const Element& element, std::string_view direction);
  std::vector<std::pair<std::string, std::string>> properties(const Element& element);
  model::Text retry_cycle(const Element& element);
  model::Async async(const Element& element);
  model::Timer timer(const Element& element);
  model::Condition condition(const Element& element);
  // read_implementation.cpp
  model::Implementation implementation(const Element& element);
  void external_task_notation(const Element& element, model::FlowNode& node);
  void call_activity(const Element& element, model::FlowNode& node);
  // read_forms.cpp
  model::Form form(const Element& element);
  model::UserTask user_task(const Element& element);
  // read_events.cpp
  std::vector<model::EventDefinition> event_definitions(const Element& element);
  // read_flow_nodes.cpp
  void scope(const Element& element, model::Scope& into);

 private:
  const Element* only(const std::vector<const Element*>& found, const Element& parent,
                      std::string_view name);

  const Document& document_;
  Problems& problems_;
};

/// The text of an element; nullopt where there is none.
inline model::Text text_of(const Element* element) {
  return element == nullptr ? model::Text() : model::Text(element->text);
}

/// Checks that shapes and edges of the diagrams refer to something (read_diagram.cpp).
void check_diagrams(const Document& document, const model::Definitions& definitions,
                    Problems& problems);

}  // namespace procos::bpmn
