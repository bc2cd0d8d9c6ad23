// /process-definition, by id and by key: reading, suspension, history time to live.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_process_definitions(Context& ctx);
void get_process_definitions_count(Context& ctx);
void get_process_definition(Context& ctx);
void get_process_definition_bpmn20_xml(Context& ctx);
void get_process_definition_diagram(Context& ctx);
void update_process_definition_suspension_state(Context& ctx);
void update_process_definition_suspension_state_by_id(Context& ctx);
void update_history_time_to_live(Context& ctx);

}  // namespace procos::rest
