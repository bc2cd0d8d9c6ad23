#include "rest/resource/event_subscription.h"

#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {

void get_event_subscriptions(Context& ctx) {
  get_list<state::EventSubscriptionRow>(ctx, kEventSubscriptionQuery);
}
void get_event_subscriptions_count(Context& ctx) {
  get_count<state::EventSubscriptionRow>(ctx, kEventSubscriptionQuery);
}

}  // namespace procos::rest
