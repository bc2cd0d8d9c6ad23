#include "kernel/scenario/coverage.h"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "kernel/scenario/view.h"
#include "kernel/scenario/xml_names.h"

namespace procos::kernel::scenario {
namespace {

using nlohmann::json;

/// Ids of the nodes of one process definition that history knows.
Result<std::set<std::string>> reached_nodes(Gateway& gateway, const std::string& definition) {
  PROCOS_ASSIGN(const json rows, get_list(gateway, "/history/activity-instance",
                                          "processDefinitionId=" + definition));
  std::set<std::string> ids;
  for (const json& row : rows) {
    const std::string id = text_of(row, "activityId");
    ids.insert(id.substr(0, id.find('#')));
  }
  return ids;
}

bool is_node(std::string_view tag) {
  for (const std::string_view end : {"Task", "task", "Event", "Gateway", "Process", "Activity"}) {
    if (tag.ends_with(end)) return true;
  }
  return tag == "transaction";
}

void collect(const pugi::xml_node& scope, const std::string& process,
             std::vector<CoveredElement>& out) {
  for (const pugi::xml_node& node : scope.children()) {
    const std::string tag(local_name(node));
    CoveredElement element{node.attribute("id").value(), tag, process, {}, {}};
    if (tag == "sequenceFlow") {
      element.source = node.attribute("sourceRef").value();
      element.target = node.attribute("targetRef").value();
      out.push_back(element);
    } else if (is_node(tag)) {
      const bool compensation = child(node, "compensateEventDefinition") && tag == "boundaryEvent";
      if (!compensation) out.push_back(element);
      collect(node, process, out);
    }
  }
}

}  // namespace

std::vector<CoveredElement> elements_to_cover(const std::string& xml) {
  std::vector<CoveredElement> out;
  pugi::xml_document document;
  document.load_string(xml.c_str());
  for (const pugi::xml_node& process : document.document_element().children()) {
    if (local_name(process) == "process" && process.attribute("isExecutable").as_bool()) {
      collect(process, process.attribute("id").value(), out);
    }
  }
  return out;
}

Status Coverage::note(Gateway& gateway, const std::string& directory, const Flows* flows) {
  PROCOS_ASSIGN(const json definitions, get_list(gateway, "/process-definition"));
  for (const json& definition : definitions) {
    const std::string id = text_of(definition, "id");
    PROCOS_ASSIGN(const GatewayAnswer answer, gateway.get("/process-definition/" + id + "/xml"));
    const json body = answer.json();
    if (!answer.ok() || !body.is_object()) continue;
    const std::string xml = text_of(body, "bpmn20Xml");
    PROCOS_ASSIGN(const std::set<std::string> nodes, reached_nodes(gateway, id));
    // A flow from a node without history belongs to a command that failed.
    const auto taken = [&](const CoveredElement& flow) {
      if (!nodes.contains(flow.source)) return false;
      return flows != nullptr ? flows->contains({id, flow.id}) : nodes.contains(flow.target);
    };
    const std::lock_guard lock(mutex_);
    CoveredModel& model = by_xml_[xml];
    if (model.xml.empty()) {
      model = {directory + "/" + text_of(definition, "resource"), xml, elements_to_cover(xml)};
    }
    for (CoveredElement& element : model.elements) {
      if (element.process != text_of(definition, "key")) continue;
      const bool reached = element.is_flow() ? taken(element) : nodes.contains(element.id);
      element.reached = element.reached || reached;
    }
  }
  return {};
}

std::vector<CoveredModel> Coverage::models() const {
  const std::lock_guard lock(mutex_);
  std::vector<CoveredModel> models;
  for (const auto& [xml, model] : by_xml_) models.push_back(model);
  std::ranges::sort(models, {}, &CoveredModel::path);
  return models;
}

std::string coverage_text(const std::vector<CoveredModel>& models) {
  std::string out;
  std::size_t all = 0;
  std::size_t reached = 0;
  for (const CoveredModel& model : models) {
    const auto count = std::ranges::count_if(model.elements, &CoveredElement::reached);
    all += model.elements.size();
    reached += count;
    if (static_cast<std::size_t>(count) == model.elements.size()) continue;
    out += model.path + ": " + std::to_string(count) + " of " +
           std::to_string(model.elements.size()) + " reached; not:\n";
    for (const CoveredElement& element : model.elements) {
      if (element.reached) continue;
      out += "  " + element.tag + " " + element.id;
      if (element.is_flow()) out += " (" + element.source + " -> " + element.target + ")";
      out += "\n";
    }
  }
  return out + std::to_string(models.size()) + " models, " + std::to_string(reached) + " of " +
         std::to_string(all) + " elements and flows reached\n";
}

}  // namespace procos::kernel::scenario
