// /identity.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_group_info(Context& ctx);
void verify_user(Context& ctx);
void get_password_policy(Context& ctx);
void check_password_policy(Context& ctx);

}  // namespace procos::rest
