// PUT .../suspended of jobs and job definitions.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void update_job_suspension_state(Context& ctx);
void update_suspension_state_by(Context& ctx);
void update_suspension_state_job_definition(Context& ctx);
void update_suspension_state_job_definitions(Context& ctx);

}  // namespace procos::rest
