// /history/batch
#pragma once

#include "command/batch/requests.h"
#include "rest/json_body.h"
#include "rest/router.h"

namespace procos::rest {

void get_historic_batches(Context& ctx);
void get_historic_batches_count(Context& ctx);
void get_historic_batch(Context& ctx);
void delete_historic_batch(Context& ctx);
void get_cleanable_historic_batches_report(Context& ctx);
void get_cleanable_historic_batches_report_count(Context& ctx);
void set_removal_time_async_historic_batch(Context& ctx);

/// absoluteRemovalTime, clearedRemovalTime, calculatedRemovalTime, hierarchical ... of a body.
RestResult<command::RemovalTime> removal_time_of(const JsonObject& body);

}  // namespace procos::rest
