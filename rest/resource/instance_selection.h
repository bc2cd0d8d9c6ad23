// Process instances that a request names by their ids and by queries.
#pragma once

#include "command/instance_selection.h"
#include "rest/json_body.h"
#include "rest/resource/query_table.h"

namespace procos::rest {

using command::InstanceSelection;

/// processInstanceIds, processInstanceQuery and historicProcessInstanceQuery of a body; some bodies
/// have another name for the ids.
RestResult<InstanceSelection> instance_selection(const JsonObject& body,
                                                 std::string_view ids = "processInstanceIds");

/// The query under a property of a body; nothing when it is absent.
RestResult<std::optional<store::Query>> query_in(const JsonObject& body, std::string_view property,
                                                 const QueryTable& table);

}  // namespace procos::rest
