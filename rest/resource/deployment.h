// /deployment: what was deployed, and deploying.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_deployments(Context& ctx);
void get_deployments_count(Context& ctx);
void get_deployment(Context& ctx);
void get_registered_deployments(Context& ctx);
void get_deployment_resources(Context& ctx);
void get_deployment_resource(Context& ctx);
void get_deployment_resource_data(Context& ctx);
void create_deployment(Context& ctx);
void redeploy(Context& ctx);
void delete_deployment(Context& ctx);

}  // namespace procos::rest
