// Modification of one running process instance, or of many with the same instructions.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void modify_process_instance(Context& ctx);
void modify_process_instance_async_operation(Context& ctx);
void execute_modification(Context& ctx);
void execute_modification_async(Context& ctx);

}  // namespace procos::rest
