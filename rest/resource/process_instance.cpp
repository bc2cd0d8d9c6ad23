#include "rest/resource/process_instance.h"

#include "command/operation_log.h"
#include "rest/resource/instance_selection.h"
#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"
#include "rest/resource/variable_scope.h"

namespace procos::rest {

namespace {

using InstanceRow = store::ProcessInstanceRow;

constexpr ErrorRule kTreeErrors[] = {{ErrorKind::kNotFound, 404, kInvalidRequest, false}};

RestResult<Response> process_instance(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(const auto row, read_row<InstanceRow>(engine_of(ctx), "processInstanceId", id));
  if (!row) return invalid_request(404, "Process instance with id " + id + " does not exist");
  return dto_response(engine_of(ctx), *row);
}

Response tree_response(const command::ActivityTree& tree) {
  JsonWriter out;
  write_activity_tree(out, tree);
  return json_text(out);
}

RestStatus suspended(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(const bool suspend, body.boolean_or("suspended", false));
  command::Suspend request;
  request.value = ctx.param("id");
  request.suspend = suspend;
  run_command(ctx, [request = std::move(request)](command::Context& context) {
    return command::suspend_instance(context, request);
  });
  return {};
}

/// PUT /process-instance/suspended: by definition id or key; by lists of ids or queries it takes
/// them all.
struct SuspendGroup {
  std::optional<std::string> instance_id, definition_id, definition_key, tenant_id;
  bool suspend = false, without_tenant = false;
  InstanceSelection listed;
};

RestResult<SuspendGroup> suspend_group(const JsonObject& body) {
  SuspendGroup group;
  PROCOS_ASSIGN(group.suspend, body.boolean_or("suspended", false));
  PROCOS_ASSIGN(group.instance_id, body.string("processInstanceId"));
  PROCOS_ASSIGN(group.definition_id, body.string("processDefinitionId"));
  PROCOS_ASSIGN(group.definition_key, body.string("processDefinitionKey"));
  PROCOS_ASSIGN(group.tenant_id, body.string("processDefinitionTenantId"));
  PROCOS_ASSIGN(group.without_tenant, body.boolean_or("processDefinitionWithoutTenantId", false));
  PROCOS_ASSIGN(group.listed, instance_selection(body));
  return group;
}

/// All instances that the ids and queries name, suspended or activated one by one in one command.
Status suspend_listed(command::Context& context, const SuspendGroup& group) {
  PROCOS_ASSIGN(const std::vector<std::string> ids, group.listed.resolve(context));
  if (ids.empty()) {
    return fail(ErrorKind::kBadUserRequest, "No process instance ids given.");
  }
  for (const std::string& id : ids) {
    command::Suspend request;
    request.value = id;
    request.suspend = group.suspend;
    PROCOS_TRY(command::suspend_instance(context, request));
  }
  command::log_suspension_of_many(context, ids.size(), group.suspend, false);
  return {};
}

RestStatus check_group(const SuspendGroup& group) {
  if (group.instance_id) {
    return invalid_request(400,
                           "Either processDefinitionId or processDefinitionKey can be set to "
                           "update the suspension state.");
  }
  if (group.listed.given() && (group.definition_id || group.definition_key)) {
    return invalid_request(400,
                           "Choose either a single processInstance with processDefinitionId or "
                           "processDefinitionKey or a group of processInstances with "
                           "processInstanceIds, processInstanceQuery or "
                           "historicProcessInstanceQuery.");
  }
  if (group.definition_id && group.definition_key) {
    return invalid_request(400,
                           "Only one of processInstanceId, processDefinitionId or "
                           "processDefinitionKey should be set to update the suspension state.");
  }
  return {};
}

RestStatus group_suspended(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(SuspendGroup group, suspend_group(body));
  PROCOS_TRY(check_group(group));
  const bool listed = group.listed.given();
  if (!group.definition_id && !group.definition_key && !listed) {
    return invalid_request(400,
                           "Either processInstanceId, processDefinitionId or processDefinitionKey "
                           "should be set to update the suspension state.");
  }
  if (listed) {
    run_command(ctx, [group = std::move(group)](command::Context& context) {
      return suspend_listed(context, group);
    });
    return {};
  }
  command::Suspend request;
  request.by = group.definition_id ? command::SuspendBy::kDefinitionId
                                   : command::SuspendBy::kDefinitionKey;
  request.value = group.definition_id ? *group.definition_id : *group.definition_key;
  request.tenant_id = group.tenant_id.value_or("");
  request.without_tenant = group.without_tenant;
  request.suspend = group.suspend;
  run_command(ctx, [request = std::move(request)](command::Context& context) {
    return command::suspend_instance(context, request);
  });
  return {};
}

}  // namespace

void get_process_instances(Context& ctx) { get_list<InstanceRow>(ctx, kProcessInstanceQuery); }
void get_process_instances_count(Context& ctx) {
  get_count<InstanceRow>(ctx, kProcessInstanceQuery);
}
void query_process_instances(Context& ctx) { post_list<InstanceRow>(ctx, kProcessInstanceQuery); }
void query_process_instances_count(Context& ctx) {
  post_count<InstanceRow>(ctx, kProcessInstanceQuery);
}
void get_process_instance(Context& ctx) { ctx.reply(process_instance(ctx)); }

void delete_process_instance(Context& ctx) {
  command::DeleteInstance request;
  request.id = ctx.param("id");
  request.skip_custom_listeners = ctx.query().flag("skipCustomListeners", false);
  request.skip_io_mappings = ctx.query().flag("skipIoMappings", false);
  request.skip_subprocesses = ctx.query().flag("skipSubprocesses", false);
  request.fail_if_not_exists = ctx.query().flag("failIfNotExists", true);
  run_command(
      ctx,
      [request = std::move(request)](command::Context& context) {
        return command::delete_instance(context, request);
      },
      {kNotFound404, nullptr, {}});
}

void get_activity_instance_tree(Context& ctx) {
  run_command<command::ActivityTree>(
      ctx,
      [id = ctx.param("id")](command::Context& context) {
        return command::activity_tree(context, id);
      },
      tree_response, {kTreeErrors, &kAllInvalid500NoCode, {}});
}

void update_suspension_state_by_id(Context& ctx) { with_body(ctx, suspended); }
void update_suspension_state(Context& ctx) { with_body(ctx, group_suspended); }

void get_process_instance_variables(Context& ctx) { get_variables(ctx, kProcessInstanceScope); }
void get_process_instance_variable(Context& ctx) { get_variable(ctx, kProcessInstanceScope); }
void get_process_instance_variable_binary(Context& ctx) {
  get_variable_binary(ctx, kProcessInstanceScope);
}
void set_process_instance_variable(Context& ctx) { put_variable(ctx, kProcessInstanceScope); }
void set_process_instance_variable_binary(Context& ctx) {
  post_variable_binary(ctx, kProcessInstanceScope);
}
void delete_process_instance_variable(Context& ctx) { delete_variable(ctx, kProcessInstanceScope); }
void modify_process_instance_variables(Context& ctx) {
  modify_variables(ctx, kProcessInstanceScope);
}

}  // namespace procos::rest
