#include "rest/resource/history_process_definition.h"

#include <algorithm>

#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"
#include "rest/resource/report_page.h"

namespace procos::rest {
namespace {

// ---- statistics of the activities ---------------------------------------------------------------

constexpr std::string_view kActivityStatisticsSorts[] = {"activityId"};

/// A boolean parameter; what is no boolean is refused.
RestStatus read_flag(const QueryParams& params, std::string_view name, bool& flag) {
  PROCOS_ASSIGN(const auto value, params.boolean(name));
  flag = value.value_or(false);
  return {};
}

RestStatus read_date(const QueryParams& params, std::string_view name,
                     std::optional<TimeMs>& date) {
  PROCOS_ASSIGN(date, params.date(name));
  return {};
}

RestResult<Response> activity_statistics(Context& ctx) {
  const QueryParams& params = ctx.query();
  store::ActivityCountsQuery query;
  query.definition_id = ctx.param("id");
  PROCOS_TRY(read_flag(params, "canceled", query.canceled));
  PROCOS_TRY(read_flag(params, "finished", query.finished));
  PROCOS_TRY(read_flag(params, "completeScope", query.complete_scope));
  PROCOS_TRY(read_flag(params, "incidents", query.incidents));
  PROCOS_TRY(read_date(params, "startedBefore", query.started_before));
  PROCOS_TRY(read_date(params, "startedAfter", query.started_after));
  PROCOS_TRY(read_date(params, "finishedBefore", query.finished_before));
  PROCOS_TRY(read_date(params, "finishedAfter", query.finished_after));
  query.instance_ids = params.array("processInstanceIdIn");
  PROCOS_ASSIGN(const auto sorting, params.sorting(kActivityStatisticsSorts));
  std::vector<store::ActivityCounts> all;
  engine_of(ctx).read(
      [&](store::Connection& connection) { all = store::count_activities(connection, query); });
  if (sorting && sorting->descending) std::reverse(all.begin(), all.end());
  JsonWriter out;
  out.begin_array();
  for (const store::ActivityCounts& counts : all) {
    out.begin_object();
    out.text("id", counts.activity_id).number("instances", counts.instances);
    out.number("canceled", counts.canceled).number("finished", counts.finished);
    out.number("completeScope", counts.complete_scope);
    out.number("openIncidents", counts.open_incidents);
    out.number("resolvedIncidents", counts.resolved_incidents);
    out.number("deletedIncidents", counts.deleted_incidents);
    out.end_object();
  }
  out.end_array();
  return json_text(out);
}

// ---- what the history cleanup could remove ------------------------------------------------------

struct Cleanable {
  state::DefinitionRow definition;
  std::int64_t finished = 0, cleanable = 0;
};

RestResult<std::vector<Cleanable>> cleanable_instances(Context& ctx) {
  service::Engine& engine = engine_of(ctx);
  PROCOS_ASSIGN(store::Query query, read_query(kCleanableInstancesQuery, ctx.query()));
  // Neither of the two is the store's: one concerns the counts, the other sorts by them.
  const bool compact =
      std::erase_if(query.filters, [](const auto& filter) { return filter.name == "compact"; }) > 0;
  const auto sorts = std::move(query.sorts);
  query.sorts.clear();
  PROCOS_ASSIGN(auto definitions, read_rows<state::DefinitionRow>(engine, std::move(query)));
  auto counts = counts_by_name(engine, store::count_cleanable_instances);
  std::vector<Cleanable> report;
  for (state::DefinitionRow& definition : definitions) {
    const store::CleanableCounts& of = counts[definition.id];
    if (compact && of.finished == 0 && of.cleanable == 0) continue;
    report.push_back({std::move(definition), of.finished, of.cleanable});
  }
  sort_by_finished(report, sorts);
  return report;
}

RestResult<Response> page_of_instances(Context& ctx) {
  PROCOS_ASSIGN(const auto report, cleanable_instances(ctx));
  PROCOS_ASSIGN(const auto page, page_of(ctx.query(), report));
  JsonWriter out;
  out.begin_array();
  for (const Cleanable& each : page) {
    out.begin_object();
    out.text("processDefinitionId", each.definition.id);
    out.text("processDefinitionKey", each.definition.key);
    out.text("processDefinitionName", each.definition.name);
    out.number("processDefinitionVersion", each.definition.version);
    out.number("historyTimeToLive", each.definition.history_time_to_live);
    out.number("finishedProcessInstanceCount", each.finished);
    out.number("cleanableProcessInstanceCount", each.cleanable);
    out.text("tenantId", each.definition.tenant_id);
    out.end_object();
  }
  out.end_array();
  return json_text(out);
}

RestResult<Response> cleanable_instances_count(Context& ctx) {
  PROCOS_ASSIGN(const auto report, cleanable_instances(ctx));
  return count_response(static_cast<std::int64_t>(report.size()));
}

}  // namespace

void get_historic_activity_statistics(Context& ctx) { ctx.reply(activity_statistics(ctx)); }
void get_cleanable_historic_process_instance_report(Context& ctx) {
  ctx.reply(page_of_instances(ctx));
}
void get_cleanable_historic_process_instance_report_count(Context& ctx) {
  ctx.reply(cleanable_instances_count(ctx));
}

}  // namespace procos::rest
