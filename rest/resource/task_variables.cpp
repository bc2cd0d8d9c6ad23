#include "rest/resource/task_variables.h"

#include "rest/resource/variable_scope.h"

namespace procos::rest {

void get_task_variables(Context& ctx) { get_variables(ctx, kTaskScope); }
void get_task_variable(Context& ctx) { get_variable(ctx, kTaskScope); }
void get_task_variable_binary(Context& ctx) { get_variable_binary(ctx, kTaskScope); }
void put_task_variable(Context& ctx) { put_variable(ctx, kTaskScope); }
void set_binary_task_variable(Context& ctx) { post_variable_binary(ctx, kTaskScope); }
void delete_task_variable(Context& ctx) { delete_variable(ctx, kTaskScope); }
void modify_task_variables(Context& ctx) { modify_variables(ctx, kTaskScope); }

void get_task_local_variables(Context& ctx) { get_variables(ctx, kTaskLocalScope); }
void get_task_local_variable(Context& ctx) { get_variable(ctx, kTaskLocalScope); }
void get_task_local_variable_binary(Context& ctx) { get_variable_binary(ctx, kTaskLocalScope); }
void put_task_local_variable(Context& ctx) { put_variable(ctx, kTaskLocalScope); }
void set_binary_task_local_variable(Context& ctx) { post_variable_binary(ctx, kTaskLocalScope); }
void delete_task_local_variable(Context& ctx) { delete_variable(ctx, kTaskLocalScope); }
void modify_task_local_variables(Context& ctx) { modify_variables(ctx, kTaskLocalScope); }

}  // namespace procos::rest
