// /group.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_groups(Context& ctx);
void get_groups_count(Context& ctx);
void query_groups(Context& ctx);
void query_groups_count(Context& ctx);
void get_group(Context& ctx);
void create_group(Context& ctx);
void update_group(Context& ctx);
void delete_group(Context& ctx);
void create_group_member(Context& ctx);
void delete_group_member(Context& ctx);

}  // namespace procos::rest
