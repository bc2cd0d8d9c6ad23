// /process-definition/.../statistics.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_activity_statistics(Context& ctx);
void get_process_definition_statistics(Context& ctx);

}  // namespace procos::rest
