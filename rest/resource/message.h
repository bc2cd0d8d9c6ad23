// /message: correlation.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void deliver_message(Context& ctx);

}  // namespace procos::rest
