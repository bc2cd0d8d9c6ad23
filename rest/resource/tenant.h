// /tenant.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_tenants(Context& ctx);
void get_tenants_count(Context& ctx);
void get_tenant(Context& ctx);
void create_tenant(Context& ctx);
void update_tenant(Context& ctx);
void delete_tenant(Context& ctx);
void create_tenant_user(Context& ctx);
void delete_tenant_user(Context& ctx);
void create_tenant_group(Context& ctx);
void delete_tenant_group(Context& ctx);

}  // namespace procos::rest
