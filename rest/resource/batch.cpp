#include "rest/resource/batch.h"

#include "command/batch/batch.h"
#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using state::BatchRow;

constexpr ErrorRule kBatchUnknown400[] = {{ErrorKind::kBadUserRequest, 400, kInvalidRequest}};

RestResult<Response> one_batch(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(const auto row, read_row<BatchRow>(engine_of(ctx), "batchId", id));
  if (!row) return invalid_request(404, "Batch with id '" + id + "' does not exist");
  return dto_response(engine_of(ctx), *row);
}

/// The jobs of the batch's own type that are left, and those of them that have failed for good.
struct JobCounts {
  std::int64_t remaining = 0, failed = 0;
};

Result<JobCounts> count_jobs(store::Connection& connection, const BatchRow& batch) {
  store::Query query;
  query.filters = {{"jobDefinitionId", {batch.batch_job_definition_id}}, {"ofBatches", {}}};
  JobCounts counts;
  PROCOS_ASSIGN(counts.remaining, store::count<state::JobRow>(connection, query));
  query.filters.push_back({"noRetriesLeft", {}});
  PROCOS_ASSIGN(counts.failed, store::count<state::JobRow>(connection, query));
  return counts;
}

RestResult<Response> batch_statistics(Context& ctx) {
  PROCOS_ASSIGN(store::Query query, read_query(kBatchStatisticsQuery, ctx.query()));
  PROCOS_TRY(read_page(ctx.query(), query));
  Result<void> status;
  JsonWriter out;
  out.begin_array();
  // One consistent state: jobs that end meanwhile would be counted twice or not at all.
  engine_of(ctx).read([&](store::Connection& connection) {
    status = [&]() -> Status {
      PROCOS_ASSIGN(const auto rows, store::list<BatchRow>(connection, query));
      for (const BatchRow& row : rows) {
        PROCOS_ASSIGN(const JobCounts counts, count_jobs(connection, row));
        // What has no job yet remains to be done.
        const std::int64_t remaining = counts.remaining + row.total_jobs - row.jobs_created;
        out.begin_object();
        write_batch(out, row);
        out.number("remainingJobs", remaining);
        out.number("completedJobs", row.total_jobs - remaining);
        out.number("failedJobs", counts.failed);
        out.end_object();
      }
      return {};
    }();
  });
  PROCOS_TRY(lift(std::move(status)));
  out.end_array();
  return json_text(out);
}

RestStatus batch_suspended(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(const bool suspend, body.boolean_or("suspended", false));
  const std::string& id = ctx.param("id");
  run_command(
      ctx,
      [id, suspend](command::Context& context) {
        return command::suspend_batch(context, id, suspend);
      },
      {kBatchUnknown400, nullptr,
       std::string("Unable to ") + (suspend ? "suspend" : "activate") + " batch with id '" + id +
           "': "});
  return {};
}

}  // namespace

void run_batch_command(const Context& ctx,
                       std::function<Result<BatchRow>(command::Context&)> run, ErrorRules errors) {
  run_command<BatchRow>(
      ctx, std::move(run),
      [&engine = engine_of(ctx)](const BatchRow& row) -> RestResult<Response> {
        return dto_response(engine, row);
      },
      std::move(errors));
}

void get_batches(Context& ctx) { get_list<BatchRow>(ctx, kBatchQuery); }
void get_batches_count(Context& ctx) { get_count<BatchRow>(ctx, kBatchQuery); }
void get_batch_statistics(Context& ctx) { ctx.reply(batch_statistics(ctx)); }
void get_batch_statistics_count(Context& ctx) { get_count<BatchRow>(ctx, kBatchStatisticsQuery); }
void get_batch(Context& ctx) { ctx.reply(one_batch(ctx)); }
void update_batch_suspension_state(Context& ctx) { with_body(ctx, batch_suspended); }

void delete_batch(Context& ctx) {
  const bool cascade = ctx.query().flag("cascade", false);
  const std::string& id = ctx.param("id");
  run_command(
      ctx,
      [id, cascade](command::Context& context) {
        return command::delete_batch(context, id, cascade);
      },
      {kBatchUnknown400, nullptr, "Unable to delete batch with id '" + id + "': "});
}

}  // namespace procos::rest
