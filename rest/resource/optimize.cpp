#include "rest/resource/optimize.h"

#include <limits>

#include "rest/resource/query_endpoint.h"

namespace procos::rest {
namespace {

/// One of the reads: which rows, and by which of their times.
struct OptimizeRead {
  std::string_view filter;  ///< flag of the store; empty: all rows
  std::string_view time;    ///< the store's sort key, and filters <time>_gt and <time>_eq
  std::string_view after, at;  ///< parameters
};

RestStatus add_time_bound(const Context& ctx, std::string_view parameter, std::string filter,
                     store::Query& query) {
  PROCOS_ASSIGN(const auto time, ctx.query().date(parameter));
  if (time) query.filters.push_back({std::move(filter), {std::int64_t{*time}}});
  return {};
}

RestResult<store::Query> optimize_query(const Context& ctx, const OptimizeRead& read) {
  store::Query query;
  if (!read.filter.empty()) query.filters.push_back({std::string(read.filter), {}});
  const std::string time(read.time);
  PROCOS_TRY(add_time_bound(ctx, read.after, time + "_gt", query));
  PROCOS_TRY(add_time_bound(ctx, read.at, time + "_eq", query));
  query.sorts.push_back({time, false, {}});
  PROCOS_ASSIGN(const auto max, ctx.query().page_integer("maxResults"));
  if (max && *max > 0) query.max = *max;
  return query;
}

void write_optimized(JsonWriter& out, const state::HiActivityRow& row, DtoContext& dto) {
  out.begin_object();
  write_historic_activity(out, row, dto);
  out.number("sequenceCounter", row.sequence).end_object();
}

/// Only of tasks: those of definitions are not imported, though they count for `maxResults`.
void write_optimized(JsonWriter& out, const state::HiIdentityLinkRow& row, DtoContext& dto) {
  if (row.task_id.empty()) return;
  const auto task = read_row<state::HiTaskRow>(dto.engine, "taskId", row.task_id);
  if (!task || !*task) return;
  out.begin_object();
  write_identity_link_log(out, row, dto);
  // The log knows the root instance only, the task its own.
  out.text("processInstanceId", (*task)->process_instance_id).end_object();
}

void write_optimized(JsonWriter& out, const state::HiDetailRow& row, DtoContext& dto) {
  out.begin_object();
  write_historic_detail(out, row, dto);
  out.number("sequenceCounter", row.revision + 1).end_object();
}

template <class Row>
void write_optimized(JsonWriter& out, const Row& row, DtoContext& dto) {
  write_dto(out, row, dto);
}

template <class Row>
RestResult<Response> optimize_rows(Context& ctx, const OptimizeRead& read) {
  PROCOS_ASSIGN(auto query, optimize_query(ctx, read));
  service::Engine& engine = engine_of(ctx);
  PROCOS_ASSIGN(auto rows, read_rows<Row>(engine, std::move(query)));
  DtoContext dto{engine, false, false, true, true};
  JsonWriter out;
  out.begin_array();
  for (Row& row : rows) {
    if constexpr (std::is_same_v<Row, state::HiDetailRow>) {
      const bool hidden = ctx.query().flag("excludeObjectValues", false) &&
                          row.value.type() == ValueType::kObject;
      if (hidden) row.value = Value::null_of(ValueType::kObject);
    }
    write_optimized(out, row, dto);
  }
  out.end_array();
  return json_text(out);
}

constexpr OptimizeRead kOptimizeCompleted{"finished", "endTime", "finishedAfter", "finishedAt"};
constexpr OptimizeRead kOptimizeRunning{"unfinished", "startTime", "startedAfter", "startedAt"};
constexpr OptimizeRead kOptimizeEndedIncidents{"ended", "endTime", "finishedAfter", "finishedAt"};
constexpr OptimizeRead kOptimizeOpenIncidents{"open", "createTime", "createdAfter", "createdAt"};
constexpr OptimizeRead kOptimizeLinks{"", "time", "occurredAfter", "occurredAt"};
constexpr OptimizeRead kOptimizeOperations{"suspensions", "timestamp", "occurredAfter",
                                           "occurredAt"};
constexpr OptimizeRead kOptimizeDecisions{"", "evaluationTime", "evaluatedAfter", "evaluatedAt"};
constexpr OptimizeRead kOptimizeUpdates{"variableUpdates", "time", "occurredAfter", "occurredAt"};

}  // namespace

void optimize_completed_activities(Context& ctx) {
  ctx.reply(optimize_rows<state::HiActivityRow>(ctx, kOptimizeCompleted));
}
void optimize_running_activities(Context& ctx) {
  ctx.reply(optimize_rows<state::HiActivityRow>(ctx, kOptimizeRunning));
}
void optimize_completed_tasks(Context& ctx) {
  ctx.reply(optimize_rows<state::HiTaskRow>(ctx, kOptimizeCompleted));
}
void optimize_running_tasks(Context& ctx) {
  ctx.reply(optimize_rows<state::HiTaskRow>(ctx, kOptimizeRunning));
}
void optimize_completed_instances(Context& ctx) {
  ctx.reply(optimize_rows<state::HiProcessInstanceRow>(ctx, kOptimizeCompleted));
}
void optimize_running_instances(Context& ctx) {
  ctx.reply(optimize_rows<state::HiProcessInstanceRow>(ctx, kOptimizeRunning));
}
void optimize_completed_incidents(Context& ctx) {
  ctx.reply(optimize_rows<state::HiIncidentRow>(ctx, kOptimizeEndedIncidents));
}
void optimize_open_incidents(Context& ctx) {
  ctx.reply(optimize_rows<state::HiIncidentRow>(ctx, kOptimizeOpenIncidents));
}
void optimize_identity_links(Context& ctx) {
  ctx.reply(optimize_rows<state::HiIdentityLinkRow>(ctx, kOptimizeLinks));
}
void optimize_user_operations(Context& ctx) {
  ctx.reply(optimize_rows<state::HiUserOperationRow>(ctx, kOptimizeOperations));
}
void optimize_decisions(Context& ctx) {
  ctx.reply(optimize_rows<state::HiDecisionInstanceRow>(ctx, kOptimizeDecisions));
}
void optimize_variable_updates(Context& ctx) {
  ctx.reply(optimize_rows<state::HiDetailRow>(ctx, kOptimizeUpdates));
}

}  // namespace procos::rest
