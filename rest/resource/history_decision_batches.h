// The operations on many decision instances: batches.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void delete_historic_decision_instances_async(Context& ctx);
void set_removal_time_async_historic_decision_instance(Context& ctx);

}  // namespace procos::rest
