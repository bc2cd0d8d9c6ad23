// /task/{id}/comment and /process-instance/{id}/comment.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_comments(Context& ctx);
void get_comment(Context& ctx);
void create_comment(Context& ctx);
void update_task_comment(Context& ctx);
void delete_task_comments(Context& ctx);
void delete_task_comment(Context& ctx);

void get_process_instance_comments(Context& ctx);
void update_process_instance_comment(Context& ctx);
void delete_process_instance_comments(Context& ctx);
void delete_process_instance_comment(Context& ctx);

}  // namespace procos::rest
