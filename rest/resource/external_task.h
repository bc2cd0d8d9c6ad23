// /external-task, but for fetchAndLock.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_external_tasks(Context& ctx);
void get_external_tasks_count(Context& ctx);
void query_external_tasks(Context& ctx);
void query_external_tasks_count(Context& ctx);
void get_external_task(Context& ctx);
void get_external_task_error_details(Context& ctx);
void get_topic_names(Context& ctx);
void complete_external_task_resource(Context& ctx);
void handle_failure(Context& ctx);
void handle_external_task_bpmn_error(Context& ctx);
void lock(Context& ctx);
void extend_lock(Context& ctx);
void unlock(Context& ctx);
void set_external_task_resource_retries(Context& ctx);
void set_external_task_resource_priority(Context& ctx);
void set_external_task_retries(Context& ctx);
void set_external_task_retries_async_operation(Context& ctx);

}  // namespace procos::rest
