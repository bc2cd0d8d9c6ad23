// The simple types of the BPMN schema.
#pragma once

#include <string_view>

#include "bpmn/xml.h"

namespace procos::bpmn {

/// Whether a text, white space around it removed, is a value of an xsd type ("boolean", "QName",
/// "(a|b)" ...). A QName's prefix must be declared where `element` stands.
bool is_value_of(std::string_view type, std::string_view text, const Element& element);

}  // namespace procos::bpmn
