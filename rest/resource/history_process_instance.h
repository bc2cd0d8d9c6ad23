// /history/process-instance.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_historic_process_instances(Context& ctx);
void get_historic_process_instances_count(Context& ctx);
void query_historic_process_instances(Context& ctx);
void query_historic_process_instances_count(Context& ctx);
void get_historic_process_instance(Context& ctx);
void delete_historic_process_instances_async(Context& ctx);
void set_removal_time_async(Context& ctx);
void delete_historic_process_instance(Context& ctx);
void delete_historic_variable_instances_of_historic_process_instance(Context& ctx);

}  // namespace procos::rest
