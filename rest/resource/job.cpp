#include "rest/resource/job.h"

#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using state::JobRow;

constexpr ErrorRule kMissing404[] = {
    {ErrorKind::kNotFound, 404, kInvalidRequest, false},
    {ErrorKind::kNullValue, 404, kInvalidRequest, false},
};
// executeJob turns every failure of the engine into 404, even that of the job's own code.
constexpr ErrorRule kAllInvalid404NoCode{ErrorKind::kProcessEngine, 404, kInvalidRequest, false};

RestResult<Response> job(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(const auto row, read_row<JobRow>(engine_of(ctx), "jobId", id));
  if (!row) return invalid_request(404, "Job with id " + id + " does not exist");
  return dto_response(engine_of(ctx), *row);
}

RestResult<Response> stacktrace(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(const auto row, read_row<JobRow>(engine_of(ctx), "jobId", id));
  if (!row) return invalid_request(404, "No job found with id " + id + ": job is null");
  if (row->exception_stacktrace.empty()) return no_content();
  return text_response(row->exception_stacktrace);
}

RestStatus set_retries_of_job(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(const auto retries, body.integer("retries"));
  PROCOS_ASSIGN(const auto due_date, body.date("dueDate"));
  if (!retries) return invalid_request(400, "The number of retries cannot be null.");
  run_command(
      ctx,
      [id = ctx.param("id"), retries = *retries, due_date](command::Context& context) {
        return command::set_job_retries(context, {id}, retries, due_date);
      },
      {{}, &kAllInvalid500NoCode, {}});
  return {};
}

RestStatus due_date(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(const auto due_date, body.date("duedate"));
  PROCOS_ASSIGN(const bool cascade, body.boolean_or("cascade", false));
  run_command(
      ctx,
      [id = ctx.param("id"), due_date, cascade](command::Context& context) {
        return command::set_job_due_date(context, id, due_date, cascade);
      },
      {{}, &kAllInvalid500NoCode, {}});
  return {};
}

RestStatus set_priority_of_job(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(const auto priority, body.long_integer("priority"));
  const std::string& id = ctx.param("id");
  if (!priority) return rest_exception(400, "Priority for job '" + id + "' cannot be null.");
  run_command(
      ctx,
      [id, priority = *priority](command::Context& context) {
        return command::set_job_priority(context, id, priority);
      },
      {kMissing404, &kAllRest500NoCode, {}});
  return {};
}

/// Whether the job ran; a failure of its own is recorded in a unit of work of its own, and told to
/// the caller.
void execute_one_job(const Context& ctx) {
  service::Engine& engine = engine_of(ctx);
  const std::string& id = ctx.param("id");
  engine.submit<void>(
      [id](command::Context& context) { return command::execute_job(context, id); },
      [&engine, id, responder = ctx.responder()](Status status) {
        if (status) return responder(no_content());
        if (status.error().kind == ErrorKind::kOverloaded) {
          return responder(error_response(to_rest_error(status.error())));
        }
        const ErrorRules rules{{}, &kAllInvalid404NoCode, {}};
        const Response answer = error_response(rules.map(status.error()));
        engine.submit<void>(
            [id, error = status.error()](command::Context& context) {
              return command::record_job_failure(context, id, error);
            },
            [responder, answer](const Status&) { responder(answer); },
            service::Admission::kAlways);
      });
}

}  // namespace

void get_jobs(Context& ctx) { get_list<JobRow>(ctx, kJobQuery); }
void get_jobs_count(Context& ctx) { get_count<JobRow>(ctx, kJobQuery); }
void query_jobs(Context& ctx) { post_list<JobRow>(ctx, kJobQuery); }
void query_jobs_count(Context& ctx) { post_count<JobRow>(ctx, kJobQuery); }

void get_job(Context& ctx) { ctx.reply(job(ctx)); }
void get_stacktrace(Context& ctx) { ctx.reply(stacktrace(ctx)); }
void set_job_retries(Context& ctx) { with_body(ctx, set_retries_of_job); }
void set_job_duedate(Context& ctx) { with_body(ctx, due_date); }
void set_job_priority(Context& ctx) { with_body(ctx, set_priority_of_job); }
void execute_job(Context& ctx) { execute_one_job(ctx); }

void delete_job(Context& ctx) {
  run_command(ctx,
              [id = ctx.param("id")](command::Context& context) {
                return command::delete_job(context, id);
              },
              {kMissing404, &kAllRest500NoCode, {}});
}

void recalculate_duedate(Context& ctx) {
  const bool creation_date_based = ctx.query().flag("creationDateBased", true);
  run_command(
      ctx,
      [id = ctx.param("id"), creation_date_based](command::Context& context) {
        return command::recalculate_job_due_date(context, id, creation_date_based);
      },
      {kNotFound404, &kAllInvalid500NoCode, {}});
}

}  // namespace procos::rest
