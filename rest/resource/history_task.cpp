#include "rest/resource/history_task.h"

#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using HiTask = state::HiTaskRow;

RestStatus check_or_queries(const store::Query& query) {
  for (const store::Query& any : query.any_of) {
    for (const auto& filter : any.filters) {
      if (filter.name == "withCandidateGroups" || filter.name == "withoutCandidateGroups") {
        return std::unexpected(
            RestError{500, "ProcessEngineException",
                      "Invalid query usage: cannot set " + filter.name + "() within 'or' query", 0,
                      {}});
      }
    }
  }
  return {};
}

}  // namespace

void get_historic_task_instances(Context& ctx) {
  get_list<HiTask>(ctx, kHistoryTaskQuery, check_or_queries);
}
void get_historic_task_instances_count(Context& ctx) {
  get_count<HiTask>(ctx, kHistoryTaskQuery, check_or_queries);
}
void query_historic_task_instances(Context& ctx) {
  post_list<HiTask>(ctx, kHistoryTaskQuery, check_or_queries);
}
void query_historic_task_instances_count(Context& ctx) {
  post_count<HiTask>(ctx, kHistoryTaskQuery, check_or_queries);
}

}  // namespace procos::rest
