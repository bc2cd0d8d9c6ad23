// /event-subscription.
#pragma once

#include "rest/router.h"

namespace procos::rest {

void get_event_subscriptions(Context& ctx);
void get_event_subscriptions_count(Context& ctx);

}  // namespace procos::rest
