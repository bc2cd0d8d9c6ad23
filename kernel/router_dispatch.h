// The router of /engine-rest as a Dispatch, for callers in this process.
#pragma once

#include "kernel/gateway.h"

namespace procos::rest {
class Router;
}

namespace procos::kernel {

/// `router` must outlive the result and every request under way.
Dispatch dispatch_to(const rest::Router& router);

}  // namespace procos::kernel
