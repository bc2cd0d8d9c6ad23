// /user.
#pragma once

#include "rest/json_body.h"
#include "rest/router.h"
#include "state/rows.h"

namespace procos::rest {

/// The properties of a profile; those that are missing are empty.
RestResult<state::UserRow> user_of_profile(const JsonObject& profile);

void get_users(Context& ctx);
void get_users_count(Context& ctx);
void get_user_profile(Context& ctx);
void create_user(Context& ctx);
void delete_user(Context& ctx);
void unlock_user(Context& ctx);
void update_profile(Context& ctx);
void update_credentials(Context& ctx);

}  // namespace procos::rest
