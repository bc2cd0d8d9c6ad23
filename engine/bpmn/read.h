// BPMN XML -> model structs.
#pragma once

#include <optional>
#include <string_view>

#include "model/definitions.h"

namespace procos::bpmn {

/// Any thread. nullopt when the text is not well-formed XML or no BPMN file at all; everything
/// found is in `problems`, violations of the schema included. With violations there is still a
/// model, so that the findings about its meaning can be told at once.
std::optional<model::Definitions> read(std::string_view xml, model::Problems& problems);

}  // namespace procos::bpmn
