// BPMN names without their prefixes.
#pragma once

#include <pugixml.hpp>
#include <string_view>

namespace procos::kernel::scenario {

inline std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// The first child element of that local name; empty when there is none.
inline pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_node& each : node.children()) {
    if (local_name(each) == name) return each;
  }
  return {};
}

}  // namespace procos::kernel::scenario
