#include "rest/resource/history_task.h"

#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using HiTask = state::HiTaskRow;

}  // namespace

void get_historic_task_instances(Context& ctx) {
  get_list<HiTask>(ctx, kHistoryTaskQuery);
}
void get_historic_task_instances_count(Context& ctx) {
  get_count<HiTask>(ctx, kHistoryTaskQuery);
}
void query_historic_task_instances(Context& ctx) {
  post_list<HiTask>(ctx, kHistoryTaskQuery);
}
void query_historic_task_instances_count(Context& ctx) {
  post_count<HiTask>(ctx, kHistoryTaskQuery);
}

}  // namespace procos::rest
