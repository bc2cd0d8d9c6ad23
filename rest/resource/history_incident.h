// /history/incident.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_historic_incidents(Context& ctx);
void get_historic_incidents_count(Context& ctx);

}  // namespace procos::rest
