#include "command/suspend_later.h"

#include <nlohmann/json.hpp>

#include "command/operation_log.h"
#include "command/support.h"

namespace procos::command {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kSuspendProcess = "suspend-processdefinition";
constexpr std::string_view kActivateProcess = "activate-processdefinition";
constexpr std::string_view kSuspendJobs = "suspend-job-definition";
constexpr std::string_view kActivateJobs = "activate-job-definition";

/// The deployment whose job executor has to take the job: that of the (latest) definition.
std::string deployment_of(Context& context, const std::string& by, const std::string& value) {
  if (by == "processDefinitionKey") {
    state::DefinitionQuery query;
    query.key = value;
    const auto found = context.session.repository().find_definitions(query);
    return found.empty() ? std::string() : found.front().deployment_id;
  }
  if (by == "jobDefinitionId") {
    const auto rows =
        find_rows<state::JobDefinitionRow>(context, {{"jobDefinitionId", {value}}});
    return rows && !rows->empty() ? rows->front().deployment_id : std::string();
  }
  const state::DefinitionPtr definition = context.session.definitions().find(value);
  return definition != nullptr ? definition->row.deployment_id : std::string();
}

void create_suspension_job(Context& context, std::string_view handler, const Json& configuration,
                           TimeMs due) {
  state::JobRow job;
  job.type = "timer";
  job.handler = handler;
  job.configuration = configuration.dump();
  job.due_date = due;
  const std::string by = configuration["by"];
  job.deployment_id = deployment_of(context, by, configuration[by]);
  context.session.create_job(nullptr, std::move(job));
}

template <class Request>
Json tenant_of(Json configuration, const Request& request) {
  if (!request.tenant_id.empty()) {
    configuration["processDefinitionTenantId"] = request.tenant_id;
  } else if (request.without_tenant) {
    configuration["processDefinitionTenantId"] = nullptr;
  }
  return configuration;
}

template <class Request>
void read_tenant(const Json& configuration, Request& request) {
  const auto tenant = configuration.find("processDefinitionTenantId");
  if (tenant == configuration.end()) return;
  request.without_tenant = tenant->is_null();
  if (tenant->is_string()) request.tenant_id = tenant->get<std::string>();
}

}  // namespace

Status suspend_definition_later(Context& context, const Suspend& request) {
  const char* by =
      request.by == SuspendBy::kDefinitionKey ? "processDefinitionKey" : "processDefinitionId";
  const Json configuration{{"by", by},
                           {by, request.value},
                           {"includeProcessInstances", request.include_instances}};
  create_suspension_job(context, request.suspend ? kSuspendProcess : kActivateProcess,
                        tenant_of(configuration, request), *request.at);
  return {};
}

Status suspend_job_definitions_later(Context& context, const SuspendJobs& request) {
  const Json configuration{
      {"by", request.by}, {request.by, request.value}, {"includeJobs", request.include_jobs}};
  create_suspension_job(context, request.suspend ? kSuspendJobs : kActivateJobs,
                        tenant_of(configuration, request), *request.at);
  return {};
}

bool is_suspension_job(std::string_view handler) {
  return handler == kSuspendProcess || handler == kActivateProcess || handler == kSuspendJobs ||
         handler == kActivateJobs;
}

Status run_suspension_job(Context& context, const state::JobRow& job) {
  const Json configuration = Json::parse(job.configuration, nullptr, false);
  if (!configuration.is_object() || !configuration.contains("by")) {
    return fail(ErrorKind::kProcessEngine,
                "Job '" + job.id + "' does not say what to suspend or activate.");
  }
  const std::string by = configuration["by"];
  if (job.handler == kSuspendJobs || job.handler == kActivateJobs) {
    SuspendJobs request;
    request.by = by;
    request.value = configuration.value(by, "");
    request.suspend = job.handler == kSuspendJobs;
    request.include_jobs = configuration.value("includeJobs", false);
    read_tenant(configuration, request);
    // It was logged when the job was made.
    const WithoutOperationLog part_of_that(context);
    return suspend_job_definitions(context, request);
  }
  Suspend request;
  request.by =
      by == "processDefinitionKey" ? SuspendBy::kDefinitionKey : SuspendBy::kDefinitionId;
  request.value = configuration.value(by, "");
  request.suspend = job.handler == kSuspendProcess;
  request.include_instances = configuration.value("includeProcessInstances", false);
  read_tenant(configuration, request);
  return suspend_definition(context, request);
}

}  // namespace procos::command
