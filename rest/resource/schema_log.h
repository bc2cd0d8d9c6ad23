// /schema/log
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_schema_log(Context& ctx);
void query_schema_log(Context& ctx);

}  // namespace procos::rest
