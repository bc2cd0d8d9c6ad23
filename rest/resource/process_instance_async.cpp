#include "rest/resource/process_instance_async.h"

#include "command/batch/requests.h"
#include "rest/resource/batch.h"
#include "rest/resource/instance_selection.h"
#include "rest/resource/job_retries.h"
#include "rest/resource/variables.h"

namespace procos::rest {
namespace {

/// Each of two operations on the same things looks at one kind of query only.
enum class Queries { kRunning, kHistoric };

void keep(Queries queries, InstanceSelection& selection) {
  if (queries == Queries::kRunning) selection.historic_instances.reset();
  if (queries == Queries::kHistoric) selection.instances.reset();
}

RestStatus delete_many(Context& ctx, const JsonObject& body, Queries queries) {
  PROCOS_ASSIGN(InstanceSelection selection, instance_selection(body));
  keep(queries, selection);
  command::DeleteInstance how;
  PROCOS_ASSIGN(auto reason, body.string("deleteReason"));
  how.reason = std::move(reason).value_or("");
  PROCOS_ASSIGN(how.skip_custom_listeners, body.boolean_or("skipCustomListeners", false));
  PROCOS_ASSIGN(how.skip_subprocesses, body.boolean_or("skipSubprocesses", false));
  PROCOS_ASSIGN(how.skip_io_mappings, body.boolean_or("skipIoMappings", false));
  run_batch_command(
      ctx,
      [selection = std::move(selection), how](command::Context& context) {
        return command::delete_instances_async(context, selection, how);
      },
      {kBatchRequest400, nullptr, {}});
  return {};
}

RestStatus job_retries_of_instances(Context& ctx, const JsonObject& body, Queries queries) {
  PROCOS_ASSIGN(InstanceSelection selection, instance_selection(body, "processInstances"));
  keep(queries, selection);
  PROCOS_ASSIGN(const command::JobRetries how, job_retries_of(body));
  run_batch_command(
      ctx,
      [selection = std::move(selection), how](command::Context& context) {
        return command::set_job_retries_async(context, selection, how);
      },
      {kBatchRequest400, nullptr, {}});
  return {};
}

constexpr ErrorRule kNoInstances400[] = {{ErrorKind::kNullValue, 400, kInvalidRequest, false}};

/// Typed variables under "variables"; nothing when there are none at all.
RestResult<std::optional<command::Variables>> batch_variables_of(const JsonObject& body) {
  PROCOS_TRY(check_variable_maps(body, {"variables"}));
  if (body.get("variables") == nullptr) return std::nullopt;
  PROCOS_ASSIGN(auto variables, variables_of(body, "variables", "Cannot set variables: "));
  return variables;
}

RestStatus correlate_many(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(InstanceSelection selection, instance_selection(body));
  PROCOS_ASSIGN(auto name, body.string("messageName"));
  PROCOS_ASSIGN(auto variables, batch_variables_of(body));
  run_batch_command(
      ctx,
      [selection = std::move(selection), name = name.value_or(""),
       variables = variables.value_or(command::Variables())](command::Context& context) {
        return command::correlate_message_async(context, selection, name, variables);
      },
      {kNoInstances400, nullptr, {}});
  return {};
}

RestStatus set_variables_of_many(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(InstanceSelection selection, instance_selection(body));
  PROCOS_ASSIGN(auto variables, batch_variables_of(body));
  if (!variables) return invalid_request(400, "variables is null");
  run_batch_command(
      ctx,
      [selection = std::move(selection), variables = *variables](command::Context& context) {
        return command::set_variables_async(context, selection, variables);
      },
      {kNoInstances400, nullptr, {}});
  return {};
}

RestStatus suspend_many(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(InstanceSelection selection, instance_selection(body));
  PROCOS_ASSIGN(const bool suspend, body.boolean_or("suspended", false));
  if (!selection.given()) {
    return invalid_request(400,
                           "Either processInstanceIds, processInstanceQuery or "
                           "historicProcessInstanceQuery should be set to update the suspension "
                           "state.");
  }
  run_batch_command(
      ctx,
      [selection = std::move(selection), suspend](command::Context& context) {
        return command::suspend_instances_async(context, selection, suspend);
      },
      {kBatchRequest400, nullptr, {}});
  return {};
}

}  // namespace

void delete_process_instances_async_operation(Context& ctx) {
  with_body(ctx, [](Context& context, const JsonObject& body) {
    return delete_many(context, body, Queries::kRunning);
  });
}
void delete_async_historic_query_based(Context& ctx) {
  with_body(ctx, [](Context& context, const JsonObject& body) {
    return delete_many(context, body, Queries::kHistoric);
  });
}
void set_retries_by_process(Context& ctx) {
  with_body(ctx, [](Context& context, const JsonObject& body) {
    return job_retries_of_instances(context, body, Queries::kRunning);
  });
}
void set_retries_by_process_historic_query_based(Context& ctx) {
  with_body(ctx, [](Context& context, const JsonObject& body) {
    return job_retries_of_instances(context, body, Queries::kHistoric);
  });
}
void correlate_message_async_operation(Context& ctx) { with_body(ctx, correlate_many); }
void update_suspension_state_async_operation(Context& ctx) { with_body(ctx, suspend_many); }
void set_variables_async_operation(Context& ctx) { with_body(ctx, set_variables_of_many); }

}  // namespace procos::rest
