// /history/user-operation.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void query_user_operation_entries(Context& ctx);
void query_user_operation_count(Context& ctx);
void set_annotation_user_operation_log(Context& ctx);
void clear_annotation_user_operation_log(Context& ctx);

}  // namespace procos::rest
