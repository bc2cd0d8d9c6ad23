// /history/process-instance/report, /history/task/report and /task/report/candidate-group-count.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_historic_process_instance_duration_report(Context& ctx);
void get_historic_task_instance_report(Context& ctx);
void get_task_count_by_candidate_group(Context& ctx);

}  // namespace procos::rest
