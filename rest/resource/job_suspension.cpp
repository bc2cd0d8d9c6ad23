#include "rest/resource/job_suspension.h"

#include <array>

#include "command/commands.h"
#include "rest/resource/handler.h"

namespace procos::rest {
namespace {

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

std::string names_of(std::span<const Selector> selectors) {
  std::string names;
  for (std::size_t i = 0; i < selectors.size(); ++i) {
    if (i > 0) names += i + 1 == selectors.size() ? " or " : ", ";
    names += selectors[i].property;
  }
  return names;
}

/// `path_id` stands for the first selector when the route has an id.
RestResult<command::SuspendJobs> suspension_request_of(const JsonObject& body,
                                                       std::span<const Selector> selectors,
                                                       const std::string* path_id) {
  command::SuspendJobs request;
  PROCOS_ASSIGN(request.suspend, body.boolean_or("suspended", false));
  PROCOS_ASSIGN(request.include_jobs, body.boolean_or("includeJobs", false));
  PROCOS_TRY(body.string("executionDate"));
  PROCOS_ASSIGN(auto tenant, body.string("processDefinitionTenantId"));
  PROCOS_ASSIGN(request.without_tenant,
                body.boolean_or("processDefinitionWithoutTenantId", false));
  request.tenant_id = std::move(tenant).value_or("");
  int given = 0;
  for (const Selector& selector : selectors) {
    const bool is_first = selector.property == selectors[0].property;
    PROCOS_ASSIGN(auto value, body.string(selector.property));
    if (path_id != nullptr && is_first) value = *path_id;
    if (!value) continue;
    if (path_id == nullptr && is_first) {
      return invalid_request(400, "Either " + names_of(selectors.subspan(1)) +
                                      " can be set to update the suspension state.");
    }
    if (given++ == 0) {
      request.by = selector.filter;
      request.value = std::move(*value);
    }
  }
  if (given != 1) {
    return invalid_request(400, (given == 0 ? "Either " : "Only one of ") + names_of(selectors) +
                                    " should be set to update the suspension state.");
  }
  return request;
}

RestStatus jobs(Context& ctx, const JsonObject& body, const std::string* id) {
  PROCOS_ASSIGN(auto request, suspension_request_of(body, kJobSelectors, id));
  run_command(ctx, [request = std::move(request)](command::Context& context) {
    return command::suspend_jobs(context, request);
  });
  return {};
}

RestStatus definitions(Context& ctx, const JsonObject& body, const std::string* id) {
  PROCOS_ASSIGN(auto request, suspension_request_of(body, kDefinitionSelectors, id));
  const std::string words = "The suspension state of Job Definition" +
                            (id != nullptr ? " with id " + *id : std::string()) +
                            " could not be updated due to: ";
  PROCOS_ASSIGN(request.at, execution_date(body, words));
  run_command(ctx, [request = std::move(request)](command::Context& context) {
    return command::suspend_job_definitions(context, request);
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
