#include "rest/resource/reports.h"

#include <algorithm>

#include "rest/resource/query_endpoint.h"
#include "store/reports.h"

namespace procos::rest {
namespace {

using store::PeriodUnit;

// ---- parameters ----

struct ReportRequest {
  std::optional<std::string> type;  ///< duration or count
  std::optional<PeriodUnit> unit;
};

RestResult<ReportRequest> report_request(const QueryParams& params) {
  ReportRequest request;
  request.type = params.string("reportType");
  if (request.type && *request.type != "duration" && *request.type != "count") {
    return invalid_request(
        400, "Cannot set query parameter 'reportType' to value '" + *request.type + "'");
  }
  const auto unit = params.string("periodUnit");
  if (!unit) return request;
  if (iequals(*unit, "month")) {
    request.unit = PeriodUnit::kMonth;
  } else if (iequals(*unit, "quarter")) {
    request.unit = PeriodUnit::kQuarter;
  } else {
    return invalid_request(400, "Cannot set query parameter 'periodUnit' to value '" + *unit +
                                    "': Cannot convert value " + *unit +
                                    " to java enum type org.camunda.bpm.engine.query.PeriodUnit");
  }
  return request;
}

RestStatus add_report_date(const QueryParams& params, const char* name, const char* filter,
                    store::Query& query) {
  PROCOS_ASSIGN(const auto date, params.date(name));
  if (date) query.filters.push_back({filter, {*date}});
  return {};
}

void add_report_texts(const QueryParams& params, const char* name, store::Query& query) {
  auto items = params.array(name);
  if (!items || items->empty()) return;
  store::Filter in{name, {}};
  for (std::string& item : *items) in.values.emplace_back(std::move(item));
  query.filters.push_back(std::move(in));
}

// ---- answers ----

bool wants_csv(const Context& ctx) { return ctx.media_type().ends_with("/report_csv"); }

Response report_csv(const Context& ctx, std::string text, const char* file_name) {
  return attachment(std::move(text), file_name, std::string(ctx.media_type()));
}

const char* unit_name(PeriodUnit unit) { return unit == PeriodUnit::kMonth ? "MONTH" : "QUARTER"; }

Response durations_json(const std::vector<store::DurationReport>& report, PeriodUnit unit) {
  JsonWriter out;
  out.begin_array();
  for (const store::DurationReport& row : report) {
    out.begin_object();
    out.number("period", row.period).text("periodUnit", unit_name(unit));
    out.number("maximum", row.maximum_ms).number("minimum", row.minimum_ms);
    out.number("average", row.average_ms);
    out.end_object();
  }
  out.end_array();
  return json_text(out);
}

std::string durations_csv(const std::vector<store::DurationReport>& report, PeriodUnit unit) {
  std::string text = "PERIOD,PERIOD_UNIT,MINIMUM,MAXIMUM,AVERAGE";
  for (const store::DurationReport& row : report) {
    text += '\n' + std::to_string(row.period) + ',' + unit_name(unit) + ',' +
            std::to_string(row.minimum_ms) + ',' + std::to_string(row.maximum_ms) + ',' +
            std::to_string(row.average_ms);
  }
  return text;
}

template <class T, class Read>
RestResult<T> read_report(Context& ctx, Read read) {
  Result<T> report;
  engine_of(ctx).read([&](store::Connection& connection) { report = read(connection); });
  return lift(std::move(report));
}

using Durations = std::vector<store::DurationReport>;

// ---- the three reports ----

RestResult<Response> instance_report(Context& ctx) {
  const QueryParams& params = ctx.query();
  PROCOS_ASSIGN(const ReportRequest request, report_request(params));
  store::Query query;
  query.filters.push_back({"finished", {}});
  add_report_texts(params, "processDefinitionIdIn", query);
  add_report_texts(params, "processDefinitionKeyIn", query);
  PROCOS_TRY(add_report_date(params, "startedBefore", "startedBefore", query));
  PROCOS_TRY(add_report_date(params, "startedAfter", "startedAfter", query));
  if (request.type != "duration") {
    return invalid_request(400, "Unknown report type " + request.type.value_or("null"));
  }
  if (!request.unit) {
    return std::unexpected(
        RestError{400, std::string(kInvalidRequest), "periodUnit is null", 0, {}});
  }
  PROCOS_ASSIGN(const auto report, read_report<Durations>(ctx, [&](store::Connection& connection) {
                  return store::instance_durations(connection, query, *request.unit);
                }));
  if (!wants_csv(ctx)) return durations_json(report, *request.unit);
  return report_csv(ctx, durations_csv(report, *request.unit), "process-instance-report.csv");
}

RestResult<Response> task_counts(Context& ctx, const store::Query& query) {
  const auto group = ctx.query().string("groupBy");
  if (group != "taskName" && group != "processDefinition") {
    return invalid_request(400, "groupBy parameter has invalid value: " + group.value_or("null"));
  }
  PROCOS_ASSIGN(const auto report, read_report<std::vector<store::TaskCount>>(
                                       ctx, [&](store::Connection& connection) {
                                         return store::completed_tasks(connection, query,
                                                                       group == "taskName");
                                       }));
  JsonWriter out;
  out.begin_array();
  for (const store::TaskCount& row : report) {
    out.begin_object();
    out.number("count", row.count).text("processDefinitionKey", row.process_definition_key);
    out.text("processDefinitionId", row.process_definition_id);
    out.text("processDefinitionName", row.process_definition_name);
    out.text("taskName", row.task_name).text("tenantId", row.tenant_id);
    out.end_object();
  }
  out.end_array();
  return json_text(out);
}

RestResult<Response> task_report(Context& ctx) {
  const QueryParams& params = ctx.query();
  PROCOS_ASSIGN(const ReportRequest request, report_request(params));
  store::Query query;
  query.filters.push_back({"finished", {}});
  PROCOS_TRY(add_report_date(params, "completedBefore", "finishedBefore", query));
  PROCOS_TRY(add_report_date(params, "completedAfter", "finishedAfter", query));
  if (!request.type) return invalid_request(400, "Parameter reportType is not set.");
  if (request.type == "count") return task_counts(ctx, query);
  if (!request.unit) return invalid_request(400, "periodUnit is null");
  PROCOS_ASSIGN(const auto report, read_report<Durations>(ctx, [&](store::Connection& connection) {
                  return store::task_durations(connection, query, *request.unit);
                }));
  return durations_json(report, *request.unit);
}

RestResult<Response> candidate_group_report(Context& ctx) {
  using Groups = std::vector<store::GroupCount>;
  PROCOS_ASSIGN(const auto report,
                read_report<Groups>(ctx, [](store::Connection& connection) -> Result<Groups> {
                  return store::open_tasks_by_group(connection);
                }));
  if (wants_csv(ctx)) {
    std::string text = "CANDIDATE_GROUP_NAME,TASK_COUNT";
    for (const store::GroupCount& row : report) {
      text += '\n' + (row.group_id.empty() ? "null" : row.group_id) + ',' +
              std::to_string(row.count);
    }
    return report_csv(ctx, std::move(text), "task-count-by-candidate-group.csv");
  }
  JsonWriter out;
  out.begin_array();
  for (const store::GroupCount& row : report) {
    out.begin_object();
    out.text("groupName", row.group_id).number("taskCount", row.count);
    out.end_object();
  }
  out.end_array();
  return json_text(out);
}

}  // namespace

void get_historic_process_instance_duration_report(Context& ctx) {
  ctx.reply(instance_report(ctx));
}
void get_historic_task_instance_report(Context& ctx) { ctx.reply(task_report(ctx)); }
void get_task_count_by_candidate_group(Context& ctx) { ctx.reply(candidate_group_report(ctx)); }

}  // namespace procos::rest
