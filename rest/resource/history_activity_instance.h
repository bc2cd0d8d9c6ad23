// /history/activity-instance.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_historic_activity_instances(Context& ctx);
void get_historic_activity_instances_count(Context& ctx);
void query_historic_activity_instances(Context& ctx);
void query_historic_activity_instances_count(Context& ctx);
void get_historic_activity_instance(Context& ctx);

}  // namespace procos::rest
