// /history/job-log.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_historic_job_logs(Context& ctx);
void get_historic_job_logs_count(Context& ctx);
void query_historic_job_logs(Context& ctx);
void query_historic_job_logs_count(Context& ctx);
void get_historic_job_log(Context& ctx);
void get_stacktrace_historic_job_log(Context& ctx);

}  // namespace procos::rest
