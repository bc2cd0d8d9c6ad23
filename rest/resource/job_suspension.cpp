#include "rest/resource/job_suspension.h"

#include <array>

#include "base/calendar.h"
#include "command/authorize.h"
#include "command/operation_log.h"
#include "rest/resource/query_endpoint.h"

namespace procos::rest {
namespace {

using state::JobDefinitionRow;
using state::JobRow;

/// Whose jobs or job definitions: one property of the body and the filter that it is.
struct Selector {
  std::string_view property, filter;
};
constexpr std::array<Selector, 5> kJobSelectors{{{"jobId", "jobId"},
                                                 {"jobDefinitionId", "jobDefinitionId"},
                                                 {"processInstanceId", "processInstanceId"},
                                                 {"processDefinitionId", "processDefinitionId"},
                                                 {"processDefinitionKey", "processDefinitionKey"}}};
constexpr std::array<Selector, 3> kDefinitionSelectors{
    {{"jobDefinitionId", "jobDefinitionId"},
     {"processDefinitionId", "processDefinitionId"},
     {"processDefinitionKey", "processDefinitionKey"}}};

struct SuspensionRequest {
  store::Query query;
  bool suspend = false;
  bool include_jobs = false;
};

std::string names_of(std::span<const Selector> selectors) {
  std::string names;
  for (std::size_t i = 0; i < selectors.size(); ++i) {
    if (i > 0) names += i + 1 == selectors.size() ? " or " : ", ";
    names += selectors[i].property;
  }
  return names;
}

/// `path_id` stands for the first selector when the route has an id.
RestResult<SuspensionRequest> request_of(const JsonObject& body, std::span<const Selector> selectors,
                               const std::string* path_id) {
  SuspensionRequest request;
  PROCOS_ASSIGN(request.suspend, body.boolean_or("suspended", false));
  PROCOS_ASSIGN(request.include_jobs, body.boolean_or("includeJobs", false));
  PROCOS_ASSIGN(const auto tenant, body.string("processDefinitionTenantId"));
  PROCOS_ASSIGN(const bool without_tenant,
                body.boolean_or("processDefinitionWithoutTenantId", false));
  std::vector<std::pair<std::string_view, std::string>> given;
  for (const Selector& selector : selectors) {
    PROCOS_ASSIGN(auto value, body.string(selector.property));
    if (path_id != nullptr && selector.property == selectors[0].property) value = *path_id;
    if (value) given.emplace_back(selector.filter, std::move(*value));
  }
  if (path_id == nullptr && !given.empty() && given.front().first == selectors[0].filter) {
    return invalid_request(400, "Either " + names_of(selectors.subspan(1)) +
                                    " can be set to update the suspension state.");
  }
  if (given.size() != 1) {
    return invalid_request(400, (given.empty() ? "Either " : "Only one of ") +
                                    names_of(selectors) +
                                    " should be set to update the suspension state.");
  }
  request.query.filters.push_back({std::string(given[0].first), {given[0].second}});
  if (given[0].first == "processDefinitionKey") {
    if (tenant) request.query.filters.push_back({"tenantIdIn", {*tenant}});
    if (!tenant && without_tenant) request.query.filters.push_back({"withoutTenantId", {}});
  }
  return request;
}

Status authorize_found(command::Context& context, command::SubjectKind kind, const std::string& id,
                       command::Check check) {
  const auto subject = command::find_subject(context.store.writer(), kind, id);
  return subject ? command::authorize(context, check, *subject) : Status();
}

Status suspend_jobs(command::Context& context, const store::Query& query, bool suspend) {
  PROCOS_ASSIGN(const auto ids, store::list_ids<JobRow>(context.store.writer(), query));
  for (const std::string& id : ids) {
    state::Job* job = context.session.find_job(id);
    if (job == nullptr || job->row.suspended == suspend) continue;
    PROCOS_TRY(authorize_found(context, command::SubjectKind::kJob, id, command::Check::kUpdateJob));
    job->row.suspended = suspend;
    context.session.mark(*job);
  }
  return {};
}

Status suspend_definitions(command::Context& context, const SuspensionRequest& request) {
  PROCOS_ASSIGN(const auto ids,
                store::list_ids<JobDefinitionRow>(context.store.writer(), request.query));
  for (const std::string& id : ids) {
    PROCOS_TRY(authorize_found(context, command::SubjectKind::kJobDefinition, id,
                               command::Check::kUpdateDefinition));
    if (request.include_jobs) {
      PROCOS_TRY(authorize_found(context, command::SubjectKind::kJobDefinition, id,
                                 command::Check::kUpdateInstancesOfDefinition));
    }
    context.session.change<JobDefinitionRow>(
        id, [&](JobDefinitionRow& row) { row.suspended = request.suspend; });
    if (!request.include_jobs) continue;
    store::Query jobs;
    jobs.filters.push_back({"jobDefinitionId", {id}});
    PROCOS_TRY(suspend_jobs(context, jobs, request.suspend));
  }
  return {};
}

/// What the request selects by, as the place of the operation.
void log_suspension(command::Context& context, const Request& request, const std::string& entity) {
  using command::Operation;
  Operation operation(context, (request.suspend ? "Suspend" : "Activate") + entity, entity,
                      command::kOperator);
  const store::Filter& by = request.query.filters.front();
  const std::string& value = std::get<std::string>(by.values.front());
  if (by.name == "jobId") {
    if (const state::Job* job = context.session.find_job(value)) operation.in(job->row);
  } else if (by.name == "jobDefinitionId") {
    if (const auto* row = context.session.get<JobDefinitionRow>(value)) operation.in(*row);
  } else if (by.name == "processInstanceId") {
    operation.in_instance(value);
  } else if (by.name == "processDefinitionId") {
    operation.in_definition(value);
  } else {
    operation.in_key(value);
  }
  operation.write({{"suspensionState", {}, request.suspend ? "suspended" : "active"}});
}

RestStatus jobs(Context& ctx, const JsonObject& body, const std::string* id) {
  PROCOS_ASSIGN(auto request, request_of(body, kJobSelectors, id));
  run_command(ctx, [request = std::move(request)](command::Context& context) {
    log_suspension(context, request, "Job");
    return suspend_jobs(context, request.query, request.suspend);
  });
  return {};
}

RestStatus definitions(Context& ctx, const JsonObject& body, const std::string* id) {
  PROCOS_ASSIGN(auto request, request_of(body, kDefinitionSelectors, id));
  PROCOS_ASSIGN(const auto date, body.string("executionDate"));
  if (date && !date->empty()) {
    if (!parse_date_time(*date)) {
      return invalid_request(400, "The suspension state of Job Definition could not be updated "
                                  "due to: Invalid format: \"" + *date + "\"");
    }
    return rest_exception(501, "Suspending at an executionDate is not supported.");
  }
  run_command(ctx, [request = std::move(request)](command::Context& context) {
    log_suspension(context, request, "JobDefinition");
    return suspend_definitions(context, request);
  });
  return {};
}

}  // namespace

void update_job_suspension_state(Context& ctx) {
  with_body(ctx, [](Context& c, const JsonObject& body) { return jobs(c, body, &c.param("id")); });
}
void update_suspension_state_by(Context& ctx) {
  with_body(ctx, [](Context& c, const JsonObject& body) { return jobs(c, body, nullptr); });
}
void update_suspension_state_job_definition(Context& ctx) {
  with_body(
      ctx, [](Context& c, const JsonObject& body) { return definitions(c, body, &c.param("id")); });
}
void update_suspension_state_job_definitions(Context& ctx) {
  with_body(ctx, [](Context& c, const JsonObject& body) { return definitions(c, body, nullptr); });
}

}  // namespace procos::rest
