#include "rest/resource/history_decision_batches.h"

#include "rest/resource/batch.h"
#include "rest/resource/history_batch.h"
#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

RestResult<command::HistorySelection> decision_selection(const JsonObject& body) {
  command::HistorySelection selection;
  PROCOS_ASSIGN(selection.ids, body.strings("historicDecisionInstanceIds"));
  PROCOS_ASSIGN(selection.query,
                query_in(body, "historicDecisionInstanceQuery", kHistoryDecisionInstanceQuery));
  return selection;
}

RestStatus delete_decisions(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(const auto selection, decision_selection(body));
  PROCOS_ASSIGN(const auto reason, body.string("deleteReason"));
  run_batch_command(
      ctx,
      [selection, reason = reason.value_or("")](command::Context& context) {
        return command::delete_decision_history_async(context, selection, reason);
      },
      {kBatchRequest400, nullptr, {}});
  return {};
}

RestStatus decision_removal_time(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(const auto selection, decision_selection(body));
  PROCOS_ASSIGN(const command::RemovalTime how, removal_time_of(body));
  run_batch_command(ctx, [selection, how](command::Context& context) {
    return command::set_decision_removal_time_async(context, selection, how);
  });
  return {};
}

}  // namespace

void delete_historic_decision_instances_async(Context& ctx) { with_body(ctx, delete_decisions); }
void set_removal_time_async_historic_decision_instance(Context& ctx) {
  with_body(ctx, decision_removal_time);
}

}  // namespace procos::rest
