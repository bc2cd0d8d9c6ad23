#include "rest/resource/history_variable_instance.h"

#include "command/operation_log.h"
#include "rest/resource/stored_value.h"

namespace procos::rest {
namespace {

using HiVariable = state::HiVariableRow;

constexpr StoredValue kHiVariableValue{"variableId", "Historic variable instance"};

/// Deletes the variable and its updates; a running one stays as it is.
Status remove_variable(command::Context& context, const std::string& id) {
  const HiVariable* row = context.session.get<HiVariable>(id);
  if (row == nullptr) {
    return fail(ErrorKind::kNotFound,
                "No historic variable instance found with id: " + id + ": variable is null");
  }
  command::Operation(context, "DeleteHistory", "Variable", command::kOperator)
      .in(*row)
      .write({{"name", {}, row->name}});
  context.session.erase<HiVariable>(id);
  store::Query query;
  query.filters.push_back({"variableInstanceId", {id}});
  PROCOS_ASSIGN(auto updates, store::list<state::HiDetailRow>(context.store.writer(), query));
  for (auto& update : updates) context.session.erase_row(std::move(update));
  return {};
}

}  // namespace

void get_historic_variable_instances(Context& ctx) {
  get_stored_values<HiVariable>(ctx, kHistoryVariableInstanceQuery);
}
void get_historic_variable_instances_count(Context& ctx) {
  get_count<HiVariable>(ctx, kHistoryVariableInstanceQuery);
}
void query_historic_variable_instances(Context& ctx) {
  query_stored_values<HiVariable>(ctx, kHistoryVariableInstanceQuery);
}
void query_historic_variable_instances_count(Context& ctx) {
  post_count<HiVariable>(ctx, kHistoryVariableInstanceQuery);
}
void get_historic_variable_instance(Context& ctx) {
  ctx.reply(stored_value_json<HiVariable>(ctx, kHiVariableValue));
}
void get_historic_variable_instance_binary(Context& ctx) {
  ctx.reply(stored_value_data<HiVariable>(ctx, kHiVariableValue));
}

void delete_historic_variable_instance(Context& ctx) {
  run_command(
      ctx,
      [id = ctx.param("id")](command::Context& context) { return remove_variable(context, id); },
      {kNotFound404, nullptr, {}});
}

}  // namespace procos::rest
