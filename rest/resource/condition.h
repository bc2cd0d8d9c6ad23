// /condition.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void evaluate_condition(Context& ctx);

}  // namespace procos::rest
