// /signal.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void throw_signal(Context& ctx);

}  // namespace procos::rest
