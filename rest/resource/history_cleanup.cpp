#include "rest/resource/history_cleanup.h"

#include "command/cleanup/history_cleanup.h"
#include "rest/resource/query_endpoint.h"

namespace procos::rest {
namespace {

using state::JobRow;
using CleanupJob = std::optional<JobRow>;

RestResult<std::vector<JobRow>> cleanup_jobs(Context& ctx) {
  store::Query query;
  query.filters.push_back({"handler", {std::string(command::kHistoryCleanupJob)}});
  return read_rows<JobRow>(engine_of(ctx), std::move(query));
}

RestResult<Response> first_job(Context& ctx) {
  PROCOS_ASSIGN(const auto jobs, cleanup_jobs(ctx));
  if (jobs.empty()) return rest_exception(404, "History cleanup job does not exist");
  return dto_response(engine_of(ctx), jobs.front());
}

RestResult<Response> all_jobs(Context& ctx) {
  PROCOS_ASSIGN(const auto jobs, cleanup_jobs(ctx));
  if (jobs.empty()) return rest_exception(404, "History cleanup jobs are empty");
  DtoContext dto{engine_of(ctx)};
  JsonWriter out;
  out.begin_array();
  for (const JobRow& job : jobs) write_dto(out, job, dto);
  out.end_array();
  return json_text(out);
}

struct CleanupConfiguration {
  bool enabled = true;
  std::optional<command::CleanupWindow> window;
};

RestResult<Response> configuration_response(const CleanupConfiguration& configuration) {
  JsonWriter out;
  out.begin_object();
  if (configuration.window) {
    out.time("batchWindowStartTime", configuration.window->start);
    out.time("batchWindowEndTime", configuration.window->end);
  } else {
    out.none("batchWindowStartTime").none("batchWindowEndTime");
  }
  out.flag("enabled", configuration.enabled).end_object();
  return json_text(out);
}

}  // namespace

void find_cleanup_job(Context& ctx) { ctx.reply(first_job(ctx)); }
void find_cleanup_jobs(Context& ctx) { ctx.reply(all_jobs(ctx)); }

void cleanup_async(Context& ctx) {
  const bool immediately_due = ctx.query().flag("immediatelyDue", true);
  run_command<CleanupJob>(
      ctx,
      [immediately_due](command::Context& context) {
        return command::schedule_history_cleanup(context, immediately_due);
      },
      [&engine = engine_of(ctx)](const CleanupJob& job) -> RestResult<Response> {
        if (job) return dto_response(engine, *job);
        return invalid_request(400, "There is no history cleanup job, and without a window for the "
                                    "history cleanup none is made unless it is immediately due.");
      });
}

void get_history_cleanup_configuration(Context& ctx) {
  run_command<CleanupConfiguration>(
      ctx,
      [](command::Context& context) -> Result<CleanupConfiguration> {
        const command::CleanupSettings& settings = command::cleanup_settings(context);
        return CleanupConfiguration{
            settings.enabled,
            command::current_or_next_window(settings, context.session.now())};
      },
      configuration_response);
}

}  // namespace procos::rest
