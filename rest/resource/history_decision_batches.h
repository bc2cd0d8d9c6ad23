// The operations on many decision instances: batches, and the report on those that could be removed.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void delete_historic_decision_instances_async(Context& ctx);
void set_removal_time_async_historic_decision_instance(Context& ctx);
void get_cleanable_historic_decision_instance_report(Context& ctx);
void get_cleanable_historic_decision_instance_report_count(Context& ctx);

}  // namespace procos::rest
