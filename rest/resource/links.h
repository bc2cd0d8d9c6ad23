// OPTIONS: what can be done with a resource, as links.
#pragma once

#include "rest/router.h"

namespace procos::rest {

/// Answers with the links of the route's path (a table in links.cpp).
void get_links(Context& ctx);

}  // namespace procos::rest
