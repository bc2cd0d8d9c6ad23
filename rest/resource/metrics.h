// /metrics
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_metrics_intervals(Context& ctx);
void get_metrics_sum(Context& ctx);
void delete_task_metrics(Context& ctx);

}  // namespace procos::rest
