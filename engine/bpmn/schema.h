// Is the file built as the BPMN 2.0 schema says? Camunda refuses what is not; some of it is
// tolerated here.
#pragma once

#include "bpmn/xml.h"

namespace procos::bpmn {

/// Reports every violation: unknown or repeated elements and attributes, missing ones, malformed
/// values, ids given twice, references to no id. True when something was tolerated
/// (docs/decisions/0002): children out of order, sequence flows that share an id but connect other
/// nodes; each of these is a warning.
bool check_schema(const Document& document, Problems& problems);

/// The id of the element or of the nearest one around it that has an id.
std::string id_around(const Element& element);

}  // namespace procos::bpmn
