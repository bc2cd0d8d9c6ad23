#include "rest/resource/external_task.h"

#include <algorithm>

#include "command/batch/requests.h"
#include "rest/resource/batch.h"
#include "rest/resource/instance_selection.h"
#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"
#include "rest/resource/variables.h"

namespace procos::rest {
namespace {

using state::ExternalTaskRow;

constexpr ErrorRule kVerbErrors[] = {
    {ErrorKind::kNotFound, 404, kRestException},
    {ErrorKind::kBadUserRequest, 400, kRestException},
    {ErrorKind::kSuspended, 400, kRestException},
};
constexpr ErrorRule kSetErrors[] = {{ErrorKind::kNotFound, 404, kRestException}};
constexpr ErrorRule kManyErrors[] = {
    {ErrorKind::kNotFound, 404, kInvalidRequest, false},
    {ErrorKind::kBadUserRequest, 400, kInvalidRequest, false},
};

std::string no_such_external_task(const std::string& id) {
  return "External task with id " + id + " does not exist";
}

ErrorRules external_task_errors(const Context& ctx, std::span<const ErrorRule> rules) {
  return {rules, nullptr, {}, no_such_external_task(ctx.param("id"))};
}

RestResult<Response> external_task(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(const auto row, read_row<ExternalTaskRow>(engine_of(ctx), "externalTaskId", id));
  if (!row) return rest_exception(404, no_such_external_task(id));
  return dto_response(engine_of(ctx), *row);
}

RestResult<Response> error_details(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(const auto row, read_row<ExternalTaskRow>(engine_of(ctx), "externalTaskId", id));
  if (!row) {
    return std::unexpected(to_rest_error(
        {ErrorKind::kNullValue, "No external task found with id " + id + ": externalTask is null",
         0, {}}));
  }
  if (row->error_details.empty()) return no_content();
  return text_response(row->error_details);
}

RestResult<Response> topic_names(Context& ctx) {
  store::Query query;
  const auto add = [&](const char* param, const char* filter) {
    if (ctx.query().flag(param, false)) query.filters.push_back({filter, {}});
  };
  add("withLockedTasks", "locked");
  add("withUnlockedTasks", "notLocked");
  add("withRetriesLeft", "withRetriesLeft");
  PROCOS_ASSIGN(const auto rows, read_rows<ExternalTaskRow>(engine_of(ctx), std::move(query)));
  std::vector<std::string> names;
  for (const auto& row : rows) names.push_back(row.topic);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  JsonWriter out;
  out.begin_array();
  for (const std::string& name : names) out.string(name);
  out.end_array();
  return json_text(out);
}

// ---- verbs of a worker ----

RestResult<std::string> worker_of(const JsonObject& body) {
  PROCOS_ASSIGN(auto worker, body.string("workerId"));
  return std::move(worker).value_or("");
}

RestStatus completed(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(auto worker, worker_of(body));
  PROCOS_ASSIGN(auto variables, variables_of(body, "variables"));
  PROCOS_ASSIGN(auto local, variables_of(body, "localVariables"));
  run_command(
      ctx,
      [id = ctx.param("id"), worker = std::move(worker), variables = std::move(variables),
       local = std::move(local)](command::Context& context) {
        return command::complete_external_task(context, id, worker, variables, local);
      },
      external_task_errors(ctx, kVerbErrors));
  return {};
}

RestStatus failed(Context& ctx, const JsonObject& body) {
  command::ExternalTaskFailure failure;
  PROCOS_ASSIGN(failure.worker_id, worker_of(body));
  PROCOS_ASSIGN(auto message, body.string("errorMessage"));
  PROCOS_ASSIGN(auto details, body.string("errorDetails"));
  PROCOS_ASSIGN(const auto retries, body.integer("retries"));
  PROCOS_ASSIGN(const auto retry_timeout, body.long_integer("retryTimeout"));
  PROCOS_ASSIGN(failure.variables, variables_of(body, "variables"));
  PROCOS_ASSIGN(failure.local_variables, variables_of(body, "localVariables"));
  failure.id = ctx.param("id");
  failure.error_message = std::move(message).value_or("");
  failure.error_details = std::move(details).value_or("");
  failure.retries = retries.value_or(0);
  failure.retry_timeout_ms = retry_timeout.value_or(0);
  run_command(
      ctx,
      [failure = std::move(failure)](command::Context& context) {
        return command::fail_external_task(context, failure);
      },
      external_task_errors(ctx, kVerbErrors));
  return {};
}

RestStatus external_bpmn_error(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(auto worker, worker_of(body));
  PROCOS_ASSIGN(auto code, body.string("errorCode"));
  PROCOS_ASSIGN(auto message, body.string("errorMessage"));
  PROCOS_ASSIGN(auto variables, variables_of(body, "variables"));
  run_command(
      ctx,
      [id = ctx.param("id"), worker = std::move(worker), code = std::move(code).value_or(""),
       message = std::move(message).value_or(""),
       variables = std::move(variables)](command::Context& context) {
        return command::external_task_bpmn_error(context, id, worker, code, message, variables);
      },
      external_task_errors(ctx, kVerbErrors));
  return {};
}

using LockVerb = Status (*)(command::Context&, const std::string&, const std::string&,
                            std::int64_t);

RestStatus lock_for(Context& ctx, const JsonObject& body, const char* property, LockVerb verb) {
  PROCOS_ASSIGN(auto worker, worker_of(body));
  PROCOS_ASSIGN(const auto duration, body.long_integer(property));
  run_command(
      ctx,
      [id = ctx.param("id"), worker = std::move(worker), verb,
       duration = duration.value_or(0)](command::Context& context) {
        return verb(context, id, worker, duration);
      },
      external_task_errors(ctx, kVerbErrors));
  return {};
}

// ---- retries and priority ----

RestStatus set_retries_of_task(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(const auto retries, body.integer("retries"));
  if (!retries) return invalid_request(400, "The number of retries cannot be null.");
  run_command(
      ctx,
      [id = ctx.param("id"), retries = *retries](command::Context& context) {
        return command::set_one_external_task_retries(context, id, retries);
      },
      external_task_errors(ctx, kSetErrors));
  return {};
}

RestStatus set_priority_of_task(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(const auto priority, body.long_integer("priority"));
  if (!priority) return invalid_request(400, "The priority cannot be null.");
  run_command(
      ctx,
      [id = ctx.param("id"), priority = *priority](command::Context& context) {
        return command::set_external_task_priority(context, id, priority);
      },
      external_task_errors(ctx, kSetErrors));
  return {};
}

/// Which external tasks a set of ids and queries names.
using Selection = command::ExternalTaskSelection;

RestResult<Selection> selection_of(const JsonObject& body) {
  Selection selection;
  PROCOS_ASSIGN(selection.ids, body.strings("externalTaskIds"));
  PROCOS_ASSIGN(selection.tasks, query_in(body, "externalTaskQuery", kExternalTaskQuery));
  PROCOS_ASSIGN(selection.instances, instance_selection(body));
  return selection;
}

void append(std::vector<std::string>& to, const std::vector<std::string>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

Result<std::vector<std::string>> selected_ids(command::Context& context,
                                              const Selection& selection) {
  store::Connection& connection = context.store.writer();
  std::vector<std::string> ids = selection.ids.value_or(std::vector<std::string>());
  PROCOS_ASSIGN(const auto instances, selection.instances.resolve(context));
  if (selection.tasks) {
    PROCOS_ASSIGN(const auto more, store::list_ids<ExternalTaskRow>(connection, *selection.tasks));
    append(ids, more);
  }
  if (!instances.empty()) {
    store::Query query;
    store::Filter in{"processInstanceIdIn", {}};
    for (const std::string& id : instances) in.values.emplace_back(id);
    query.filters.push_back(std::move(in));
    PROCOS_ASSIGN(const auto more, store::list_ids<ExternalTaskRow>(connection, query));
    append(ids, more);
  }
  if (ids.empty()) return fail(ErrorKind::kBadUserRequest, "externalTaskIds is empty");
  if (std::find(ids.begin(), ids.end(), "") != ids.end()) {
    return fail(ErrorKind::kBadUserRequest,
                "External task id cannot be null: externalTaskIds contains null value");
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

RestStatus many_retries(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(auto selection, selection_of(body));
  PROCOS_ASSIGN(const auto retries, body.integer("retries"));
  if (!retries) return invalid_request(400, "The number of retries cannot be null.");
  run_command(
      ctx,
      [selection = std::move(selection), retries = *retries](command::Context& context) -> Status {
        PROCOS_ASSIGN(const auto ids, selected_ids(context, selection));
        return command::set_external_task_retries(context, ids, retries);
      },
      {kManyErrors, nullptr, {}});
  return {};
}

RestStatus many_retries_async(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(auto selection, selection_of(body));
  PROCOS_ASSIGN(const auto retries, body.integer("retries"));
  if (!retries) return invalid_request(400, "The number of retries cannot be null.");
  run_batch_command(
      ctx,
      [selection = std::move(selection), retries = *retries](command::Context& context) {
        return command::set_external_task_retries_async(context, selection, retries);
      },
      {kBatchRequest400, nullptr, {}});
  return {};
}

}  // namespace

void get_external_tasks(Context& ctx) { get_list<ExternalTaskRow>(ctx, kExternalTaskQuery); }
void get_external_tasks_count(Context& ctx) { get_count<ExternalTaskRow>(ctx, kExternalTaskQuery); }
void query_external_tasks(Context& ctx) { post_list<ExternalTaskRow>(ctx, kExternalTaskQuery); }
void query_external_tasks_count(Context& ctx) {
  post_count<ExternalTaskRow>(ctx, kExternalTaskQuery);
}
void get_external_task(Context& ctx) { ctx.reply(external_task(ctx)); }
void get_external_task_error_details(Context& ctx) { ctx.reply(error_details(ctx)); }
void get_topic_names(Context& ctx) { ctx.reply(topic_names(ctx)); }

void complete_external_task_resource(Context& ctx) { with_body(ctx, completed); }
void handle_failure(Context& ctx) { with_body(ctx, failed); }
void handle_external_task_bpmn_error(Context& ctx) { with_body(ctx, external_bpmn_error); }

void lock(Context& ctx) {
  with_body(ctx, [](Context& context, const JsonObject& body) {
    return lock_for(context, body, "lockDuration", command::lock_external_task);
  });
}

void extend_lock(Context& ctx) {
  with_body(ctx, [](Context& context, const JsonObject& body) {
    return lock_for(context, body, "newDuration", command::extend_external_task_lock);
  });
}

void unlock(Context& ctx) {
  run_command(
      ctx,
      [id = ctx.param("id")](command::Context& context) {
        return command::unlock_external_task(context, id);
      },
      external_task_errors(ctx, kSetErrors));
}

void set_external_task_resource_retries(Context& ctx) { with_body(ctx, set_retries_of_task); }
void set_external_task_resource_priority(Context& ctx) { with_body(ctx, set_priority_of_task); }
void set_external_task_retries(Context& ctx) { with_body(ctx, many_retries); }
void set_external_task_retries_async_operation(Context& ctx) { with_body(ctx, many_retries_async); }

}  // namespace procos::rest
