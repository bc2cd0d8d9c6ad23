// /history/cleanup
#pragma once

#include "rest/router.h"

namespace procos::rest {

void cleanup_async(Context& ctx);
void find_cleanup_job(Context& ctx);
void find_cleanup_jobs(Context& ctx);
void get_history_cleanup_configuration(Context& ctx);

}  // namespace procos::rest
