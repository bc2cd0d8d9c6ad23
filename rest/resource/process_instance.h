// /process-instance.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_process_instances(Context& ctx);
void get_process_instances_count(Context& ctx);
void query_process_instances(Context& ctx);
void query_process_instances_count(Context& ctx);
void get_process_instance(Context& ctx);
void delete_process_instance(Context& ctx);
void get_activity_instance_tree(Context& ctx);
void update_suspension_state_by_id(Context& ctx);
void update_suspension_state(Context& ctx);
void get_process_instance_variables(Context& ctx);
void get_process_instance_variable(Context& ctx);
void get_process_instance_variable_binary(Context& ctx);
void set_process_instance_variable(Context& ctx);
void set_process_instance_variable_binary(Context& ctx);
void delete_process_instance_variable(Context& ctx);
void modify_process_instance_variables(Context& ctx);

}  // namespace procos::rest
