// /authorization.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_authorizations(Context& ctx);
void get_authorizations_count(Context& ctx);
void get_authorization(Context& ctx);
void check_authorization(Context& ctx);
void create_authorization(Context& ctx);
void update_authorization(Context& ctx);
void delete_authorization(Context& ctx);

}  // namespace procos::rest
