// BPMN DI: only that its references and figures make sense, since a model with dangling ones is
// refused.
#include <unordered_set>

#include "bpmn/reader.h"
#include "bpmn/schema.h"

namespace procos::bpmn {
namespace {

class DiagramChecker {
 public:
  DiagramChecker(const Document& document, const model::Definitions& definitions,
                 Problems& problems)
      : document_(document), problems_(problems) {
    for (const auto& id : definitions.element_ids) ids_.insert(id);
    for (const auto& process : definitions.processes)
      has_process_ = has_process_ || process.executable;
  }

  void run() {
    for (const Element* diagram : document_.root().children) {
      if (!diagram->is(Namespace::kBpmnDi, "BPMNDiagram")) continue;
      for (const Element* plane : diagram->children) {
        if (plane->is(Namespace::kBpmnDi, "BPMNPlane")) check_plane(*plane);
      }
    }
  }

 private:
  void check_plane(const Element& plane) {
    if (!refers(plane)) return;
    for (const Element* figure : plane.children) {
      const bool shape = figure->is(Namespace::kBpmnDi, "BPMNShape");
      if (!shape && !figure->is(Namespace::kBpmnDi, "BPMNEdge")) continue;
      const auto target = refers(*figure);
      if (!target || ids_.contains(*target) || (shape && !has_process_)) continue;
      problems_.error(
          document_.at(*figure),
          "Invalid reference in 'bpmnElement' attribute: there is no element '" + *target + "'",
          id_around(*figure));
    }
  }

  model::Text refers(const Element& element) {
    auto target = Reader::token(element, "bpmnElement");
    if (target && !target->empty()) return target;
    problems_.error(document_.at(element),
                    "'bpmnElement' attribute is required on " + std::string(element.name),
                    id_around(element));
    return std::nullopt;
  }

  const Document& document_;
  Problems& problems_;
  std::unordered_set<std::string_view> ids_;
  bool has_process_ = false;
};

}  // namespace

void check_diagrams(const Document& document, const model::Definitions& definitions,
                    Problems& problems) {
  DiagramChecker(document, definitions, problems).run();
}

}  // namespace procos::bpmn
