// Camunda's DecisionRequirementsDefinitionDeployer and DecisionDefinitionDeployer, and what the
// deployers of all kinds of files share.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "command/commands.h"
#include "dmn/read.h"

namespace procos::command {

struct ParsedDecisions {
  const Resource* resource;
  dmn::Definitions definitions;
};

/// The DMN files among `resources`, all of them checked.
Result<std::vector<ParsedDecisions>> parse_decisions(const Deploy& request,
                                                     const std::vector<const Resource*>& resources,
                                                     Deployed& deployed);

Status create_decisions(Context& context, const std::vector<ParsedDecisions>& parsed,
                        const std::vector<const Resource*>& resources, Deployed& deployed);

/// The name of a file without the first of the suffixes that it has ("order." of "order.bpmn");
/// nullopt: it has none of them.
std::optional<std::string> resource_base(const std::string& name,
                                         std::span<const std::string_view> suffixes);

/// The picture that was deployed with a definition: of its own, or of its file.
std::string diagram_of(const std::vector<const Resource*>& resources, const std::string& base,
                       const std::string& key);

/// key:version:uuid, or only the uuid where that would be too long.
std::string new_definition_id(const std::string& key, std::int64_t version);

}  // namespace procos::command
