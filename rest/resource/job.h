// /job.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_jobs(Context& ctx);
void get_jobs_count(Context& ctx);
void query_jobs(Context& ctx);
void query_jobs_count(Context& ctx);
void get_job(Context& ctx);
void get_stacktrace(Context& ctx);
void set_job_retries(Context& ctx);
void set_job_duedate(Context& ctx);
void set_job_priority(Context& ctx);
void execute_job(Context& ctx);
void delete_job(Context& ctx);
void recalculate_duedate(Context& ctx);

}  // namespace procos::rest
