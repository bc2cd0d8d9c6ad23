#include "rest/resource/history_identity_link_log.h"

#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {

void get_historic_identity_links(Context& ctx) {
  get_list<state::HiIdentityLinkRow>(ctx, kHistoryIdentityLinkLogQuery);
}
void get_historic_identity_links_count(Context& ctx) {
  get_count<state::HiIdentityLinkRow>(ctx, kHistoryIdentityLinkLogQuery);
}

}  // namespace procos::rest
