#include "rest/resource/history_process_instance.h"

#include "command/operation_log.h"
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

Status remove_instance(command::Context& context, const std::string& id, bool fail_if_not_exists) {
  const HiInstance* row = context.session.get<HiInstance>(id);
  if (row == nullptr) {
    if (!fail_if_not_exists) return {};
    return fail(ErrorKind::kNotFound,
                "Historic process instance with id " + id + " does not exist");
  }
  if (!row->end_time) {
    return fail(
        ErrorKind::kProcessEngine,
        "Process instance is still running, cannot delete historic process instance: " + id);
  }
  context.session.erase_history(id);
  command::Operation(context, "DeleteHistory", "ProcessInstance", command::kOperator)
      .write(command::many_instances(1, false));
  return {};
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

void delete_historic_process_instance(Context& ctx) {
  const bool fail_if_not_exists = ctx.query().flag("failIfNotExists", true);
  run_command(
      ctx,
      [id = ctx.param("id"), fail_if_not_exists](command::Context& context) {
        return remove_instance(context, id, fail_if_not_exists);
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
