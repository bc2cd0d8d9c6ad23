// /execution.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_executions(Context& ctx);
void get_executions_count(Context& ctx);
void query_executions(Context& ctx);
void query_executions_count(Context& ctx);
void get_execution(Context& ctx);
void signal_execution(Context& ctx);
void get_message_event_subscription(Context& ctx);
void trigger_event(Context& ctx);
void create_incident(Context& ctx);
void get_local_execution_variables(Context& ctx);
void get_local_execution_variable(Context& ctx);
void get_local_execution_variable_binary(Context& ctx);
void put_local_execution_variable(Context& ctx);
void set_local_execution_variable_binary(Context& ctx);
void delete_local_execution_variable(Context& ctx);
void modify_local_execution_variables(Context& ctx);

}  // namespace procos::rest
