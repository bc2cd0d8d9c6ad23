#include "rest/resource/history_batch.h"

#include "command/batch/batch.h"
#include "rest/resource/batch.h"
#include "rest/resource/instance_selection.h"
#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"
#include "rest/resource/report_page.h"
#include "store/reports.h"

namespace procos::rest {
namespace {

using state::HiBatchRow;

constexpr ErrorRule kHistoricBatchUnknown400[] = {
    {ErrorKind::kBadUserRequest, 400, kInvalidRequest}};

RestResult<Response> one_historic_batch(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(const auto row, read_row<HiBatchRow>(engine_of(ctx), "batchId", id));
  if (!row) return invalid_request(404, "Historic batch with id '" + id + "' does not exist");
  return dto_response(engine_of(ctx), *row);
}

struct CleanableBatches {
  std::string type;
  std::int64_t finished = 0, cleanable = 0;
  std::optional<std::int64_t> time_to_live;
};

/// By type; without any time to live only types of which a batch has ended.
RestResult<std::vector<CleanableBatches>> cleanable_batches(Context& ctx) {
  service::Engine& engine = engine_of(ctx);
  PROCOS_ASSIGN(const store::Query query, read_query(kCleanableBatchesQuery, ctx.query()));
  const command::BatchSettings& settings = engine.operations().batch;
  const bool removed_some_day =
      settings.history_time_to_live || !settings.history_time_to_live_by_type.empty();
  std::vector<CleanableBatches> report;
  engine.read([&](store::Connection& connection) {
    for (const auto& of : store::count_cleanable_batches(connection, engine.clock().now_ms())) {
      if (of.finished == 0 && !removed_some_day) continue;
      report.push_back({of.of, of.finished, removed_some_day ? of.cleanable : 0,
                        settings.time_to_live_of(of.of)});
    }
  });
  sort_by_finished(report, query.sorts);
  return report;
}

RestResult<Response> cleanable_batch_report(Context& ctx) {
  PROCOS_ASSIGN(const auto report, cleanable_batches(ctx));
  PROCOS_ASSIGN(const auto page, page_of(ctx.query(), report));
  JsonWriter out;
  out.begin_array();
  for (const CleanableBatches& each : page) {
    out.begin_object();
    out.text("batchType", each.type).number("historyTimeToLive", each.time_to_live);
    out.number("finishedBatchesCount", each.finished);
    out.number("cleanableBatchesCount", each.cleanable);
    out.end_object();
  }
  out.end_array();
  return json_text(out);
}

RestResult<Response> cleanable_batch_count(Context& ctx) {
  PROCOS_ASSIGN(const auto report, cleanable_batches(ctx));
  return count_response(static_cast<std::int64_t>(report.size()));
}

RestStatus batch_removal_time(Context& ctx, const JsonObject& body) {
  command::HistorySelection selection;
  PROCOS_ASSIGN(selection.query, query_in(body, "historicBatchQuery", kHistoryBatchQuery));
  PROCOS_ASSIGN(selection.ids, body.strings("historicBatchIds"));
  PROCOS_ASSIGN(const command::RemovalTime how, removal_time_of(body));
  run_batch_command(ctx, [selection, how](command::Context& context) {
    return command::set_batch_removal_time_async(context, selection, how);
  });
  return {};
}

}  // namespace

RestResult<command::RemovalTime> removal_time_of(const JsonObject& body) {
  using Mode = command::RemovalTime::Mode;
  command::RemovalTime how;
  PROCOS_ASSIGN(how.hierarchical, body.boolean_or("hierarchical", false));
  PROCOS_ASSIGN(how.in_chunks, body.boolean_or("updateInChunks", false));
  PROCOS_ASSIGN(how.chunk_size, body.integer("updateChunkSize"));
  PROCOS_ASSIGN(how.time, body.date("absoluteRemovalTime"));
  PROCOS_ASSIGN(const bool cleared, body.boolean_or("clearedRemovalTime", false));
  PROCOS_ASSIGN(const bool calculated, body.boolean_or("calculatedRemovalTime", false));
  if ((how.time ? 1 : 0) + (cleared ? 1 : 0) + (calculated ? 1 : 0) > 1) {
    return std::unexpected(
        RestError{400, "BadUserRequestException",
                  "The removal time modes are mutually exclusive: mode is not null", 0, {}});
  }
  if (how.time) how.mode = Mode::kAbsolute;
  if (cleared) how.mode = Mode::kCleared;
  if (calculated) how.mode = Mode::kCalculated;
  return how;
}

void get_historic_batches(Context& ctx) { get_list<HiBatchRow>(ctx, kHistoryBatchQuery); }
void get_historic_batches_count(Context& ctx) { get_count<HiBatchRow>(ctx, kHistoryBatchQuery); }
void get_historic_batch(Context& ctx) { ctx.reply(one_historic_batch(ctx)); }
void get_cleanable_historic_batches_report(Context& ctx) {
  ctx.reply(cleanable_batch_report(ctx));
}
void get_cleanable_historic_batches_report_count(Context& ctx) {
  ctx.reply(cleanable_batch_count(ctx));
}
void set_removal_time_async_historic_batch(Context& ctx) { with_body(ctx, batch_removal_time); }

void delete_historic_batch(Context& ctx) {
  const std::string& id = ctx.param("id");
  run_command(
      ctx,
      [id](command::Context& context) { return command::delete_batch_history(context, id); },
      {kHistoricBatchUnknown400, nullptr,
       "Unable to delete historic batch with id '" + id + "': "});
}

}  // namespace procos::rest
