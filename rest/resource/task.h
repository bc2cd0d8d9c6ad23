// /task: queries, and all that moves a user task.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_tasks(Context& ctx);
void get_tasks_count(Context& ctx);
void query_tasks(Context& ctx);
void query_tasks_count(Context& ctx);
void get_task(Context& ctx);
void complete(Context& ctx);
void submit(Context& ctx);
void resolve(Context& ctx);
void handle_bpmn_error(Context& ctx);
void handle_escalation(Context& ctx);
void claim(Context& ctx);
void set_assignee(Context& ctx);
void delegate_task(Context& ctx);
void unclaim(Context& ctx);
void create_task(Context& ctx);
void update_task(Context& ctx);
void delete_task(Context& ctx);

}  // namespace procos::rest
