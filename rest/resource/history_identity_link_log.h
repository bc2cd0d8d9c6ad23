// /history/identity-link-log.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_historic_identity_links(Context& ctx);
void get_historic_identity_links_count(Context& ctx);

}  // namespace procos::rest
