#include "rest/resource/history_decision_instance.h"

#include <algorithm>
#include <map>

#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"

namespace procos::rest {
namespace {

using DecisionInstance = state::HiDecisionInstanceRow;

RestResult<Response> decision_instance(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(const auto row,
                read_row<DecisionInstance>(engine_of(ctx), "decisionInstanceId", id));
  if (row) return dto_response(engine_of(ctx), *row);
  return invalid_request(404, "Historic decision instance with id '" + id + "' does not exist");
}

/// How often each decision of a graph was evaluated.
RestResult<Response> decision_statistics(Context& ctx) {
  store::Query query;
  query.filters.push_back({"decisionRequirementsDefinitionId", {ctx.param("id")}});
  if (const auto root = ctx.query().string("decisionInstanceId")) {
    query.filters.push_back({"rootDecisionInstanceId", {*root}});
  }
  PROCOS_ASSIGN(const auto rows, read_rows<DecisionInstance>(engine_of(ctx), std::move(query)));
  std::map<std::string_view, std::int64_t> evaluations;
  for (const DecisionInstance& row : rows) ++evaluations[row.decision_definition_key];
  JsonWriter out;
  out.begin_array();
  for (const auto& [key, number] : evaluations) {
    out.begin_object().text("decisionDefinitionKey", key).number("evaluations", number);
    out.end_object();
  }
  out.end_array();
  return json_text(out);
}

// ---- what history cleanup would remove ----

struct CleanableDecision {
  state::DecisionDefinitionRow definition;
  std::int64_t finished = 0, cleanable = 0;
};

RestResult<std::int64_t> count_instances(service::Engine& engine, const std::string& definition_id,
                                         bool cleanable) {
  store::Query query;
  query.filters.push_back({"decisionDefinitionId", {definition_id}});
  if (cleanable) query.filters.push_back({"cleanable", {}});
  query.now_ms = engine.clock().now_ms();
  Result<std::int64_t> count = 0;
  engine.read([&](store::Connection& connection) {
    count = store::count<DecisionInstance>(connection, query);
  });
  return lift(std::move(count));
}

/// One row a definition; `query` selects the definitions and may sort by what was counted.
RestResult<std::vector<CleanableDecision>> cleanable_decisions(Context& ctx, store::Query& query) {
  service::Engine& engine = engine_of(ctx);
  store::Query definitions = query;
  definitions.sorts.clear();
  PROCOS_ASSIGN(auto rows,
                read_rows<state::DecisionDefinitionRow>(engine, std::move(definitions)));
  PROCOS_ASSIGN(const auto compact, ctx.query().boolean("compact"));
  std::vector<CleanableDecision> report;
  for (state::DecisionDefinitionRow& row : rows) {
    CleanableDecision one;
    PROCOS_ASSIGN(one.finished, count_instances(engine, row.id, false));
    if (one.finished > 0) {
      PROCOS_ASSIGN(one.cleanable, count_instances(engine, row.id, true));
    }
    if (compact.value_or(false) && one.finished == 0) continue;
    one.definition = std::move(row);
    report.push_back(std::move(one));
  }
  if (query.sorts.empty()) return report;
  const bool descending = query.sorts.front().descending;
  std::stable_sort(report.begin(), report.end(),
                   [&](const CleanableDecision& a, const CleanableDecision& b) {
                     return descending ? a.finished > b.finished : a.finished < b.finished;
                   });
  return report;
}

RestResult<Response> cleanable_report(Context& ctx) {
  PROCOS_ASSIGN(store::Query query, read_query(kCleanableDecisionsQuery, ctx.query()));
  store::Query page;
  PROCOS_TRY(read_page(ctx.query(), page));
  PROCOS_ASSIGN(const auto report, cleanable_decisions(ctx, query));
  JsonWriter out;
  out.begin_array();
  const auto size = static_cast<std::int64_t>(report.size());
  const std::int64_t first = std::min(size, page.first);
  const std::int64_t end = first + std::min(size - first, page.max);
  for (std::int64_t i = first; i < end; ++i) {
    const CleanableDecision& row = report[static_cast<std::size_t>(i)];
    const state::DecisionDefinitionRow& definition = row.definition;
    out.begin_object().text("decisionDefinitionId", definition.id);
    out.text("decisionDefinitionKey", definition.key);
    out.text("decisionDefinitionName", definition.name);
    out.number("decisionDefinitionVersion", definition.version);
    out.number("historyTimeToLive", definition.history_time_to_live);
    out.number("finishedDecisionInstanceCount", row.finished);
    out.number("cleanableDecisionInstanceCount", row.cleanable);
    out.text("tenantId", definition.tenant_id).end_object();
  }
  out.end_array();
  return json_text(out);
}

RestResult<Response> cleanable_count(Context& ctx) {
  PROCOS_ASSIGN(store::Query query, read_query(kCleanableDecisionsQuery, ctx.query()));
  PROCOS_ASSIGN(const auto report, cleanable_decisions(ctx, query));
  return count_response(static_cast<std::int64_t>(report.size()));
}

}  // namespace

void get_historic_decision_instances(Context& ctx) {
  get_list<DecisionInstance>(ctx, kHistoryDecisionInstanceQuery);
}
void get_historic_decision_instances_count(Context& ctx) {
  get_count<DecisionInstance>(ctx, kHistoryDecisionInstanceQuery);
}
void get_historic_decision_instance(Context& ctx) { ctx.reply(decision_instance(ctx)); }
void get_decision_statistics(Context& ctx) { ctx.reply(decision_statistics(ctx)); }
void get_cleanable_decision_report(Context& ctx) { ctx.reply(cleanable_report(ctx)); }
void get_cleanable_decision_report_count(Context& ctx) { ctx.reply(cleanable_count(ctx)); }

}  // namespace procos::rest
