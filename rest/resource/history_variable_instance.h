// /history/variable-instance.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_historic_variable_instances(Context& ctx);
void get_historic_variable_instances_count(Context& ctx);
void query_historic_variable_instances(Context& ctx);
void query_historic_variable_instances_count(Context& ctx);
void get_historic_variable_instance(Context& ctx);
void get_historic_variable_instance_binary(Context& ctx);
void delete_historic_variable_instance(Context& ctx);

}  // namespace procos::rest
