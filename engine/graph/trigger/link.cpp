// Links (BPMN 2.0.2, 10.5.1): the throwing one is dissolved into flows, see build_flows.cpp.
#include "graph/builder.h"

namespace procos::graph {

void ProcessBuilder::catch_link(EventContext& event) {
  const std::string name = event.definition.name.value_or("");
  event.node.event.link_name = name;
  if (facts(event.node).gateway != nullptr) {
    problems_.error(event.model.at,
                    "IntermediateCatchLinkEvent is not allowed after an EventBasedGateway.",
                    event.node.id);
  }
  if (!link_targets_.emplace(name, event.node.id).second) {
    problems_.error(event.model.at,
                    "Multiple Intermediate Catch Events with the same link event name ('" + name +
                        "') are not allowed.",
                    event.node.id);
  } else if (name != event.model.name.value_or("")) {
    problems_.warning(event.model.at,
                      "Link Event named '" + event.model.name.value_or("") +
                          "' contains link event definition with name '" + name +
                          "' - it is recommended to use the same name for both.",
                      event.node.id);
  }
}

}  // namespace procos::graph
