// /process-definition/.../static-called-process-definitions.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_static_called_process_definitions(Context& ctx);

}  // namespace procos::rest
