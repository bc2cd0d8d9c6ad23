// /telemetry: off for ever, nothing is sent to anybody.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_telemetry_configuration(Context& ctx);
void configure_telemetry(Context& ctx);
void get_telemetry_data(Context& ctx);

}  // namespace procos::rest
