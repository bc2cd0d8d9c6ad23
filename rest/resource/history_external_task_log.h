// /history/external-task-log.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_historic_external_task_logs(Context& ctx);
void get_historic_external_task_logs_count(Context& ctx);
void query_historic_external_task_logs(Context& ctx);
void query_historic_external_task_logs_count(Context& ctx);
void get_historic_external_task_log(Context& ctx);
void get_error_details_historic_external_task_log(Context& ctx);

}  // namespace procos::rest
