// DELETE of process definitions, one version or all of a key.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void delete_process_definition(Context& ctx);
void delete_all_process_definitions(Context& ctx);

}  // namespace procos::rest
