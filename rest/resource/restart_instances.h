// Restart of ended process instances of a definition.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void restart_process_instances(Context& ctx);
void restart_process_instances_async(Context& ctx);

}  // namespace procos::rest
