#include "rest/resource/variable_instance.h"

#include "rest/resource/stored_value.h"

namespace procos::rest {
namespace {

using Row = state::VariableRow;

constexpr StoredValue kValue{"variableId", "Variable instance"};

}  // namespace

void get_variable_instances(Context& ctx) {
  get_stored_values<Row>(ctx, kVariableInstanceQuery);
}
void get_variable_instances_count(Context& ctx) {
  get_count<Row>(ctx, kVariableInstanceQuery);
}
void query_variable_instances(Context& ctx) {
  query_stored_values<Row>(ctx, kVariableInstanceQuery);
}
void query_variable_instances_count(Context& ctx) {
  post_count<Row>(ctx, kVariableInstanceQuery);
}
void get_variable_instance(Context& ctx) { ctx.reply(stored_value_json<Row>(ctx, kValue)); }
void get_variable_instance_binary(Context& ctx) { ctx.reply(stored_value_data<Row>(ctx, kValue)); }

}  // namespace procos::rest
