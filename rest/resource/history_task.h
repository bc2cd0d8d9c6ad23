// /history/task.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_historic_task_instances(Context& ctx);
void get_historic_task_instances_count(Context& ctx);
void query_historic_task_instances(Context& ctx);
void query_historic_task_instances_count(Context& ctx);

}  // namespace procos::rest
