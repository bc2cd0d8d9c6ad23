// /filter: stored task queries and their execution.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_filter_list(Context& ctx);
void get_filter_count(Context& ctx);
void get_single_filter(Context& ctx);
void create_filter(Context& ctx);
void update_filter(Context& ctx);
void delete_filter(Context& ctx);
void filter_resource_options(Context& ctx);
void filter_resource_options_single(Context& ctx);

}  // namespace procos::rest
