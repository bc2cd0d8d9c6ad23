#include "rest/resource/history_process_instance.h"

#include "command/operation_log.h"
#include "rest/resource/batch.h"
#include "rest/resource/history_batch.h"
#include "rest/resource/instance_selection.h"
#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using HiInstance = state::HiProcessInstanceRow;

constexpr ErrorRule kAllInvalid404{ErrorKind::kProcessEngine, 404, kInvalidRequest};

RestResult<Response> one_instance(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(const auto row, read_row<HiInstance>(engine_of(ctx), "processInstanceId", id));
  if (!row) {
    return invalid_request(404, "Historic process instance with id " + id + " does not exist");
  }
  return dto_response(engine_of(ctx), *row);
}

template <class Entity>
Status erase_of_instance(command::Context& context, const std::string& id) {
  store::Query query;
  query.filters.push_back({"processInstanceId", {id}});
  PROCOS_ASSIGN(auto rows, store::list<Entity>(context.store.writer(), query));
  for (Entity& row : rows) context.session.erase_row(std::move(row));
  return {};
}

Status remove_variables(command::Context& context, const std::string& id) {
  const HiInstance* row = context.session.get<HiInstance>(id);
  if (row == nullptr) {
    return fail(ErrorKind::kNotFound,
                "No historic process instance found with id: " + id + ": instance is null");
  }
  command::Operation(context, "DeleteHistory", "Variable", command::kOperator).in(*row).write();
  PROCOS_TRY(erase_of_instance<state::HiVariableRow>(context, id));
  return erase_of_instance<state::HiDetailRow>(context, id);
}

RestResult<command::HistorySelection> history_selection(const JsonObject& body) {
  command::HistorySelection selection;
  PROCOS_ASSIGN(selection.ids, body.strings("historicProcessInstanceIds"));
  PROCOS_ASSIGN(selection.query,
                query_in(body, "historicProcessInstanceQuery", kHistoryProcessInstanceQuery));
  return selection;
}

RestStatus remove_many(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(const auto selection, history_selection(body));
  PROCOS_ASSIGN(const auto reason, body.string("deleteReason"));
  PROCOS_TRY(body.boolean("failIfNotExists"));
  run_batch_command(
      ctx,
      [selection, reason = reason.value_or("")](command::Context& context) {
        return command::delete_history_async(context, selection, reason);
      },
      {kBatchRequest400, nullptr, {}});
  return {};
}

RestStatus removal_time_of_many(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(const auto selection, history_selection(body));
  PROCOS_ASSIGN(const command::RemovalTime how, removal_time_of(body));
  run_batch_command(ctx, [selection, how](command::Context& context) {
    return command::set_process_removal_time_async(context, selection, how);
  });
  return {};
}

}  // namespace

void get_historic_process_instances(Context& ctx) {
  get_list<HiInstance>(ctx, kHistoryProcessInstanceQuery);
}
void get_historic_process_instances_count(Context& ctx) {
  get_count<HiInstance>(ctx, kHistoryProcessInstanceQuery);
}
void query_historic_process_instances(Context& ctx) {
  post_list<HiInstance>(ctx, kHistoryProcessInstanceQuery);
}
void query_historic_process_instances_count(Context& ctx) {
  post_count<HiInstance>(ctx, kHistoryProcessInstanceQuery);
}
void get_historic_process_instance(Context& ctx) { ctx.reply(one_instance(ctx)); }

void delete_historic_process_instances_async(Context& ctx) { with_body(ctx, remove_many); }
void set_removal_time_async(Context& ctx) { with_body(ctx, removal_time_of_many); }

void delete_historic_process_instance(Context& ctx) {
  const bool fail_if_not_exists = ctx.query().flag("failIfNotExists", true);
  run_command(
      ctx,
      [id = ctx.param("id"), fail_if_not_exists](command::Context& context) {
        return command::delete_instance_history(context, id, fail_if_not_exists);
      },
      {{}, &kAllInvalid404, {}});
}

void delete_historic_variable_instances_of_historic_process_instance(Context& ctx) {
  run_command(
      ctx,
      [id = ctx.param("id")](command::Context& context) { return remove_variables(context, id); },
      {kNotFound404NoCode, nullptr, {}});
}

}  // namespace procos::rest
