// /job-definition.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_job_definitions(Context& ctx);
void get_job_definitions_count(Context& ctx);
void query_job_definitions(Context& ctx);
void query_job_definitions_count(Context& ctx);
void get_job_definition(Context& ctx);
void set_job_retries_job_definition(Context& ctx);
void set_job_priority_job_definition(Context& ctx);

}  // namespace procos::rest
