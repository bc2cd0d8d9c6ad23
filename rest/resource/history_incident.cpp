#include "rest/resource/history_incident.h"

#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {

void get_historic_incidents(Context& ctx) {
  get_list<state::HiIncidentRow>(ctx, kHistoryIncidentQuery);
}
void get_historic_incidents_count(Context& ctx) {
  get_count<state::HiIncidentRow>(ctx, kHistoryIncidentQuery);
}

}  // namespace procos::rest
