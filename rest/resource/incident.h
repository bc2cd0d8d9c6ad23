// /incident.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_incidents(Context& ctx);
void get_incidents_count(Context& ctx);
void get_incident(Context& ctx);
void resolve_incident(Context& ctx);
void set_incident_annotation(Context& ctx);
void clear_incident_annotation(Context& ctx);

}  // namespace procos::rest
