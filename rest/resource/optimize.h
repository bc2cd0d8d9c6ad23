// The reads that Camunda Optimize imports history with: what has happened after a time, oldest
// first.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void optimize_completed_activities(Context& ctx);
void optimize_running_activities(Context& ctx);
void optimize_completed_tasks(Context& ctx);
void optimize_running_tasks(Context& ctx);
void optimize_completed_instances(Context& ctx);
void optimize_running_instances(Context& ctx);
void optimize_completed_incidents(Context& ctx);
void optimize_open_incidents(Context& ctx);
void optimize_identity_links(Context& ctx);
/// Of what users do: what suspends and activates.
void optimize_user_operations(Context& ctx);
void optimize_decisions(Context& ctx);
void optimize_variable_updates(Context& ctx);

}  // namespace procos::rest
