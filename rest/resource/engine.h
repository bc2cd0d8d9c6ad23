// /engine and /version: what this server says of itself.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_engine_names(Context& ctx);
void get_version(Context& ctx);

}  // namespace procos::rest
