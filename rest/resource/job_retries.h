// POST /job/retries, and what all operations that set retries of many jobs have in their body.
#pragma once

#include "command/batch/requests.h"
#include "rest/json_body.h"
#include "rest/router.h"

namespace procos::rest {

void set_job_retries_async_operation(Context& ctx);

/// retries, which have to be there, and dueDate.
RestResult<command::JobRetries> job_retries_of(const JsonObject& body);

}  // namespace procos::rest
