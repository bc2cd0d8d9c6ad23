// /history/detail.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_historic_details(Context& ctx);
void get_historic_details_count(Context& ctx);
void query_historic_details(Context& ctx);
void historic_detail(Context& ctx);
void historic_detail_binary(Context& ctx);

}  // namespace procos::rest
