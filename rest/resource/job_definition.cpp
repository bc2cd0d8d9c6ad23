#include "rest/resource/job_definition.h"

#include "command/operation_log.h"
#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using state::JobDefinitionRow;

RestResult<Response> job_definition(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(const auto row,
                read_row<JobDefinitionRow>(engine_of(ctx), "jobDefinitionId", id));
  if (!row) return invalid_request(404, "Job Definition with id " + id + " does not exist");
  return dto_response(engine_of(ctx), *row);
}

RestStatus set_retries_of_definition(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(const auto retries, body.integer("retries"));
  PROCOS_ASSIGN(const auto date, body.date("dueDate"));
  if (!retries) return invalid_request(400, "The number of retries cannot be null.");
  std::optional<state::OptTime> due_date;
  if (body.has("dueDate")) due_date = date;
  run_command(
      ctx,
      [id = ctx.param("id"), retries = *retries, due_date](command::Context& context) {
        return command::set_job_definition_retries(context, id, retries, due_date);
      },
      {{}, &kAllInvalid500NoCode, {}});
  return {};
}

/// Sets the priority of jobs to come and of those there are: Camunda does that even without
/// includeJobs. Without a priority new jobs get that of their model again.
Status override_priority(command::Context& context, const std::string& id,
                         std::optional<std::int64_t> priority) {
  const auto log = [&](const JobDefinitionRow& row, const char* entity, const char* property,
                       std::optional<std::int64_t> before) {
    command::Operation(context, "SetPriority", entity, command::kOperator)
        .in(row)
        .write({{property, command::number_text(before), command::number_text(priority)}});
  };
  const bool found = context.session.change<JobDefinitionRow>(id, [&](JobDefinitionRow& row) {
    log(row, "JobDefinition", "overridingPriority", row.overriding_priority);
    // Of the jobs it is not known what theirs was.
    if (priority) log(row, "Job", "priority", {});
    row.overriding_priority = priority;
  });
  if (!found) {
    return fail(ErrorKind::kNotFound,
                "Job definition with id '" + id + "' does not exist: jobDefinition is null");
  }
  if (!priority) return {};
  store::Query jobs;
  jobs.filters.push_back({"jobDefinitionId", {id}});
  PROCOS_ASSIGN(const auto ids, store::list_ids<state::JobRow>(context.store.writer(), jobs));
  const command::WithoutOperationLog part_of_this(context);
  for (const std::string& job : ids) {
    PROCOS_TRY(command::set_job_priority(context, job, *priority));
  }
  return {};
}

RestStatus set_priority_of_definition(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(const auto priority, body.long_integer("priority"));
  PROCOS_ASSIGN(const bool include_jobs, body.boolean_or("includeJobs", false));
  const std::string& id = ctx.param("id");
  if (!priority && include_jobs) {
    return invalid_request(
        400, "Cannot reset priority for job definition " + id + " with includeJobs=true");
  }
  run_command(
      ctx,
      [id, priority](command::Context& context) {
        return override_priority(context, id, priority);
      },
      {kNotFound404NoCode, &kAllRest500NoCode, {}});
  return {};
}

}  // namespace

void get_job_definitions(Context& ctx) { get_list<JobDefinitionRow>(ctx, kJobDefinitionQuery); }
void get_job_definitions_count(Context& ctx) {
  get_count<JobDefinitionRow>(ctx, kJobDefinitionQuery);
}
void query_job_definitions(Context& ctx) { post_list<JobDefinitionRow>(ctx, kJobDefinitionQuery); }
void query_job_definitions_count(Context& ctx) {
  post_count<JobDefinitionRow>(ctx, kJobDefinitionQuery);
}

void get_job_definition(Context& ctx) { ctx.reply(job_definition(ctx)); }
void set_job_retries_job_definition(Context& ctx) { with_body(ctx, set_retries_of_definition); }
void set_job_priority_job_definition(Context& ctx) { with_body(ctx, set_priority_of_definition); }

}  // namespace procos::rest
