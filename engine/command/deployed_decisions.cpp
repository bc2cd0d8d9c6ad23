#include "command/deployed_decisions.h"

#include <algorithm>
#include <pugixml.hpp>
#include <string_view>

#include "command/support.h"

namespace procos::command {
namespace {

constexpr std::string_view kDmnSuffixes[] = {"dmn", "dmn11.xml"};

bool defines(const std::string& xml, const std::string& id) {
  pugi::xml_document document;
  if (!document.load_buffer(xml.data(), xml.size())) return false;
  for (const pugi::xml_node node : document.document_element().children()) {
    const std::string_view name = node.name();
    const bool decision = name == "decision" || name.ends_with(":decision");
    if (decision && id == node.attribute("id").value()) return true;
  }
  return false;
}

}  // namespace

bool has_decision(Context& context, const std::vector<Resource>& resources, const std::string& id) {
  for (const std::string_view suffix : kDmnSuffixes) {
    const auto has = [&](const auto& resource) {
      return resource.name.ends_with(suffix) && defines(resource.bytes, id);
    };
    if (std::ranges::any_of(resources, has)) return true;
    const auto deployed =
        find_rows<state::ResourceRow>(context, {{"nameLike", {"%." + std::string(suffix)}}});
    if (deployed && std::ranges::any_of(*deployed, has)) return true;
  }
  return false;
}

}  // namespace procos::command
