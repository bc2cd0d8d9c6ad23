#include "rest/resource/history_decision_instance.h"

#include <map>
#include <utility>

#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"
#include "rest/resource/report_page.h"

namespace procos::rest {
namespace {

using DecisionInstance = state::HiDecisionInstanceRow;

/// What the request wants to see of the rows.
DtoContext shown(Context& ctx) {
  DtoContext dto{engine_of(ctx)};
  dto.deserialize_values = !ctx.query().flag("disableCustomObjectDeserialization", false);
  dto.inputs = ctx.query().flag("includeInputs", false);
  dto.outputs = ctx.query().flag("includeOutputs", false);
  return dto;
}

RestResult<Response> decision_instance(Context& ctx) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(const auto row,
                read_row<DecisionInstance>(engine_of(ctx), "decisionInstanceId", id));
  if (row) return dto_response(*row, shown(ctx));
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

RestResult<std::vector<CleanableDecision>> cleanable_decisions(Context& ctx) {
  service::Engine& engine = engine_of(ctx);
  PROCOS_ASSIGN(store::Query query, read_query(kCleanableDecisionsQuery, ctx.query()));
  PROCOS_ASSIGN(const auto compact, ctx.query().boolean("compact"));
  const auto sorts = std::exchange(query.sorts, {});  // of the report, not of the definitions
  PROCOS_ASSIGN(auto definitions,
                read_rows<state::DecisionDefinitionRow>(engine, std::move(query)));
  auto counts = counts_by_name(engine, store::count_cleanable_decisions);
  std::vector<CleanableDecision> report;
  for (state::DecisionDefinitionRow& definition : definitions) {
    const store::CleanableCounts& of = counts[definition.id];
    if (compact.value_or(false) && of.finished == 0) continue;
    report.push_back({std::move(definition), of.finished, of.cleanable});
  }
  sort_by_finished(report, sorts);
  return report;
}

RestResult<Response> page_of_decisions(Context& ctx) {
  PROCOS_ASSIGN(const auto report, cleanable_decisions(ctx));
  PROCOS_ASSIGN(const auto page, page_of(ctx.query(), report));
  JsonWriter out;
  out.begin_array();
  for (const CleanableDecision& row : page) {
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
  PROCOS_ASSIGN(const auto report, cleanable_decisions(ctx));
  return count_response(static_cast<std::int64_t>(report.size()));
}

}  // namespace

void get_historic_decision_instances(Context& ctx) {
  ctx.reply(list_response<DecisionInstance>(
      ctx, read_query(kHistoryDecisionInstanceQuery, ctx.query()), shown(ctx)));
}
void get_historic_decision_instances_count(Context& ctx) {
  get_count<DecisionInstance>(ctx, kHistoryDecisionInstanceQuery);
}
void get_historic_decision_instance(Context& ctx) { ctx.reply(decision_instance(ctx)); }
void get_decision_statistics(Context& ctx) { ctx.reply(decision_statistics(ctx)); }
void get_cleanable_decision_report(Context& ctx) { ctx.reply(page_of_decisions(ctx)); }
void get_cleanable_decision_report_count(Context& ctx) { ctx.reply(cleanable_count(ctx)); }

}  // namespace procos::rest
