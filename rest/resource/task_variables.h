// /task/{id}/variables and localVariables.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_task_variables(Context& ctx);
void get_task_variable(Context& ctx);
void get_task_variable_binary(Context& ctx);
void put_task_variable(Context& ctx);
void set_binary_task_variable(Context& ctx);
void delete_task_variable(Context& ctx);
void modify_task_variables(Context& ctx);
void get_task_local_variables(Context& ctx);
void get_task_local_variable(Context& ctx);
void get_task_local_variable_binary(Context& ctx);
void put_task_local_variable(Context& ctx);
void set_binary_task_local_variable(Context& ctx);
void delete_task_local_variable(Context& ctx);
void modify_task_local_variables(Context& ctx);

}  // namespace procos::rest
