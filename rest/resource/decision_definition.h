// /decision-definition: the deployed decisions. They are not evaluated yet.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_decision_definitions(Context& ctx);
void get_decision_definitions_count(Context& ctx);
// By id, or the latest of a key with or without tenant.
void get_decision_definition(Context& ctx);
void get_decision_definition_xml(Context& ctx);
void get_decision_definition_diagram(Context& ctx);
void update_decision_history_time_to_live(Context& ctx);
void evaluate_decision(Context& ctx);

}  // namespace procos::rest
