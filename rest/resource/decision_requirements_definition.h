// /decision-requirements-definition: the graphs of decisions that were deployed together.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_decision_requirements_definitions(Context& ctx);
void get_decision_requirements_definitions_count(Context& ctx);
// By id, or the latest of a key with or without tenant.
void get_decision_requirements_definition(Context& ctx);
void get_decision_requirements_definition_xml(Context& ctx);
void get_decision_requirements_definition_diagram(Context& ctx);

}  // namespace procos::rest
