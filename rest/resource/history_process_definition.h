// /history/process-definition
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_historic_activity_statistics(Context& ctx);
void get_cleanable_historic_process_instance_report(Context& ctx);
void get_cleanable_historic_process_instance_report_count(Context& ctx);

}  // namespace procos::rest
