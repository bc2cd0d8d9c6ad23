// The operations of /process-instance on many instances: they create batches.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void delete_process_instances_async_operation(Context& ctx);
void delete_async_historic_query_based(Context& ctx);
void set_retries_by_process(Context& ctx);
void set_retries_by_process_historic_query_based(Context& ctx);
void correlate_message_async_operation(Context& ctx);
void update_suspension_state_async_operation(Context& ctx);
void set_variables_async_operation(Context& ctx);

}  // namespace procos::rest
