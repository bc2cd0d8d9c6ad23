#include "rest/resource/statistics.h"

#include <map>

#include "rest/resource/definition_ref.h"
#include "rest/resource/query_endpoint.h"

namespace procos::rest {
namespace {

struct WantedStatistics {
  bool failed_jobs = false, incidents = false;
  std::string incident_type;  ///< only this type
  bool root_incidents = false;
};

RestResult<WantedStatistics> wanted_of(const QueryParams& params) {
  const auto given = [&](const char* name) { return params.string(name).has_value(); };
  const auto both = [](const char* a, const char* b) {
    return invalid_request(400, std::string("Only one of the query parameter ") + a + " or " + b +
                                    " can be set.");
  };
  if (given("incidents") && given("incidentsForType")) {
    return both("includeIncidents", "includeIncidentsForType");
  }
  if (given("incidents") && given("rootIncidents")) {
    return both("includeIncidents", "includeRootIncidents");
  }
  if (given("rootIncidents") && given("incidentsForType")) {
    return both("includeRootIncidents", "includeIncidentsForType");
  }
  WantedStatistics wanted;
  wanted.failed_jobs = params.flag("failedJobs", false);
  wanted.root_incidents = params.flag("rootIncidents", false);
  wanted.incident_type = params.string("incidentsForType").value_or("");
  wanted.incidents =
      params.flag("incidents", false) || wanted.root_incidents || given("incidentsForType");
  return wanted;
}

struct Counts {
  std::int64_t instances = 0, failed_jobs = 0;
  std::map<std::string, std::int64_t> incidents;  ///< by type
};
/// By activity, or by process definition.
using Statistics = std::map<std::string, Counts>;

store::Query of_definition(const std::string& definition_id) {
  store::Query query;
  if (!definition_id.empty()) query.filters.push_back({"processDefinitionId", {definition_id}});
  return query;
}

/// Failed jobs and incidents under the key that `key_of` takes from the row.
template <class JobKey, class IncidentKey>
RestStatus add_failures(service::Engine& engine, const std::string& definition_id,
                        const WantedStatistics& wanted, Statistics& statistics, JobKey job_key,
                        IncidentKey incident_key) {
  if (wanted.failed_jobs) {
    store::Query query = of_definition(definition_id);
    query.filters.push_back({"noRetriesLeft", {}});
    PROCOS_ASSIGN(const auto jobs, read_rows<state::JobRow>(engine, std::move(query)));
    for (const auto& job : jobs) ++statistics[job_key(job)].failed_jobs;
  }
  if (wanted.incidents) {
    store::Query query = of_definition(definition_id);
    if (!wanted.incident_type.empty()) {
      query.filters.push_back({"incidentType", {wanted.incident_type}});
    }
    PROCOS_ASSIGN(const auto incidents, read_rows<state::IncidentRow>(engine, std::move(query)));
    for (const auto& incident : incidents) {
      if (wanted.root_incidents && incident.id != incident.root_cause_incident_id) continue;
      ++statistics[incident_key(incident)].incidents[incident.type];
    }
  }
  return {};
}

void write_counts(JsonWriter& out, std::string_view java_class, std::string_view id,
                  const Counts& counts) {
  out.text("@class", java_class).text("id", id).number("instances", counts.instances);
  out.number("failedJobs", counts.failed_jobs).key("incidents").begin_array();
  for (const auto& [type, count] : counts.incidents) {
    out.begin_object().text("incidentType", type).number("incidentCount", count).end_object();
  }
  out.end_array();
}

RestResult<Response> by_activity(Context& ctx) {
  PROCOS_ASSIGN(const WantedStatistics wanted, wanted_of(ctx.query()));
  PROCOS_ASSIGN(const auto definition, find_definition(ctx));
  JsonWriter out;
  out.begin_array();
  if (definition) {
    service::Engine& engine = engine_of(ctx);
    Statistics statistics;
    PROCOS_ASSIGN(const auto executions,
                  read_rows<state::ExecutionRow>(engine, of_definition(definition->id)));
    for (const auto& row : executions) {
      if (row.active && !row.activity_id.empty()) ++statistics[row.activity_id].instances;
    }
    PROCOS_TRY(add_failures(
        engine, definition->id, wanted, statistics,
        [](const state::JobRow& job) { return job.activity_id; },
        [](const state::IncidentRow& incident) { return incident.activity_id; }));
    for (const auto& [id, counts] : statistics) {
      if (id.empty()) continue;
      out.begin_object();
      write_counts(out, "org.camunda.bpm.engine.rest.dto.repository.ActivityStatisticsResultDto",
                   id, counts);
      out.end_object();
    }
  }
  out.end_array();
  return json_text(out);
}

RestResult<Response> by_definition(Context& ctx) {
  PROCOS_ASSIGN(const WantedStatistics wanted, wanted_of(ctx.query()));
  service::Engine& engine = engine_of(ctx);
  Statistics statistics;
  PROCOS_ASSIGN(const auto instances, read_rows<store::ProcessInstanceRow>(engine, {}));
  for (const auto& row : instances) ++statistics[row.process_definition_id].instances;
  PROCOS_TRY(add_failures(
      engine, {}, wanted, statistics,
      [](const state::JobRow& job) { return job.process_definition_id; },
      [](const state::IncidentRow& incident) { return incident.process_definition_id; }));
  PROCOS_ASSIGN(const auto definitions, read_rows<state::DefinitionRow>(engine, {}));
  JsonWriter out;
  out.begin_array();
  for (const auto& definition : definitions) {
    out.begin_object();
    write_counts(
        out, "org.camunda.bpm.engine.rest.dto.repository.ProcessDefinitionStatisticsResultDto",
        definition.id, statistics[definition.id]);
    out.key("definition").begin_object();
    // Camunda does not read it here.
    state::DefinitionRow shown = definition;
    shown.history_time_to_live.reset();
    write_definition(out, shown);
    out.end_object().end_object();
  }
  out.end_array();
  return json_text(out);
}

}  // namespace

void get_activity_statistics(Context& ctx) { ctx.reply(by_activity(ctx)); }
void get_process_definition_statistics(Context& ctx) { ctx.reply(by_definition(ctx)); }

}  // namespace procos::rest
