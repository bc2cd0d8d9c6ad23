#include "rest/resource/metrics.h"

#include <algorithm>

#include "base/machine.h"
#include "command/operation_log.h"
#include "rest/resource/query_endpoint.h"
#include "store/reports.h"

namespace procos::rest {
namespace {

constexpr std::int64_t kMostIntervals = 200;

/// The names that are shown, and those under which the engine counts.
struct MetricAlias {
  std::string_view shown, counted;
};
constexpr MetricAlias kMetricAliases[] = {
    {"task-users", "unique-task-workers"},
    {"process-instances", "root-process-instance-start"},
    {"decision-instances", "executed-decision-instances"},
    {"flow-node-instances", "activity-instance-start"},
};

std::string counted_name(const std::string& name) {
  for (const MetricAlias& alias : kMetricAliases) {
    if (alias.shown == name) return std::string(alias.counted);
  }
  return name;
}

std::string shown_name(const std::string& name) {
  for (const MetricAlias& alias : kMetricAliases) {
    if (alias.counted == name) return std::string(alias.shown);
  }
  return name;
}

/// What does not convert is answered with the conversion's own words.
/// Meters are written down every quarter of an hour. What they counted since belongs to a period
/// that does not end before.
bool reaches_now(service::Engine& engine, const store::MetricsQuery& query) {
  constexpr TimeMs kReportedEveryMs = 15 * 60'000;
  return !query.end || *query.end >= engine.clock().now_ms() - kReportedEveryMs;
}

/// To the newest interval: of the meter that was asked for, or of all that this program reports.
void add_unreported(service::Engine& engine, const store::MetricsQuery& query,
                    std::vector<store::MetricInterval>& all) {
  if (all.empty() || !reaches_now(engine, query)) return;
  if (query.name) {
    all.front().value += engine.unreported(*query.name);
    return;
  }
  const TimeMs newest = all.front().time;
  for (store::MetricInterval& each : all) {
    if (each.time == newest && each.reporter == reporter_name())
      each.value += engine.unreported(each.name);
  }
}

RestStatus read_period(const QueryParams& params, store::MetricsQuery& query) {
  PROCOS_ASSIGN(query.start, params.date("startDate"));
  PROCOS_ASSIGN(query.end, params.date("endDate"));
  return {};
}

RestResult<Response> metric_intervals(Context& ctx) {
  const QueryParams& params = ctx.query();
  const auto name = params.string("name");
  store::MetricsQuery query;
  if (name) query.name = counted_name(*name);
  query.reporter = params.string("reporter");
  PROCOS_TRY(read_period(params, query));
  PROCOS_ASSIGN(const auto first, params.integer("firstResult"));
  PROCOS_ASSIGN(const auto max, params.integer("maxResults"));
  PROCOS_ASSIGN(const auto interval, params.long_integer("interval"));
  query.first = std::max(0, first.value_or(0));
  query.max = std::max<std::int64_t>(0, max.value_or(kMostIntervals));
  query.interval_s = interval.value_or(query.interval_s);
  query.all_reporters_together = params.string("aggregateByReporter").has_value();
  if (query.max > kMostIntervals) {
    return std::unexpected(to_rest_error({ErrorKind::kProcessEngine,
                                          "Metrics interval query row limit can't be set larger "
                                          "than " + std::to_string(kMostIntervals) + ".",
                                          0,
                                          {}}));
  }
  if (query.interval_s <= 0) return invalid_request(400, "interval must be at least one second");
  std::vector<store::MetricInterval> all;
  engine_of(ctx).read(
      [&](store::Connection& connection) { all = store::list_metrics(connection, query); });
  add_unreported(engine_of(ctx), query, all);
  JsonWriter out;
  out.begin_array();
  for (const store::MetricInterval& each : all) {
    out.begin_object();
    out.time("timestamp", each.time).text("name", name ? *name : shown_name(each.name));
    out.text("reporter", each.reporter).number("value", each.value);
    out.end_object();
  }
  out.end_array();
  return json_text(out);
}

RestResult<Response> metric_sum(Context& ctx) {
  store::MetricsQuery query;
  query.name = counted_name(ctx.param("metrics-name"));
  PROCOS_TRY(read_period(ctx.query(), query));
  std::int64_t sum = 0;
  engine_of(ctx).read([&](store::Connection& connection) {
    sum = query.name == "unique-task-workers"
              ? store::count_task_workers(connection, query.start, query.end)
              : store::sum_metrics(connection, query);
  });
  if (reaches_now(engine_of(ctx), query)) sum += engine_of(ctx).unreported(*query.name);
  JsonWriter out;
  out.begin_object().number("result", sum).end_object();
  return json_text(out);
}

Status delete_meters(command::Context& context, const std::optional<TimeMs>& before) {
  command::PropertyChanges changes;
  if (before) changes.push_back({"timestamp", {}, command::number_text(before)});
  command::Operation(context, "Delete", "TaskMetrics", command::kOperator).write(changes);
  store::Query query;
  if (before) query.filters.push_back({"before", {*before}});
  PROCOS_ASSIGN(auto rows, store::list<state::TaskMeterRow>(context.store.writer(), query));
  for (state::TaskMeterRow& row : rows) context.session.erase_row(std::move(row));
  return {};
}

}  // namespace

void get_metrics_intervals(Context& ctx) { ctx.reply(metric_intervals(ctx)); }
void get_metrics_sum(Context& ctx) { ctx.reply(metric_sum(ctx)); }

void delete_task_metrics(Context& ctx) {
  const auto before = ctx.query().date("date");
  if (!before) return ctx.reply(before.error());
  run_command(ctx, [date = *before](command::Context& context) {
    return delete_meters(context, date);
  });
}

}  // namespace procos::rest
