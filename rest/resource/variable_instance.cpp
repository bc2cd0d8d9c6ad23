#include "rest/resource/variable_instance.h"

#include "rest/resource/stored_value.h"

namespace procos::rest {
namespace {

using VariableRow = state::VariableRow;

constexpr StoredValue kVariableValue{"variableId", "Variable instance"};

}  // namespace

void get_variable_instances(Context& ctx) {
  get_stored_values<VariableRow>(ctx, kVariableInstanceQuery);
}
void get_variable_instances_count(Context& ctx) {
  get_count<VariableRow>(ctx, kVariableInstanceQuery);
}
void query_variable_instances(Context& ctx) {
  query_stored_values<VariableRow>(ctx, kVariableInstanceQuery);
}
void query_variable_instances_count(Context& ctx) {
  post_count<VariableRow>(ctx, kVariableInstanceQuery);
}
void get_variable_instance(Context& ctx) {
  ctx.reply(stored_value_json<VariableRow>(ctx, kVariableValue));
}
void get_variable_instance_binary(Context& ctx) {
  ctx.reply(stored_value_data<VariableRow>(ctx, kVariableValue));
}

}  // namespace procos::rest
